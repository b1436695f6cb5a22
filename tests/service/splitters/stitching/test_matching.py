"""Pairs that rival each other."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.splitters.stitching.matching import weigh_matchings


def _weigh_all(pairs: list[tuple[int, int]], odds: list[float]) -> tuple[list[float], float]:
    """The same by looking at each way to choose."""
    total, held = 0.0, [0.0] * len(pairs)
    for n in range(len(pairs) + 1):
        for chosen in combinations(range(len(pairs)), n):
            firsts, seconds = ({pairs[k][side] for k in chosen} for side in (0, 1))
            if len(firsts) == len(seconds) == n:
                weight = float(np.exp(sum(odds[k] for k in chosen)))
                total += weight
                for k in chosen:
                    held[k] += weight
    return [weight / total for weight in held], float(np.log(total))


def test_a_pair_without_rivals_is_as_likely_as_its_odds() -> None:
    matching = weigh_matchings([(0, 1), (2, 3)], np.array([0.0, np.log(3)]))
    assert matching.probabilities == pytest.approx([0.5, 0.75])
    assert matching.log_weight == pytest.approx(np.log(2 * 4))


@given(st.lists(st.floats(-8, 8), min_size=1, max_size=5))
def test_rivals_for_one_end_share_what_is_likely(odds: list[float]) -> None:
    pairs = [(0, piece) for piece in range(len(odds))]
    probabilities, log_weight = _weigh_all(pairs, odds)
    matching = weigh_matchings(pairs, np.array(odds))
    assert matching.probabilities == pytest.approx(probabilities, abs=1e-6)
    assert matching.log_weight == pytest.approx(log_weight, abs=1e-6)


# The stronger the rivals, the further off: 0.09 at worst here, 0.16 with log-odds up to 3.
@given(st.lists(st.floats(-2, 2), min_size=4, max_size=4))
def test_circles_of_rivals_are_weighed_nearly_right(odds: list[float]) -> None:
    pairs = [(0, 0), (0, 1), (1, 0), (1, 1)]
    probabilities, log_weight = _weigh_all(pairs, odds)
    matching = weigh_matchings(pairs, np.array(odds))
    assert matching.probabilities == pytest.approx(probabilities, abs=0.12)
    assert matching.log_weight == pytest.approx(log_weight, abs=0.3)


def test_a_sure_pair_leaves_the_other_ends_to_each_other() -> None:
    pairs = [(0, 0), (0, 1), (1, 0), (1, 1)]
    even, beside_sure = (
        weigh_matchings(pairs, np.array([odds, 0.0, 0.0, 0.0])).probabilities for odds in (0, 12)
    )
    assert beside_sure[0] > 0.99
    assert beside_sure[3] == pytest.approx(0.5, abs=0.01)
    assert beside_sure[3] > even[3]
