from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from training.metrics.calibration import (
    apply_temperature,
    cross_fit_temperature,
    deal_folds,
    fit_certainty,
    fit_temperature,
    fit_temperature_for_groups,
)
from training.metrics.confidence import expected_calibration_error, log_loss


@pytest.fixture(scope="module")
def overconfident() -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Logits three times as bold as the labels drawn from them deserve."""
    rng = np.random.default_rng(5)
    honest = rng.normal(size=(2000, 4)) * 1.5
    probs = apply_temperature(honest, 1)
    labels = np.array([rng.choice(4, p=row) for row in probs])
    return honest * 3, labels


def test_finds_the_temperature_that_was_put_in(
    overconfident: tuple[NDArray[np.float64], NDArray[np.intp]],
) -> None:
    assert fit_temperature(*overconfident) == pytest.approx(3, rel=0.1)


def test_a_temperature_for_groups_is_near_the_best_and_right_where_it_was_most_wrong(
    overconfident: tuple[NDArray[np.float64], NDArray[np.intp]],
) -> None:
    logits, labels = overconfident
    groups = np.where(np.arange(len(labels)) < 300, "few", "many")

    def judge(temperature: float) -> tuple[float, float]:
        probs = apply_temperature(logits, temperature)
        inside = [groups == name for name in ("few", "many")]
        errors = [expected_calibration_error(probs[some], labels[some]) for some in inside]
        return log_loss(probs, labels), max(errors)

    loss, error = judge(fit_temperature_for_groups(logits, labels, groups[None]))
    least_loss, its_error = judge(fit_temperature(logits, labels))
    assert loss <= least_loss + 0.001
    assert error <= its_error


def test_cross_fitting_lowers_the_loss_without_seeing_the_fold(
    overconfident: tuple[NDArray[np.float64], NDArray[np.intp]],
) -> None:
    logits, labels = overconfident
    probs = cross_fit_temperature(logits, labels)
    assert log_loss(probs, labels) < log_loss(apply_temperature(logits, 1), labels)
    assert (probs.argmax(axis=1) == logits.argmax(axis=1)).all()


def test_folds_keep_the_shares_of_the_classes() -> None:
    labels = np.array([0] * 50 + [1] * 10)
    folds = deal_folds(labels, 5, seed=1)
    assert [int(((folds == fold) & (labels == 1)).sum()) for fold in range(5)] == [2] * 5


def test_folds_must_fit_the_cases() -> None:
    with pytest.raises(ValueError, match="n_folds is 5"):
        cross_fit_temperature([[0.0, 1.0]] * 3, [0, 1, 0])


def test_threshold_holds_its_risk_for_the_probabilities_that_are_served(
    overconfident: tuple[NDArray[np.float64], NDArray[np.intp]],
) -> None:
    logits, labels = overconfident
    fitted = fit_certainty(logits, labels, max_risk=0.2)
    probs = apply_temperature(logits, fitted.temperature)
    sure = probs.max(axis=1) >= fitted.served.threshold
    assert fitted.served.n_sure == sure.sum()
    assert (probs.argmax(axis=1) != labels)[sure].mean() == fitted.served.risk
    assert fitted.served.risk <= 0.2
    assert fitted.cross_fitted.risk == pytest.approx(0.2, abs=0.05)
    assert fitted.cross_fitted.n_sure != fitted.served.n_sure
