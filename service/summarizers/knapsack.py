"""The best set of sentences under a budget, found exactly."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np


def best_set(
    costs: Sequence[int], gains: Sequence[float], pointing: Collection[int], budget: int
) -> list[int]:
    """Choose sentences of the greatest sum of gains within a budget.

    Dynamic programming over sentences and characters, keeping apart whether the
    sentence before was taken. Between equal sums the earlier sentences win.

    Args:
        costs: Characters of each sentence, at least 1.
        gains: What each is worth; one without a positive gain is never taken.
        pointing: Indices that may be taken only together with the one before.
        budget: Characters in all, at least 0.

    Returns:
        Indices in document order; empty where nothing fits.
    """
    never = np.full(budget + 1, -np.inf)
    taken, skipped = never, np.zeros(budget + 1)
    after_taken = []
    for i, (cost, gain) in enumerate(zip(costs, gains, strict=True)):
        after_taken.append(taken > skipped)
        best = np.maximum(taken, skipped)
        before = taken if i in pointing else best
        taken = never.copy()
        if gain > 0 and cost <= budget:
            taken[cost:] = before[: budget + 1 - cost] + gain
        skipped = best
    return _trace(costs, pointing, after_taken, taken > skipped)


def _trace(
    costs: Sequence[int],
    pointing: Collection[int],
    after_taken: Sequence[np.ndarray[tuple[int], np.dtype[np.bool_]]],
    last_taken: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> list[int]:
    left = len(last_taken) - 1
    is_taken = bool(last_taken[left])
    picked = []
    for i in range(len(costs) - 1, -1, -1):
        if is_taken:
            picked.append(i)
            left -= costs[i]
        is_taken = bool(after_taken[i][left]) or (is_taken and i in pointing)
    return picked[::-1]
