"""Thresholds for articles with and without a headline that hold together, as they are served."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.metrics.calibration import FittedCertainty, apply_temperature, fit_certainty
from training.metrics.confidence import count_sure

_STEP = 0.0025  # of the risk, from one try to the next


@dataclass(frozen=True, slots=True)
class Judged:
    """Articles that a model judged.

    Attributes:
        logits: Uncalibrated, shape (n, k).
        true: Their topics, shape (n,).
        ways: Ways to part them, each of n names; see `fit_certainty`. The first is by file.
    """

    logits: NDArray[np.float64]
    true: NDArray[np.intp]
    ways: Sequence[Sequence[str]]

    def fit(self, max_risk: float) -> FittedCertainty:
        """Temperature and threshold that hold the risk in each part of each way."""
        return fit_certainty(self.logits, self.true, max_risk, groups=self.ways)


def fit_as_served(
    printed: Judged, without_headline: Judged, has_headline: Sequence[bool], max_risk: float
) -> tuple[FittedCertainty, FittedCertainty]:
    """Fit both so that each holds by itself, and both together in each file.

    An article is served by the one or the other as it has a headline or not. Two thresholds that
    each hold among all articles need not hold among those they serve: where they do not, both
    are fitted to a lower risk.

    Args:
        printed: Articles as they were printed.
        without_headline: The same articles, each without its headline.
        has_headline: Which of them were printed with one.
        max_risk: Greatest share of errors among the sure, in [0, 1].
    """
    for risk in np.arange(max_risk, 0, -_STEP):
        fitted = printed.fit(risk), without_headline.fit(risk)
        if _risk_as_served(printed, has_headline, *fitted) <= max_risk:
            break
    return fitted


def _risk_as_served(
    printed: Judged, has_headline: Sequence[bool], whole: FittedCertainty, without: FittedCertainty
) -> float:
    """Share of errors among the sure in the file where it is greatest."""
    sure = np.where(
        has_headline,
        apply_temperature(printed.logits, whole.temperature).max(axis=1) >= whole.served.threshold,
        apply_temperature(printed.logits, without.temperature).max(axis=1)
        >= without.served.threshold,
    )
    right, files = printed.logits.argmax(axis=1) == printed.true, np.array(printed.ways[0])
    inside = [files == file for file in np.unique(files)]
    return max(count_sure(sure[some], right[some]).risk for some in inside)
