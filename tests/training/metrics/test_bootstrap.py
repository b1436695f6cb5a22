from __future__ import annotations

import numpy as np
import pytest

from training.metrics.bootstrap import compare_means, estimate_mean


def test_interval_holds_the_mean_and_repeats_with_the_seed() -> None:
    values = np.random.default_rng(1).random(200)
    first, again = estimate_mean(values), estimate_mean(values)
    assert first == again
    assert first.low < first.value < first.high
    assert first.value == pytest.approx(values.mean())


def test_the_interval_is_the_middle_of_the_draws() -> None:
    values = np.random.default_rng(1).random(40)
    draws = np.random.default_rng(13).integers(0, 40, (1000, 40))
    low, high = np.percentile(values[draws].mean(axis=1), [2.5, 97.5])
    found = estimate_mean(values)
    assert found.low == pytest.approx(low)
    assert found.high == pytest.approx(high)


def test_one_case_is_all_that_can_be_drawn() -> None:
    found = estimate_mean([0.25])
    assert (found.low, found.value, found.high) == (0.25, 0.25, 0.25)
    assert compare_means([0.5], [0.25]).p_not_higher == 0


def test_paired_comparison_sees_a_small_steady_gain() -> None:
    base = np.random.default_rng(1).random(100)
    difference = compare_means(base + 0.01, base)
    assert difference.low > 0
    assert difference.value == pytest.approx(0.01)
    assert difference.p_not_higher == 0


def test_equal_systems_are_not_told_apart() -> None:
    base = [0.1, 0.9, 0.5]
    assert compare_means(base, base).low <= 0


def test_comparison_wants_the_same_cases() -> None:
    with pytest.raises(ValueError, match="got 2 and 1"):
        compare_means([0.1, 0.2], [0.1])


def test_no_case_has_no_interval() -> None:
    with pytest.raises(ValueError, match="at least 1 case"):
        estimate_mean([])
