"""Temperature and threshold: how bold probabilities may be, and from which on one is sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize_scalar
from scipy.special import softmax

from training.metrics.confidence import (
    RiskThreshold,
    SureShare,
    choose_threshold,
    count_sure,
    expected_calibration_error,
    log_loss,
)

_LOWEST, _HIGHEST = 0.05, 20.0
_TOLERANCE = 1e-9  # of the logarithm; six decimals of the temperature are kept
_N_FOLDS, _SEED = 5, 13
_FLAT = 0.001  # nats of log loss within which temperatures are told apart by what they miss
_NEARBY = np.exp(np.linspace(-0.15, 0.15, 121))  # factors on the temperature of least log loss


@dataclass(frozen=True, slots=True)
class FittedCertainty:
    """What was fitted on validation articles, and what of it is honest.

    Attributes:
        temperature: Fitted on all of them; see `fit_temperature_for_groups`.
        ece_cross_fitted: Calibration error, each fold calibrated by the others.
        served: The threshold, and what it does to these articles at that temperature.
        cross_fitted: The same for each fold with temperature and threshold of the others: what
            to expect of articles that nothing was fitted on.
        served_by_group: `served` for each group of the articles, at the one threshold.
        cross_fitted_by_group: `cross_fitted` likewise.
    """

    temperature: float
    ece_cross_fitted: float
    served: RiskThreshold
    cross_fitted: SureShare
    served_by_group: Mapping[str, SureShare]
    cross_fitted_by_group: Mapping[str, SureShare]


def fit_certainty(
    logits: ArrayLike, labels: ArrayLike, max_risk: float, groups: Sequence[Sequence[str]] = ()
) -> FittedCertainty:
    """Fit temperature and threshold, and judge both by 5-fold cross-fitting.

    Args:
        logits: Shape (n, k), of at least five cases not trained on.
        labels: True classes, shape (n,).
        max_risk: Greatest share of errors among the sure, in [0, 1]. It is kept in each group:
            what holds for all together could be broken in one and made up for in another.
        groups: Ways to part the cases, each of n names; none takes all as one group.

    Raises:
        ValueError: If there are fewer than five cases.
    """
    values, true = np.asarray(logits, np.float64), np.asarray(labels, np.intp)
    names = np.array(groups or [[""] * len(true)])
    temperature, threshold = _choose(values, true, names, max_risk)
    probs, sure = np.empty_like(values), np.empty(len(true), np.bool_)
    folds = deal_folds(true, _N_FOLDS, _SEED)
    for fold in range(_N_FOLDS):
        inside = folds == fold
        others = (values[~inside], true[~inside], names[:, ~inside])
        of_others, chosen = _choose(*others, max_risk)
        probs[inside] = apply_temperature(values[inside], of_others)
        sure[inside] = probs[inside].max(axis=1) >= chosen
    right = values.argmax(axis=1) == true
    served = apply_temperature(values, temperature).max(axis=1) >= threshold
    return FittedCertainty(
        temperature=temperature,
        ece_cross_fitted=expected_calibration_error(probs, true),
        served=RiskThreshold(**asdict(count_sure(served, right)), threshold=threshold),
        cross_fitted=count_sure(sure, right),
        served_by_group=_count_by_group(served, right, names),
        cross_fitted_by_group=_count_by_group(sure, right, names),
    )


def apply_temperature(logits: ArrayLike, temperature: float) -> NDArray[np.float64]:
    """Softmax of `logits / temperature`, shape (n, k); above 1 is more modest."""
    return np.asarray(softmax(np.asarray(logits, np.float64) / temperature, axis=1))


def fit_temperature(logits: ArrayLike, labels: ArrayLike) -> float:
    """Find the temperature of least log loss.

    Brent's bounded search over the logarithm; the log loss has one minimum in
    the inverse of the temperature, so the search cannot miss it.

    Args:
        logits: Shape (n, k), of cases not trained on.
        labels: True classes, shape (n,).

    Returns:
        The temperature, in [0.05, 20].

    References:
        Guo et al., On calibration of modern neural networks, 2017.
    """
    values, true = np.asarray(logits, np.float64), np.asarray(labels, np.intp)

    def loss(log_temperature: float) -> float:
        return log_loss(apply_temperature(values, np.exp(log_temperature)), true)

    bounds = np.log(_LOWEST), np.log(_HIGHEST)
    found = minimize_scalar(loss, bounds=bounds, method="bounded", options={"xatol": _TOLERANCE})
    return float(np.exp(found.x))


def fit_temperature_for_groups(
    logits: NDArray[np.float64], labels: NDArray[np.intp], groups: NDArray[np.str_]
) -> float:
    """Find a temperature that is right in each group, not just in their mean.

    Around its minimum the log loss is flat. Of the temperatures there, this is the one with the
    least calibration error in the group where it is greatest.

    Args:
        logits: Shape (n, k), of cases not trained on.
        labels: True classes, shape (n,).
        groups: Ways to part the cases, shape (k, n).
    """
    least = fit_temperature(logits, labels)
    limit = log_loss(apply_temperature(logits, least), labels) + _FLAT
    inside = [names == name for names in groups for name in np.unique(names)]

    def worst(temperature: float) -> tuple[float, float]:
        probs = apply_temperature(logits, temperature)
        if log_loss(probs, labels) > limit:
            return np.inf, abs(temperature - least)
        errors = [expected_calibration_error(probs[some], labels[some]) for some in inside]
        return max(errors), abs(temperature - least)

    return float(min(least * _NEARBY, key=worst))


def cross_fit_temperature(
    logits: ArrayLike, labels: ArrayLike, n_folds: int = _N_FOLDS, seed: int = _SEED
) -> NDArray[np.float64]:
    """Calibrate each fold with a temperature fitted on the others.

    So that figures of calibration on the validation set are honest though the
    shipped temperature is fitted on all of it. Folds keep the class shares.

    Args:
        logits: Shape (n, k), of cases not trained on.
        labels: True classes, shape (n,).
        n_folds: At least 2.
        seed: Of the shuffling before the folds are dealt.

    Returns:
        Calibrated probabilities in the order of the cases, shape (n, k).

    Raises:
        ValueError: If `n_folds` is below 2 or above the number of cases.
    """
    values, true = np.asarray(logits, np.float64), np.asarray(labels, np.intp)
    folds = deal_folds(true, n_folds, seed)
    probs = np.empty_like(values)
    for fold in range(n_folds):
        inside = folds == fold
        temperature = fit_temperature(values[~inside], true[~inside])
        probs[inside] = apply_temperature(values[inside], temperature)
    return probs


def deal_folds(labels: ArrayLike, n_folds: int, seed: int) -> NDArray[np.intp]:
    """Give each case a fold, shape (n,), class by class in turn after shuffling.

    Unlike `sklearn.model_selection.StratifiedKFold` it takes classes that have fewer cases than
    there are folds, as a desk's new topic may.

    Raises:
        ValueError: If `n_folds` is below 2 or above the number of cases.
    """
    true = np.asarray(labels, np.intp)
    if not 2 <= n_folds <= len(true):
        raise ValueError(f"n_folds is {n_folds}; it must be between 2 and the {len(true)} cases")
    shuffled = np.random.default_rng(seed).permutation(len(true))
    by_class = shuffled[np.argsort(true[shuffled], kind="stable")]
    folds = np.empty(len(true), np.intp)
    folds[by_class] = np.arange(len(true)) % n_folds
    return folds


def _choose(
    logits: NDArray[np.float64],
    labels: NDArray[np.intp],
    groups: NDArray[np.str_],
    max_risk: float,
) -> tuple[float, float]:
    """A temperature, and the threshold that holds in each group at that temperature."""
    temperature = fit_temperature_for_groups(logits, labels, groups)
    probs = apply_temperature(logits, temperature)
    found = choose_threshold(probs, labels, max_risk=max_risk, groups=groups)
    return temperature, found.threshold


def _count_by_group(
    sure: NDArray[np.bool_], right: NDArray[np.bool_], groups: NDArray[np.str_]
) -> dict[str, SureShare]:
    return {
        name: count_sure(sure[names == name], right[names == name])
        for names in groups
        for name in dict.fromkeys(names.tolist())
    }
