from __future__ import annotations

import numpy as np
import pytest

from training.metrics.confidence import (
    accuracy_at_coverage,
    binomial_interval,
    brier_score,
    choose_threshold,
    count_sure,
    expected_calibration_error,
    log_loss,
    reliability,
    risk_coverage,
)

PROBS = np.array([[0.95, 0.05], [0.85, 0.15], [0.3, 0.7], [0.55, 0.45]])
LABELS = [0, 0, 0, 0]


def test_calibration_error_is_the_weighted_gap_of_the_bins() -> None:
    assert expected_calibration_error(PROBS, LABELS) == pytest.approx(
        (0.05 + 0.15 + 0.7 + 0.45) / 4
    )


def test_certainty_falls_into_the_last_bin() -> None:
    assert reliability([[1.0, 0.0]], [0])[-1].n == 1


def test_perfect_probabilities_lose_nothing() -> None:
    assert brier_score([[1.0, 0.0]], [0]) == 0
    assert log_loss([[1.0, 0.0]], [0]) == 0
    assert brier_score([[0.0, 1.0]], [0]) == 2


def test_the_surest_come_first() -> None:
    assert accuracy_at_coverage(PROBS, LABELS, 0.5) == 1
    assert accuracy_at_coverage(PROBS, LABELS, 0.75) == pytest.approx(2 / 3)
    assert [p.coverage for p in risk_coverage(PROBS, LABELS)] == [0.25, 0.5, 0.75, 1]


def test_equal_probabilities_are_not_parted() -> None:
    points = risk_coverage([[0.9, 0.1], [0.9, 0.1]], [0, 1])
    assert [(p.coverage, p.accuracy) for p in points] == [(1, 0.5)]


def test_threshold_covers_as_much_as_the_risk_allows() -> None:
    assert choose_threshold(PROBS, LABELS, max_risk=0.03).threshold == 0.85
    all_sure = choose_threshold(PROBS, LABELS, max_risk=0.25)
    assert (all_sure.threshold, all_sure.coverage, all_sure.risk) == (0.55, 1, 0.25)


def test_a_threshold_holds_in_every_group_of_every_way_to_part_the_cases() -> None:
    probs = [[p, 1 - p] for p in (0.99, 0.95, 0.9, 0.85, 0.8, 0.75)]
    labels = [0, 0, 0, 1, 0, 0]
    files, printed = list("aaabbb"), list("xyxyxy")

    def chosen(*ways: list[str]) -> float:
        return choose_threshold(probs, labels, max_risk=0.34, groups=ways).threshold

    assert chosen(["all"] * 6) == 0.75
    assert chosen(files) == 0.75
    assert chosen(printed) == 0.75
    assert choose_threshold(probs, labels, max_risk=0.3, groups=files).threshold == 0.9
    assert (
        choose_threshold(probs, labels, max_risk=0.3, groups=[["all"] * 6, files]).threshold == 0.9
    )


def test_hopeless_probabilities_leave_nothing_sure() -> None:
    chosen = choose_threshold([[0.9, 0.1]], [1])
    assert (chosen.n_sure, chosen.risk_low, chosen.risk_high) == (0, 0, 1)


def test_verdicts_are_counted() -> None:
    found = count_sure([True, True, False, True], [True, False, False, True])
    assert (found.n_sure, found.coverage, found.risk) == (3, 0.75, 1 / 3)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(0, 10, 0, 0.3085), (5, 10, 0.1871, 0.8129), (10, 10, 0.6915, 1), (90, 3000, 0.0242, 0.0367)],
)
def test_interval_of_a_share_is_exact(hits: int, n: int, low: float, high: float) -> None:
    assert binomial_interval(hits, n) == pytest.approx((low, high), abs=1e-4)


def test_shapes_must_agree() -> None:
    with pytest.raises(ValueError, match="3 labels"):
        log_loss(PROBS, [0, 0, 0])
