from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.summarizers.knapsack import Ties, best_overlap, best_set


def worth(picked: tuple[int, ...] | list[int], gains: list[float]) -> float:
    return sum(gains[i] for i in picked)


Row = tuple[int, int, str]


def ties_of(rows: list[Row]) -> Ties:
    places = {kind: frozenset(i for i, row in enumerate(rows) if row[2] == kind) for kind in "pa"}
    return Ties(to_previous=places["p"], to_any=places["a"])


def allowed_sets(rows: list[Row], budget: int) -> list[tuple[int, ...]]:
    ties = ties_of(rows)
    return [
        picked
        for n in range(len(rows) + 1)
        for picked in combinations(range(len(rows)), n)
        if sum(rows[i][0] for i in picked) <= budget
        and all(rows[i][1] > 0 and ties.allow(i, picked) for i in picked)
    ]


rows_of_sentences = st.lists(
    st.tuples(st.integers(1, 9), st.integers(0, 5), st.sampled_from("-pa")), max_size=8
)


@settings(deadline=None, max_examples=100)
@given(rows_of_sentences, st.integers(0, 25))
def test_no_allowed_set_is_worth_more(rows: list[Row], budget: int) -> None:
    costs, gains = [row[0] for row in rows], [float(row[1]) for row in rows]
    allowed = allowed_sets(rows, budget)
    found = best_set(costs, gains, ties_of(rows), budget)
    assert tuple(found) in allowed
    assert worth(found, gains) == pytest.approx(max(worth(p, gains) for p in allowed))


@settings(deadline=None, max_examples=100)
@given(rows_of_sentences, st.integers(0, 25), st.integers(1, 30))
def test_no_allowed_set_of_single_sentences_overlaps_more(
    rows: list[Row], budget: int, reference: int
) -> None:
    rows = [(cost, share, "-") for cost, share, _ in rows]
    costs, shares = [row[0] for row in rows], [row[1] / 5 for row in rows]

    def overlap(picked: tuple[int, ...] | list[int]) -> float:
        both = sum(2 * shares[i] * costs[i] for i in picked)
        return both / (sum(costs[i] for i in picked) + reference)

    found = best_overlap(costs, shares, Ties(), budget, reference)
    best = max(overlap(picked) for picked in allowed_sets(rows, budget))
    assert overlap(found) == pytest.approx(best)


def test_between_equals_the_earlier_wins() -> None:
    assert best_set([3, 3], [1.0, 1.0], Ties(), 3) == [0]
