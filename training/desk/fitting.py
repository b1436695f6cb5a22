"""The rows of a topic head, fitted to a desk's articles and held to what the model knew."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax
from threadpoolctl import threadpool_limits

from training.metrics.calibration import deal_folds

STRENGTHS = (1.0, 3.0, 10.0, 30.0, 100.0)
MEMORY_WEIGHTS = (0.3, 1.0)
_N_FOLDS, _SEED = 5, 13
_MOST_STEPS = 60  # of L-BFGS; what is left to gain then is far below the choice of the strength
_LEAST = 1e-12

Rows = NDArray[np.float64]
"""Weights and bias of each label, shape (labels, width + 1)."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What the model said of articles of its own training.

    Attributes:
        features: What the rows weigh, shape (n, width + 1).
        probabilities: What it said, over its old labels, shape (n, old).
        mapping: What it would call articles of each new label, shape (new, old); see
            `LabelChange.map_from`.
        weight: Of each of these articles, beside 1 for one of the desk.
    """

    features: NDArray[np.float64]
    probabilities: NDArray[np.float64]
    mapping: NDArray[np.float64]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class FittedRows:
    """Rows fitted to a desk's articles.

    Attributes:
        rows: Fitted to all of them.
        strength: How firmly they were held to their start, chosen by folds.
        cross_fitted: Logits of each article by rows fitted without it, shape (n, labels).
        memory_weight: Weight of what the model knew, chosen by folds.
        losses: Log loss of each article by `cross_fitted`, shape (n,).
    """

    rows: Rows
    strength: float
    cross_fitted: NDArray[np.float64]
    memory_weight: float
    losses: NDArray[np.float64]


def fit_rows(
    features: NDArray[np.float64],
    targets: NDArray[np.float64],
    start: Rows,
    strength: float,
    memory: Memory | None,
) -> Rows:
    """Find the rows of least loss.

    The loss is the cross-entropy of the desk's articles, plus that of what the model said of
    its own, plus `strength / 2` times the squared distance from the start. An old label counts
    as said where the new labels that came out of it are likely, so a topic parted from another
    one is no contradiction.

    Args:
        features: What the rows weigh, shape (n, width + 1).
        targets: Distributions over the labels, shape (n, labels).
        start: Where the rows start, and what they are held to.
        strength: How firmly, above 0.
        memory: What the model knew; None holds to the start alone.
    """

    def objective(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        rows = flat.reshape(start.shape)
        apart = rows - start
        loss, slope = _of_desk(rows, features, targets)
        if memory is not None:
            remembered, back = _of_memory(rows, memory)
            loss, slope = loss + remembered, slope + back
        loss += strength / 2 * float((apart**2).sum())
        return loss, (slope + strength * apart).ravel()

    found = minimize(
        objective, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": _MOST_STEPS}
    )
    return np.asarray(found.x).reshape(start.shape)


def choose_rows(
    features: NDArray[np.float64],
    targets: NDArray[np.float64],
    start: Rows,
    memory: Memory | None,
) -> FittedRows:
    """Fit rows so that they tell best of articles that were not fitted to.

    Five folds, stratified, choose the strength at each weight of what was known, and then the
    weight. Of those that differ by less than chance the greatest is taken: what does not help
    for certain is not worth leaving what was known.

    Args:
        features: What the rows weigh, shape (n, width + 1); n at least five.
        targets: Distributions over the labels, shape (n, labels).
        start: Where the rows start.
        memory: What the model knew, or None.

    Raises:
        ValueError: If there are fewer articles than folds.
    """
    weighed = [replace(memory, weight=weight) for weight in MEMORY_WEIGHTS] if memory else [None]
    with threadpool_limits(1):
        found = [_choose_strength(features, targets, start, each) for each in weighed]
    return found[greatest_as_good(np.stack([each.losses for each in found]))]


def _choose_strength(
    features: NDArray[np.float64],
    targets: NDArray[np.float64],
    start: Rows,
    memory: Memory | None,
) -> FittedRows:
    true = targets.argmax(axis=1)
    folds = deal_folds(true, _N_FOLDS, _SEED)
    held = np.zeros((len(STRENGTHS), *targets.shape))
    for fold in range(_N_FOLDS):
        inside = folds == fold
        for place, strength in enumerate(STRENGTHS):
            rows = fit_rows(features[~inside], targets[~inside], start, strength, memory)
            held[place, inside] = features[inside] @ rows.T
    losses = -(log_softmax(held, axis=2) * targets).sum(axis=2)
    chosen = greatest_as_good(losses)
    strength, weight = STRENGTHS[chosen], memory.weight if memory else 0.0
    rows = fit_rows(features, targets, start, strength, memory)
    return FittedRows(rows, strength, held[chosen], weight, losses[chosen])


def greatest_as_good(losses: NDArray[np.float64]) -> int:
    """The last place whose losses, shape (places, n), are not worse than the best beyond chance."""
    best = int(losses.mean(axis=1).argmin())
    for place in range(len(losses) - 1, best, -1):
        gaps = losses[place] - losses[best]
        if gaps.mean() <= gaps.std() / np.sqrt(len(gaps)):
            return place
    return best


def _of_desk(
    rows: Rows, features: NDArray[np.float64], targets: NDArray[np.float64]
) -> tuple[float, Rows]:
    logits = features @ rows.T
    loss = -float((log_softmax(logits, axis=1) * targets).sum())
    return loss, (softmax(logits, axis=1) - targets).T @ features


def _of_memory(rows: Rows, memory: Memory) -> tuple[float, Rows]:
    probs = softmax(memory.features @ rows.T, axis=1)
    said = np.maximum(probs @ memory.mapping, _LEAST)
    shares = memory.probabilities * (memory.mapping.sum(axis=0) > 0)  # labels that went are free
    loss = -float((shares * np.log(said)).sum())
    slope = probs * (shares.sum(axis=1, keepdims=True) - (shares / said) @ memory.mapping.T)
    return memory.weight * loss, memory.weight * (slope.T @ memory.features)
