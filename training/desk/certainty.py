"""How sure to be, where few articles tell: between what they say and what shipped."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from service.artifacts import Certainty, InferenceRecord
from training.metrics.calibration import apply_temperature
from training.metrics.confidence import choose_threshold, log_loss

# So many articles weigh as much as what shipped does.
_AS_MANY = 200
_SPREAD = 0.2  # of the logarithm of a temperature from one paper to another
_BOUNDS = (np.log(0.3), np.log(4.0))
_CLOSEST = 1e-4  # to 0 and 1, of a threshold on the scale of log-odds


def shrink_certainty(
    logits: NDArray[np.float64],
    labels: NDArray[np.intp],
    shipped: Certainty,
    max_risk: float,
) -> Certainty:
    """A temperature and a threshold for articles of which few are known.

    The temperature is the likeliest where its logarithm lies around that of the shipped one.
    The threshold lies between that of these articles and the shipped one, on the scale of
    log-odds, by how many there are; where they are enough to tell, it is never below the one
    that holds the risk on them.

    Args:
        logits: Calibrated by the shipped temperature, of articles not fitted to, shape (n, k).
        labels: True classes, shape (n,); n may be 0.
        shipped: What the model came with.
        max_risk: Greatest share of errors among the sure, in [0, 1].
    """
    if not len(labels):
        return shipped
    factor = _likeliest_factor(logits, labels)
    probs = apply_temperature(logits, factor)
    found = choose_threshold(probs, labels, max_risk=max_risk).threshold
    share = len(labels) / (len(labels) + _AS_MANY)
    between = share * _log_odds(found) + (1 - share) * _log_odds(shipped.threshold)
    threshold = float(1 / (1 + np.exp(-between)))
    if (probs.max(axis=1) >= found).sum() * max_risk >= 1:  # else an error more is chance
        threshold = max(threshold, found)
    return Certainty(temperature=shipped.temperature * factor, threshold=min(threshold, 1.0))


def _likeliest_factor(logits: NDArray[np.float64], labels: NDArray[np.intp]) -> float:
    def loss(log_factor: float) -> float:
        fit = len(labels) * log_loss(apply_temperature(logits, np.exp(log_factor)), labels)
        return fit + (log_factor / _SPREAD) ** 2 / 2

    found = minimize_scalar(loss, bounds=_BOUNDS, method="bounded")
    return float(np.exp(found.x))


def _log_odds(probability: float) -> float:
    clipped = float(np.clip(probability, _CLOSEST, 1 - _CLOSEST))
    return float(np.log(clipped / (1 - clipped)))


def shipped_certainty(record: InferenceRecord) -> dict[str, Certainty]:
    """What a model came with: for whole articles, without headline, and headlines alone."""
    whole = Certainty(temperature=record.temperature, threshold=record.threshold)
    return {
        "whole": whole,
        "without_headline": record.without_headline or whole,
        "headlines_alone": record.headlines_alone or whole,
    }
