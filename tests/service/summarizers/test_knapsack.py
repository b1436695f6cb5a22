from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.summarizers.knapsack import best_set


def worth(picked: tuple[int, ...] | list[int], gains: list[float]) -> float:
    return sum(gains[i] for i in picked)


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 5), st.booleans()), max_size=8),
    st.integers(0, 25),
)
def test_no_allowed_set_is_worth_more(rows: list[tuple[int, int, bool]], budget: int) -> None:
    costs, gains = [row[0] for row in rows], [float(row[1]) for row in rows]
    pointing = {i for i, row in enumerate(rows) if row[2]}
    allowed = [
        picked
        for n in range(len(rows) + 1)
        for picked in combinations(range(len(rows)), n)
        if sum(costs[i] for i in picked) <= budget
        and all(gains[i] > 0 and (i not in pointing or i - 1 in picked) for i in picked)
    ]
    found = best_set(costs, gains, pointing, budget)
    assert tuple(found) in allowed
    assert worth(found, gains) == pytest.approx(max(worth(p, gains) for p in allowed))


def test_between_equals_the_earlier_wins() -> None:
    assert best_set([3, 3], [1.0, 1.0], (), 3) == [0]
