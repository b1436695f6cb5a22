"""The best set of sentences under a budget, found exactly."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_SMALL_SHARE = 0.5  # of the budget
_DOUBTFUL = 0.5  # of what is chosen, said by the reference
Sums = NDArray[np.float64]
"""The greatest sum for each number of characters that may be used, shape (budget + 1,)."""


@dataclass(frozen=True, slots=True)
class Ties:
    """Which sentences hang on others; indices, each set may be empty.

    Attributes:
        to_previous: May be taken only together with the one before.
        to_any: May be taken only behind another one, so that none of them opens a summary.
    """

    to_previous: frozenset[int] = frozenset()
    to_any: frozenset[int] = frozenset()

    def hold(self, i: int) -> bool:
        """Whether a sentence hangs on another one."""
        return i in self.to_previous or i in self.to_any

    def allow(self, i: int, picked: Collection[int]) -> bool:
        """Whether what a sentence hangs on is picked."""
        if i in self.to_previous:
            return i - 1 in picked
        return i not in self.to_any or any(place < i for place in picked)


def best_set(costs: Sequence[int], gains: Sequence[float], ties: Ties, budget: int) -> list[int]:
    """Choose sentences of the greatest sum of gains within a budget.

    Dynamic programming over sentences and characters, keeping apart whether the
    sentence before was taken, another one, or none yet. Between equal sums the earlier
    sentences win.

    Args:
        costs: Characters of each sentence, at least 1.
        gains: What each is worth; one without a positive gain is never taken.
        ties: Which sentences hang on others.
        budget: Characters in all, at least 0.

    Returns:
        Indices in document order; empty where nothing fits.
    """
    never = np.full(budget + 1, -np.inf)
    taken = skipped = never  # sums of sets that hold something, with and without the last one
    steps = []
    for i, (cost, gain) in enumerate(zip(costs, gains, strict=True)):
        steps.append(_Step(taken > skipped, np.maximum(taken, skipped)))
        before = _sums_before(i, taken, steps[-1].best, ties)
        taken, skipped = never.copy(), steps[-1].best
        if gain > 0 and cost <= budget:
            taken[cost:] = before[: budget + 1 - cost] + gain
    steps.append(_Step(taken > skipped, np.maximum(taken, skipped)))
    return _trace(costs, ties, steps)


def best_overlap(
    costs: Sequence[int], shares: Sequence[float], ties: Ties, budget: int, reference: float
) -> list[int]:
    """Choose the sentences that may be expected to overlap most with a reference, by F1.

    F1 is twice what both say over the lengths of both. So a sentence is worth its place only
    if half its share exceeds what the others reach: how long the summary gets is part of the
    choice. Each step solves `best_set` for the gains over the ratio reached so far.

    Args:
        costs: Characters of each sentence, at least 1.
        shares: How much of each the reference is expected to say, in [0, 1]; a sentence of
            share 0 is never taken.
        ties: Which sentences hang on others.
        budget: Characters in all, at least 0.
        reference: Characters that the reference is expected to have, above 0.

    Returns:
        Indices in document order; empty where nothing fits.

    References:
        Dinkelbach, On nonlinear fractional programming, 1967.
    """
    best: list[int] = []
    reached = 0.0
    while True:
        gains = [
            (2 * share - reached) * cost if share else 0.0
            for share, cost in zip(shares, costs, strict=True)
        ]
        found = best_set(costs, gains, ties, budget)
        ratio = expected_overlap(found, costs, shares, reference)
        if ratio <= reached:
            return best
        best, reached = found, ratio


def expected_overlap(
    chosen: Sequence[int], costs: Sequence[int], shares: Sequence[float], reference: float
) -> float:
    """The ratio that `best_overlap` reaches by a choice, in [0, 1]; 0 for none."""
    overlap = sum(2 * shares[i] * costs[i] for i in chosen)
    return overlap / (sum(costs[i] for i in chosen) + reference) if chosen else 0.0


def is_likely_right(chosen: Sequence[int], costs: Sequence[int], shares: Sequence[float]) -> bool:
    """Whether the reference may be expected to say half of a choice or more; see `best_overlap`."""
    used = sum(costs[i] for i in chosen)
    return sum(shares[i] * costs[i] for i in chosen) >= _DOUBTFUL * used


def filled(
    chosen: Sequence[int],
    costs: Sequence[int],
    shares: Sequence[float],
    ties: Ties,
    budget: int,
    wanted: float,
) -> list[int]:
    """Add to a choice that uses less than half of its budget.

    `best_overlap` stops where a further sentence is no longer worth its length on average. Here
    sentences that come near the ratio reached are added.

    Args:
        chosen: What `best_overlap` gave for the other arguments; all of it stays.
        costs: As there.
        shares: As there.
        ties: As there.
        budget: As there.
        wanted: Ratio that twice the share of a further sentence must exceed, in [0, 1].

    Returns:
        Indices in document order.
    """
    used = sum(costs[i] for i in chosen)
    if not chosen or used >= _SMALL_SHARE * budget:
        return list(chosen)
    stays = 2.0 * sum(costs) + 1  # more than all others can gain together
    gains = [
        stays if i in chosen else (2 * share - wanted) * cost if share else 0.0
        for i, (share, cost) in enumerate(zip(shares, costs, strict=True))
    ]
    return best_set(costs, gains, ties, budget)


def _sums_before(i: int, taken: Sums, best: Sums, ties: Ties) -> Sums:
    """The sums that sentence `i` may add to."""
    if i in ties.to_previous:
        return taken
    return best if i in ties.to_any else np.maximum(best, 0)


@dataclass(frozen=True, slots=True)
class _Step:
    """What is known before a sentence, by the characters that may be used."""

    is_taken: NDArray[np.bool_]
    best: Sums


def _trace(costs: Sequence[int], ties: Ties, steps: Sequence[_Step]) -> list[int]:
    left = len(steps[-1].best) - 1
    is_taken = bool(steps[-1].is_taken[left])
    picked: list[int] = []
    for i in range(len(costs) - 1, -1, -1):
        if is_taken:
            picked.append(i)
            left -= costs[i]
        if steps[i].best[left] < 0:
            break
        is_taken = bool(steps[i].is_taken[left]) or (is_taken and i in ties.to_previous)
    return picked[::-1]
