"""Measures the served model beside its baselines on files of judged articles and pages."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.datamodels import Article
from service.encoders.ahead import encode_ahead
from service.encoders.base import EncodedArticle
from service.errors import DataError
from service.stages import Splitter, Summarizer
from service.text import find_opening
from training.articles.amounts import FEWEST_CASES
from training.articles.datamodels import LabelledArticle, SummarizedArticle
from training.baselines.chance_and_oracle import (
    HeadlineOverlapSummarizer,
    RandomSummarizer,
    best_possible_text,
)
from training.baselines.keyword_topics import KeywordClassifier
from training.baselines.lead import LeadSummarizer
from training.baselines.lex_rank import SumyLexRank
from training.baselines.linear_topics import LinearTopicBaseline
from training.baselines.text_rank import TextRankSummarizer
from training.evaluation.served_model import ServedModel, sentences_only
from training.evaluation.splitting.metrics import evaluate_split
from training.evaluation.splitting.report import SplitReport
from training.evaluation.summaries import SummaryReport, evaluate_summaries
from training.evaluation.topics import TopicReport, evaluate_topics
from training.pages.gold import load_gold_pages

logger = logging.getLogger(__name__)


def measure_topics(
    rows: Sequence[LabelledArticle],
    model: ServedModel | None,
    linear: LinearTopicBaseline | None = None,
    *,
    labels: tuple[str, ...] = (),
) -> TopicReport:
    """Judge the served model beside a linear model and keywords.

    Args:
        rows: Articles to judge on, labelled after the label set of the model.
        model: None judges the baselines alone.
        linear: A linear model that has learned, see `fit_linear`; None judges without one.
        labels: The label set, where there is no model whose labels count.
    """
    labels = model.labels if model else labels
    articles = [row.to_article() for row in rows]
    probabilities: dict[str, NDArray[np.float64]] = {}
    sure: NDArray[np.bool_] | None = None
    if model:
        probabilities["model"], sure = _model_verdicts(model, articles)
    if linear:
        probabilities["linear"] = linear.predict_proba(rows)
    keywords = KeywordClassifier(labels)
    probabilities["keywords"] = np.array(
        [list(keywords.classify(a, sentences_only(a)).probabilities.values()) for a in articles]
    )
    return evaluate_topics(rows, probabilities, labels, sure=sure)


def fit_linear(
    rows: Sequence[LabelledArticle], labels: tuple[str, ...]
) -> LinearTopicBaseline | None:
    """Let the linear model learn from labelled articles; None where there are too few.

    A baseline is there to be compared with: topics of which it cannot learn cost the comparison,
    not the model.
    """
    counts = Counter(row.topic for row in rows)
    scarce = {label: counts[label] for label in labels if counts[label] < FEWEST_CASES}
    if scarce:
        logger.warning(
            "%s：每个主题不到 %d 篇，不与线性模型比 (too few articles for the linear baseline)",
            "、".join(f"{label} {n}" for label, n in scarce.items()),
            FEWEST_CASES,
        )
        return None
    return LinearTopicBaseline(labels).fit(rows)


def measure_summaries(
    rows: Sequence[SummarizedArticle],
    model: ServedModel | None,
    *,
    max_chars: int = 150,
    baselines: Mapping[str, Summarizer] | None = None,
) -> SummaryReport:
    """Judge the served model beside baselines and the best possible pick.

    A reference that opens with a lead (本报讯 …) is compared from behind it: no summary has one.

    Args:
        rows: Articles with a reference `summary`.
        model: None judges the baselines alone.
        max_chars: Budget of each summary in code points.
        baselines: What it is compared with, by name; None takes all.
    """
    rows = [replace(row, summary=_without_lead(row.summary)) for row in rows]
    articles = [row.to_article() for row in rows]
    pieces = [sentences_only(article) for article in articles]
    texts: dict[str, list[str]] = {}
    if model:
        encoded = encode_ahead(model.encoder, articles)
        texts["model"] = _summarize(model.summarizer, articles, encoded, max_chars)
    summarizers = _baseline_summarizers() if baselines is None else baselines
    for name, summarizer in summarizers.items():
        texts[name] = _summarize(summarizer, articles, pieces, max_chars)
    texts["best_possible"] = [
        best_possible_text(read.sentences, row.summary, max_chars=max_chars)
        for read, row in zip(pieces, rows, strict=True)
    ]
    return evaluate_summaries(rows, texts, max_chars=max_chars)


def measure_split(path: Path, splitter: Splitter) -> SplitReport:
    """Judge a splitter on one file of gold pages, or on all `*.gold.json` of a folder.

    Raises:
        DataError: If there is no gold page, or one that cannot be read.
    """
    files = sorted(path.glob("*.gold.json")) if path.is_dir() else [path]
    pages = [page for file in files for page in load_gold_pages(file)]
    if not pages:
        raise DataError(
            f"{path} 里没有标准读法；请给 .jsonl(.gz)、.gold.json 或装着它们的文件夹 "
            "(no gold page: give a .jsonl(.gz), a .gold.json or a folder of these)"
        )
    return evaluate_split(pages, splitter)


def _baseline_summarizers() -> dict[str, Summarizer]:
    return {
        "headline_overlap": HeadlineOverlapSummarizer(),
        "lead": LeadSummarizer(),
        "lead_one": LeadSummarizer(only_first=True),
        "text_rank": TextRankSummarizer(),
        "sumy_lex_rank": SumyLexRank(),
        "random": RandomSummarizer(),
    }


def _model_verdicts(
    model: ServedModel, articles: Sequence[Article]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """As the service gives them: probabilities, shape (n, labels), and which are sure, (n,)."""
    encoded = encode_ahead(model.encoder, articles)
    found = [model.classifier.classify(a, e) for a, e in zip(articles, encoded, strict=True)]
    probabilities = [[scores.probabilities[label] for label in model.labels] for scores in found]
    return np.array(probabilities), np.array([not scores.uncertain for scores in found])


def _summarize(
    summarizer: Summarizer,
    articles: Sequence[Article],
    encoded: Iterable[EncodedArticle],
    max_chars: int,
) -> list[str]:
    made = (
        summarizer.summarize(article, read, max_chars=max_chars)
        for article, read in zip(articles, encoded, strict=True)
    )
    return [summary.text or "" for summary in made]


def _without_lead(text: str) -> str:
    return text[find_opening(text, 0)[0] :]
