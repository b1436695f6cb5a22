"""Intervals by resampling: how far a figure would move on other articles of the kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

Statistic: TypeAlias = Callable[[NDArray[np.intp]], float]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % bootstrap interval over `n` cases."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Difference:
    """First minus second on the same cases, with its 95 % interval.

    Attributes:
        value: Positive where the first is higher.
        low: Lower end of the interval.
        high: Upper end.
        p_not_higher: Share of the resamples in which the first is not higher.
    """

    value: float
    low: float
    high: float
    p_not_higher: float


def estimate(statistic: Statistic, n: int, *, n_resamples: int = 1000, seed: int = 13) -> Estimate:
    """Estimate a figure and its interval by drawing cases with replacement.

    Args:
        statistic: Takes indices of cases, shape (n,), and gives the figure.
        n: Number of cases, at least 1.
        n_resamples: Number of draws.
        seed: Of the draws; same seed, same interval.

    Raises:
        ValueError: If `n` is below 1.
    """
    resampled = _resample(statistic, n, n_resamples, seed)
    return Estimate(statistic(np.arange(n)), resampled.low, resampled.high, n)


def estimate_mean(values: ArrayLike, *, n_resamples: int = 1000, seed: int = 13) -> Estimate:
    """Mean of one value per case, shape (n,), with its interval."""
    cases = _one_per_case(values)
    return estimate(
        lambda drawn: float(cases[drawn].mean()), len(cases), n_resamples=n_resamples, seed=seed
    )


def compare(
    first: Statistic, second: Statistic, n: int, *, n_resamples: int = 1000, seed: int = 13
) -> Difference:
    """Paired bootstrap: the same draw of cases judges both.

    Args:
        first: Figure of the first system on the cases drawn.
        second: Figure of the second system on the same cases.
        n: Number of cases, at least 1.
        n_resamples: Number of draws.
        seed: Of the draws.

    Raises:
        ValueError: If `n` is below 1.
    """

    def gain(drawn: NDArray[np.intp]) -> float:
        return first(drawn) - second(drawn)

    resampled = _resample(gain, n, n_resamples, seed)
    p_not_higher = float((resampled.values <= 0).mean())
    return Difference(gain(np.arange(n)), resampled.low, resampled.high, p_not_higher)


def compare_means(
    first: Sequence[float] | NDArray[np.float64],
    second: Sequence[float] | NDArray[np.float64],
    *,
    n_resamples: int = 1000,
    seed: int = 13,
) -> Difference:
    """Paired bootstrap of two means; one value per case each, shape (n,).

    Raises:
        ValueError: If the two are not of one length, or empty.
    """
    gains = _one_per_case(first), _one_per_case(second)
    if len(gains[0]) != len(gains[1]):
        raise ValueError(
            f"a paired comparison needs one value per case from both; got {len(gains[0])} "
            f"and {len(gains[1])}"
        )
    return compare(
        lambda drawn: float(gains[0][drawn].mean()),
        lambda drawn: float(gains[1][drawn].mean()),
        len(gains[0]),
        n_resamples=n_resamples,
        seed=seed,
    )


def _one_per_case(values: ArrayLike) -> NDArray[np.float64]:
    cases = np.asarray(values, np.float64)
    if cases.ndim != 1:
        raise ValueError(f"one value per case is needed, shape (n,); got shape {cases.shape}")
    return cases


@dataclass(frozen=True, slots=True)
class _Resampled:
    """A figure on each draw of cases, shape (n_resamples,), and the middle 95 % of them."""

    values: NDArray[np.float64]
    low: float
    high: float


def _resample(statistic: Statistic, n: int, n_resamples: int, seed: int) -> _Resampled:
    if n < 1:
        raise ValueError(f"an interval needs at least 1 case; got {n}")
    if n == 1:  # scipy refuses what can only be drawn in one way
        value = statistic(np.zeros(1, np.intp))
        return _Resampled(np.full(n_resamples, value), value, value)
    found = stats.bootstrap(
        (np.arange(n),),
        statistic,
        n_resamples=n_resamples,
        vectorized=False,
        method="percentile",
        rng=np.random.default_rng(seed),
    )
    low, high = found.confidence_interval
    return _Resampled(found.bootstrap_distribution, float(low), float(high))
