"""How near the summaries of two versions come to what a desk's editors ticked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from service.artifacts import ModelFolder
from service.encoders.base import EncodedArticle
from service.summarizers.picking import USUAL_BUDGET
from service.summarizers.salience import SalienceSummarizer
from training.articles.datamodels import SummarizedArticle
from training.metrics.rouge import rouge

FEWEST_TO_JUDGE = 10  # articles


@dataclass(frozen=True, slots=True)
class SummaryComparison:
    """Summaries of two versions, beside those that editors ticked.

    Attributes:
        n: Articles.
        rouge: Mean of ROUGE-1, 2 and L over all articles, of each version, in [0, 1].
        n_better: Articles where that of the new version is the greater.
        n_worse: Those where it is the less.
    """

    n: int
    rouge: tuple[float, float]
    n_better: int
    n_worse: int


def summaries_of(
    folder: ModelFolder, articles: Sequence[SummarizedArticle], encoded: Sequence[EncodedArticle]
) -> list[str]:
    """What the model of a folder makes of articles, at the usual budget."""
    summarizer = SalienceSummarizer.from_pretrained(folder.path)
    made = (
        summarizer.summarize(article.to_article(), found, max_chars=USUAL_BUDGET)
        for article, found in zip(articles, encoded, strict=True)
    )
    return [summary.text or "" for summary in made]


def compare_summaries(
    articles: Sequence[SummarizedArticle], before: Sequence[str], after: Sequence[str]
) -> SummaryComparison | None:
    """Compare the summaries of two versions; None where too few articles tell."""
    if len(articles) < FEWEST_TO_JUDGE:
        return None
    first, second = (
        np.array([_nearness(text, a.summary) for text, a in zip(texts, articles, strict=True)])
        for texts in (before, after)
    )
    return SummaryComparison(
        n=len(articles),
        rouge=(float(first.mean()), float(second.mean())),
        n_better=int((second > first).sum()),
        n_worse=int((second < first).sum()),
    )


def _nearness(text: str, wanted: str) -> float:
    found = rouge(text, wanted)
    return float(np.mean([found.rouge_1, found.rouge_2, found.rouge_l]))
