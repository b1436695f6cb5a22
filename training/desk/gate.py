"""Whether a new version may serve: judged on the frozen test, beside the one that serves now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from service.artifacts import ModelFolder
from service.classifiers.topics import is_headline_alone
from service.registry import Judgement
from training.articles.datamodels import LabelledArticle, PlainArticle
from training.desk.certainty import shipped_certainty
from training.desk.folder import key_of
from training.desk.summary_gate import SummaryComparison
from training.desk.topic_head import TopicHead
from training.metrics.confidence import SureShare, count_sure

FEWEST_TO_JUDGE = 30  # articles; of fewer nothing can be told
_LEAST_KEPT = 0.9  # of what the base model said of its own articles
_EXCERPT = 160  # characters


@dataclass(frozen=True, slots=True)
class Told:
    """What a model says of some articles.

    Attributes:
        labels: The likeliest of each.
        probabilities: Of that label.
        sure: Whether it lies at or above the threshold.
    """

    labels: tuple[str, ...]
    probabilities: NDArray[np.float64]
    sure: NDArray[np.bool_]


def tell(
    folder: ModelFolder, articles: Sequence[PlainArticle], vectors: NDArray[np.float32]
) -> Told:
    """What the model of a folder says, as serving would.

    Args:
        folder: The model.
        articles: n of them.
        vectors: What its topic head reads of each, shape (n, 2 d).
    """
    head, record = TopicHead.of_model(folder), folder.read_inference()
    certainty = shipped_certainty(record)
    ways = [certainty[_way(article)] for article in articles]
    factors = np.array([record.temperature / way.temperature for way in ways])
    logits = head.features(vectors) @ head.rows.T * factors[:, None]
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    probs = weights / weights.sum(axis=1, keepdims=True)
    top = np.round(probs.max(axis=1), 4)
    labels = tuple(head.labels[place] for place in probs.argmax(axis=1))
    return Told(labels, top, top >= np.array([way.threshold for way in ways]))


def _way(article: PlainArticle) -> str:
    if is_headline_alone(article.text):
        return "headlines_alone"
    return "whole" if article.title else "without_headline"


def judge(articles: Sequence[LabelledArticle], told: dict[str, Told]) -> tuple[Judgement, ...]:
    """Put side by side what models say of the frozen test, by their version."""
    return tuple(
        Judgement(
            key=key_of(article),
            id=article.id,
            title=article.title,
            excerpt=article.text[:_EXCERPT],
            topic=article.topic,
            secondary=article.secondary,
            labels={name: each.labels[n] for name, each in told.items()},
            probabilities={name: float(each.probabilities[n]) for name, each in told.items()},
            sure={name: bool(each.sure[n]) for name, each in told.items()},
        )
        for n, article in enumerate(articles)
    )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions on the same articles.

    Attributes:
        n: Articles.
        n_better: Those that the first got wrong and the second right.
        n_worse: Those that the first got right and the second wrong.
        p_chance: How often chance alone would part them so unevenly, exact McNemar test.
        f1: Macro-F1 of each.
        sure: Coverage and risk of each.
    """

    n: int
    n_right: tuple[int, int]
    n_better: int
    n_worse: int
    p_chance: float
    f1: tuple[float, float]
    sure: tuple[SureShare, SureShare]


def compare(judgements: Sequence[Judgement], before: str, after: str) -> Comparison:
    """Compare two versions on the articles that both judged; at least one.

    References:
        McNemar, Psychometrika 1947; here exact, by the binomial distribution.
    """
    right = {
        name: np.array([each.is_right(name) for each in judgements]) for name in (before, after)
    }
    sure = {
        name: count_sure([each.sure[name] for each in judgements], right[name])
        for name in (before, after)
    }
    n_better = int((~right[before] & right[after]).sum())
    n_worse = int((right[before] & ~right[after]).sum())
    return Comparison(
        n=len(judgements),
        n_right=(int(right[before].sum()), int(right[after].sum())),
        n_better=n_better,
        n_worse=n_worse,
        p_chance=_mcnemar(n_better, n_worse),
        f1=(_macro_f1(judgements, before), _macro_f1(judgements, after)),
        sure=(sure[before], sure[after]),
    )


def find_reasons(
    found: Comparison | None,
    *,
    n_test: int,
    max_risk: float,
    kept_knowledge: float | None,
    summaries: SummaryComparison | None,
) -> tuple[str, ...]:
    """Why a version may not serve; nothing where it may.

    Args:
        found: Of the version that serves now with the new one; None where too few articles judge.
        n_test: How many judge.
        max_risk: Greatest share of errors among the sure.
        kept_knowledge: Share of its own training articles of which the model says what it said
            before; None where it remembers none.
        summaries: Of both versions; None where too few were ticked to tell.
    """
    if found is None:
        few = f"检验集 {n_test} 篇，不到 {FEWEST_TO_JUDGE} 篇，好坏说不准；请再标一些"
        return (f"{few} (too few articles in the frozen test to tell)",)
    reasons = []
    if found.n_worse > found.n_better:
        reasons.append(
            f"检验集 {found.n} 篇里变好 {found.n_better} 篇，变坏 {found.n_worse} 篇 "
            "(more articles got worse than better)"
        )
    before, after = found.sure
    # An error more than allowed may be chance; of two, one is too many.
    if after.risk * after.n_sure > max(max_risk, before.risk) * after.n_sure + 1:
        reasons.append(
            f"不存疑的文章里错了 {after.risk:.1%}（95 % 区间 {after.risk_low:.1%}–"
            f"{after.risk_high:.1%}），许可 {max_risk:.0%}，原来 {before.risk:.1%} "
            "(more errors among the sure than allowed)"
        )
    if kept_knowledge is not None and kept_knowledge < _LEAST_KEPT:
        reasons.append(
            f"随附模型学过的文章，只有 {kept_knowledge:.1%} 还判得一样，至少要 {_LEAST_KEPT:.0%} "
            "(too much of what it knew is forgotten)"
        )
    if summaries is not None and summaries.n_worse > summaries.n_better:
        reasons.append(
            f"摘要检验 {summaries.n} 篇里，更像编辑勾选的 {summaries.n_better} 篇，更不像的 "
            f"{summaries.n_worse} 篇 (more summaries got worse than better)"
        )
    return tuple(reasons)


def _macro_f1(judgements: Sequence[Judgement], version: str) -> float:
    """Mean F1 over the topics that occur among what is true or told."""
    pairs = [(each.topic, each.labels[version]) for each in judgements]
    scores = []
    # A set has another order in each process, and the last digit of a sum depends on it.
    for label in sorted({name for pair in pairs for name in pair}):
        hits = sum(true == label == given for true, given in pairs)
        named = sum((true == label) + (given == label) for true, given in pairs)
        scores.append(2 * hits / named)
    return float(np.mean(scores))


def _mcnemar(n_better: int, n_worse: int) -> float:
    n, least = n_better + n_worse, min(n_better, n_worse)
    n_ways = sum(comb(n, k) for k in range(least + 1))
    return min(1.0, float(2 * n_ways / 2**n))
