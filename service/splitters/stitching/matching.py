"""How likely pairs are where each end has at most one partner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_MOST_ODDS = 15.0
_MOST_ROUNDS = 50
_SETTLED = 1e-6


@dataclass(frozen=True, slots=True)
class Matching:
    """All ways to choose some of k pairs so that none share an end.

    Attributes:
        probabilities: Of each pair, from 0 to 1, shape (k,).
        log_weight: Log of the summed weights of all ways, at least 0.
    """

    probabilities: NDArray[np.float64]
    log_weight: float


def weigh_matchings(pairs: Sequence[tuple[int, int]], odds: NDArray[np.float64]) -> Matching:
    """Let pairs that share an end rival each other.

    A way to choose weighs the product of the odds of what it chooses, and a pair is as
    likely as the ways that choose it are heavy. By belief propagation, in at most 50
    rounds; exact where the pairs form no circle, as with a single story or piece.

    Args:
        pairs: First and second end of each pair, at least one pair; numbers on the two
            sides have nothing to do with each other.
        odds: Log-odds of each pair were it alone, shape (k,); above 15 they count as 15.

    References:
        Bayati, Gamarnik, Katz, Nair and Tetali, Simple deterministic approximation
        algorithms for counting matchings, STOC 2007.
    """
    firsts, seconds = (np.unique(ends, return_inverse=True)[1] for ends in zip(*pairs, strict=True))
    weights = np.exp(np.minimum(odds, _MOST_ODDS))
    free = np.ones_like(weights)  # how free the second end of a pair is, but for this pair
    for _ in range(_MOST_ROUNDS):
        before = free
        first_free = 1 / (1 + _others(weights * free, firsts))
        free = 1 / (1 + _others(weights * first_free, seconds))
        if np.abs(free - before).max() < _SETTLED:
            break
    chosen = weights * first_free * free
    log_weight = (
        np.log1p(np.bincount(firsts, weights * free)).sum()
        + np.log1p(np.bincount(seconds, weights * first_free)).sum()
        - np.log1p(chosen).sum()
    )
    return Matching(chosen / (1 + chosen), float(log_weight))


def _others(values: NDArray[np.float64], ends: NDArray[np.intp]) -> NDArray[np.float64]:
    """For each pair the sum over all other pairs with the same end."""
    return np.maximum(np.bincount(ends, values)[ends] - values, 0)
