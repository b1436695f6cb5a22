"""How well topics are told, and how far the probabilities can be believed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.articles.datamodels import LabelledArticle
from training.metrics.bootstrap import Difference, Estimate, Statistic, compare, estimate
from training.metrics.calibration import cross_fit_temperature
from training.metrics.classification import ClassificationScores, macro_f1, score_classes
from training.metrics.confidence import (
    CoveragePoint,
    ReliabilityBin,
    RiskThreshold,
    SureShare,
    accuracy_at_coverage,
    brier_score,
    choose_threshold,
    count_sure,
    expected_calibration_error,
    log_loss,
    reliability,
    risk_coverage,
)

COVERAGES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.7)
LENGTH_BOUNDS = (100, 300, 1000, 3000)
N_WORST = 20


@dataclass(frozen=True, slots=True)
class SystemTopics:
    """One system on all articles.

    Attributes:
        macro_f1: With its bootstrap interval.
        scores: Accuracy, scores per topic, confusions.
        ece: Expected calibration error of the probabilities as they are.
        ece_cross_fitted: The same with a temperature fitted on other folds; the
            honest figure where the shipped one was fitted on these articles.
        brier: Mean squared distance to the one-hot label.
        log_loss: In nats.
        accuracy_at_coverage: Accuracy among the surest share, by share.
        three_percent: The threshold that leaves most articles sure at 3 % risk.
    """

    macro_f1: Estimate
    scores: ClassificationScores
    ece: float
    ece_cross_fitted: float
    brier: float
    log_loss: float
    accuracy_at_coverage: Mapping[str, float]
    three_percent: RiskThreshold


@dataclass(frozen=True, slots=True)
class GroupScores:
    """Accuracy and macro-F1 of some of the articles."""

    n: int
    accuracy: float
    macro_f1: float


@dataclass(frozen=True, slots=True)
class Mistake:
    """An article of the wrong topic, with the probability of the right one."""

    id: str
    title: str
    text: str
    topic: str
    predicted: str
    probability: float


@dataclass(frozen=True, slots=True)
class TopicReport:
    """All systems on the same articles, the first one in detail.

    Attributes:
        as_served: What the first system itself calls sure, if it says so.
    """

    labels: tuple[str, ...]
    n: int
    first: str
    systems: Mapping[str, SystemTopics]
    first_minus: Mapping[str, Difference]
    by_source: Mapping[str, GroupScores]
    by_headline: Mapping[str, GroupScores]
    by_length: Mapping[str, GroupScores]
    reliability: tuple[ReliabilityBin, ...]
    risk_coverage: tuple[CoveragePoint, ...]
    as_served: SureShare | None
    worst: tuple[Mistake, ...]


def evaluate_topics(
    rows: Sequence[LabelledArticle],
    probabilities: Mapping[str, NDArray[np.float64]],
    labels: tuple[str, ...],
    *,
    sure: NDArray[np.bool_] | None = None,
) -> TopicReport:
    """Judge one or more systems on labelled articles.

    Args:
        rows: The articles; their topics are among `labels`.
        probabilities: By name of the system, shape (rows, labels) each; the first
            system is compared with each other one and told in detail.
        labels: The label set, in the order of the columns.
        sure: Of which rows the first system says it is sure, shape (rows,), if it does.
    """
    topics = np.array([labels.index(row.topic) for row in rows], np.intp)
    first, *others = probabilities
    probs = probabilities[first]
    f1 = {name: _macro_f1(topics, found, len(labels)) for name, found in probabilities.items()}
    return TopicReport(
        labels=labels,
        n=len(rows),
        first=first,
        systems={
            name: _judge(rows, topics, found, labels) for name, found in probabilities.items()
        },
        first_minus={name: compare(f1[first], f1[name], len(rows)) for name in others},
        by_source=_by_group(rows, topics, probs, lambda row: row.source or "?"),
        by_headline=_by_group(rows, topics, probs, lambda row: "printed" if row.title else "none"),
        by_length=_by_group(rows, topics, probs, lambda row: length_group(len(row.text))),
        reliability=reliability(probs, topics),
        risk_coverage=risk_coverage(probs, topics),
        as_served=None if sure is None else count_sure(sure, probs.argmax(axis=1) == topics),
        worst=_worst(rows, topics, probs, labels),
    )


def length_group(n_chars: int) -> str:
    """The bracket of lengths, in characters, that a text falls into."""
    below = [bound for bound in LENGTH_BOUNDS if bound <= n_chars]
    above = [bound for bound in LENGTH_BOUNDS if bound > n_chars]
    low = below[-1] if below else 0
    return f"{low:04d}-{above[0] - 1:04d}" if above else f"{low:04d}+"


def _judge(
    rows: Sequence[LabelledArticle],
    topics: NDArray[np.intp],
    probs: NDArray[np.float64],
    labels: tuple[str, ...],
) -> SystemTopics:
    secondary = [labels.index(row.secondary) if row.secondary else None for row in rows]
    n_folds = min(5, len(rows))
    # Softmax of a log probability is the probability, so it serves as a logit.
    logits = np.log(np.maximum(probs, 1e-6))
    cross_fitted = cross_fit_temperature(logits, topics, n_folds) if n_folds > 1 else probs
    return SystemTopics(
        macro_f1=estimate(_macro_f1(topics, probs, len(labels)), len(rows)),
        scores=score_classes(topics, probs.argmax(axis=1), len(labels), secondary=secondary),
        ece=expected_calibration_error(probs, topics),
        ece_cross_fitted=expected_calibration_error(cross_fitted, topics),
        brier=brier_score(probs, topics),
        log_loss=log_loss(probs, topics),
        accuracy_at_coverage={
            f"{share:.2f}": accuracy_at_coverage(probs, topics, share) for share in COVERAGES
        },
        three_percent=choose_threshold(probs, topics, max_risk=0.03),
    )


def _macro_f1(topics: NDArray[np.intp], probs: NDArray[np.float64], n_labels: int) -> Statistic:
    predictions = probs.argmax(axis=1)
    return lambda drawn: macro_f1(topics[drawn], predictions[drawn], n_labels)


def _by_group(
    rows: Sequence[LabelledArticle],
    topics: NDArray[np.intp],
    probs: NDArray[np.float64],
    group_of: Callable[[LabelledArticle], str],
) -> dict[str, GroupScores]:
    groups = np.array([group_of(row) for row in rows])
    predictions = probs.argmax(axis=1)
    scores = {}
    for group in sorted(set(groups.tolist())):
        inside = groups == group
        found = score_classes(topics[inside], predictions[inside], probs.shape[1])
        scores[group] = GroupScores(int(inside.sum()), found.accuracy, found.macro_f1)
    return scores


def _worst(
    rows: Sequence[LabelledArticle],
    topics: NDArray[np.intp],
    probs: NDArray[np.float64],
    labels: tuple[str, ...],
) -> tuple[Mistake, ...]:
    """The mistakes that give the right topic least, worst first."""
    right = probs[np.arange(len(rows)), topics]
    wrong = [i for i in np.argsort(right, kind="stable") if probs[i].argmax() != topics[i]]
    return tuple(
        Mistake(
            id=rows[i].id,
            title=rows[i].title or "",
            text=rows[i].text,
            topic=labels[topics[i]],
            predicted=labels[int(probs[i].argmax())],
            probability=float(right[i]),
        )
        for i in wrong[:N_WORST]
    )
