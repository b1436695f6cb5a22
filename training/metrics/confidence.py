"""How far probabilities can be believed: calibration, and accuracy among the surest."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

N_BINS = 10


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Cases whose top probability lies in `[low, high)`; means are 0 where there is none."""

    low: float
    high: float
    n: int
    mean_probability: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class CoveragePoint:
    """Accuracy among the surest share of the cases."""

    coverage: float
    threshold: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class SureShare:
    """How many cases are sure, and how many of these are wrong.

    Attributes:
        coverage: Share of the cases that are sure, in [0, 1].
        risk: Share of errors among the sure, in [0, 1].
        risk_low: Lower end of the exact 95 % interval of the risk.
        risk_high: Upper end.
        n_sure: Number of sure cases.
    """

    coverage: float
    risk: float
    risk_low: float
    risk_high: float
    n_sure: int


@dataclass(frozen=True, slots=True)
class RiskThreshold(SureShare):
    """Above which probability an article counts as sure, and what that costs.

    Attributes:
        threshold: Cases with a top probability at or above it are sure.
    """

    threshold: float


def expected_calibration_error(probabilities: ArrayLike, labels: ArrayLike) -> float:
    """Mean gap of confidence and accuracy over ten equal bins of the top label, in [0, 1].

    Args:
        probabilities: Shape (n, k), rows sum to 1.
        labels: True classes, shape (n,).

    References:
        Guo et al., On calibration of modern neural networks, 2017.
    """
    bins = reliability(probabilities, labels)
    total = sum(found.n for found in bins)
    return sum(found.n * abs(found.mean_probability - found.accuracy) for found in bins) / total


def reliability(probabilities: ArrayLike, labels: ArrayLike) -> tuple[ReliabilityBin, ...]:
    """Confidence against accuracy in ten equal bins of the top probability; 1.0 is in the last."""
    confidence, right = _top(probabilities, labels)
    places = np.minimum((confidence * N_BINS).astype(np.intp), N_BINS - 1)
    bins = []
    for place in range(N_BINS):
        inside = places == place
        n = int(inside.sum())
        means = (float(confidence[inside].mean()), float(right[inside].mean())) if n else (0.0, 0.0)
        bins.append(ReliabilityBin(place / N_BINS, (place + 1) / N_BINS, n, *means))
    return tuple(bins)


def brier_score(probabilities: ArrayLike, labels: ArrayLike) -> float:
    """Mean squared distance to the one-hot label, in [0, 2]; lower is better."""
    probs, true = _checked(probabilities, labels)
    return float(((probs - np.eye(probs.shape[1])[true]) ** 2).sum(axis=1).mean())


def log_loss(probabilities: ArrayLike, labels: ArrayLike) -> float:
    """Mean negative log of the true label's probability, in nats; lower is better."""
    probs, true = _checked(probabilities, labels)
    return float(-np.log(np.maximum(probs[np.arange(len(true)), true], 1e-12)).mean())


def accuracy_at_coverage(probabilities: ArrayLike, labels: ArrayLike, coverage: float) -> float:
    """Accuracy among the surest share of the cases.

    Args:
        probabilities: Shape (n, k).
        labels: True classes, shape (n,).
        coverage: The share, in (0, 1]; the number of cases is rounded up.
    """
    confidence, right = _top(probabilities, labels)
    surest = np.argsort(-confidence, kind="stable")[: max(1, int(np.ceil(coverage * len(right))))]
    return float(right[surest].mean())


def risk_coverage(probabilities: ArrayLike, labels: ArrayLike) -> tuple[CoveragePoint, ...]:
    """Accuracy at every coverage, the surest first; cases of one probability stand together."""
    confidence, right = _top(probabilities, labels)
    order = np.argsort(-confidence, kind="stable")
    ordered, hits = confidence[order], np.cumsum(right[order])
    last_of_run = np.append(ordered[1:] < ordered[:-1], True)
    return tuple(
        CoveragePoint((i + 1) / len(order), float(ordered[i]), float(hits[i] / (i + 1)))
        for i in np.flatnonzero(last_of_run)
    )


def choose_threshold(
    probabilities: ArrayLike,
    labels: ArrayLike,
    *,
    max_risk: float = 0.03,
    groups: ArrayLike | None = None,
) -> RiskThreshold:
    """Choose the threshold that leaves most articles sure at the stated risk.

    Args:
        probabilities: Calibrated, shape (n, k), of cases not trained on.
        labels: True classes, shape (n,).
        max_risk: Greatest share of errors among the sure, in [0, 1], in each group.
        groups: Where each case comes from, shape (n,), or k ways to part the cases, shape (k, n);
            None takes all as one group.

    Returns:
        The threshold with its exact binomial interval over all cases. Where even the surest
        cases are wrong too often, a threshold of 1 that leaves nearly nothing sure.
    """
    confidence, right = _top(probabilities, labels)
    ways = np.atleast_2d(np.zeros(len(right)) if groups is None else np.asarray(groups))
    order = np.argsort(-confidence, kind="stable")
    ordered = confidence[order]
    holds = np.append(ordered[1:] < ordered[:-1], True)
    for inside in (names[order] == name for names in ways for name in np.unique(names)):
        n_errors = np.cumsum(inside & ~right[order])
        holds &= n_errors <= (max_risk + 1e-9) * np.cumsum(inside)
    threshold = float(ordered[np.flatnonzero(holds)[-1]]) if holds.any() else 1.0
    return RiskThreshold(**asdict(count_sure(confidence >= threshold, right)), threshold=threshold)


def count_sure(sure: ArrayLike, right: ArrayLike) -> SureShare:
    """Tell coverage and risk of a verdict on each case.

    Args:
        sure: Whether each case is called sure, shape (n,), n at least 1.
        right: Whether its top label is the true one, shape (n,).
    """
    called, hits = np.asarray(sure, np.bool_), np.asarray(right, np.bool_)
    n_sure, errors = int(called.sum()), int((~hits[called]).sum())
    low, high = binomial_interval(errors, n_sure)
    return SureShare(n_sure / len(hits), errors / n_sure if n_sure else 0.0, low, high, n_sure)


def binomial_interval(n_hits: int, n: int, *, level: float = 0.95) -> tuple[float, float]:
    """Exact interval of a share; (0, 1) for no case.

    References:
        Clopper and Pearson, Biometrika 1934.
    """
    if n == 0:
        return 0.0, 1.0
    low, high = stats.binomtest(n_hits, n).proportion_ci(level, method="exact")
    return float(low), float(high)


def _top(
    probabilities: ArrayLike, labels: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Probability of the top label, and whether it is the true one; shape (n,) each."""
    probs, true = _checked(probabilities, labels)
    return probs.max(axis=1), probs.argmax(axis=1) == true


def _checked(
    probabilities: ArrayLike, labels: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    probs, true = np.asarray(probabilities, np.float64), np.asarray(labels, np.intp)
    if probs.ndim != 2 or len(probs) != len(true) or not len(true):
        raise ValueError(
            f"probabilities must have shape (n, k) for n labels, n at least 1; got shape "
            f"{probs.shape} for {len(true)} labels"
        )
    return probs, true
