from __future__ import annotations

import numpy as np

from training.release.as_served import Judged, fit_as_served

MAX_RISK = 0.06
N = 300


def judged(seed: int, boldness: float) -> Judged:
    """Two topics, of which the likelier is right as often as it says, or less often."""
    random = np.random.default_rng(seed)
    margins = random.uniform(0, 6, N)
    right = random.uniform(size=N) < 1 / (1 + np.exp(-margins / boldness))
    logits = np.stack([margins / 2, -margins / 2], axis=1)
    return Judged(logits, np.where(right, 0, 1), [["a", "b"] * (N // 2)])


def wrong_as_served(printed: Judged, has_headline: np.ndarray, *thresholds: float) -> float:
    sure = printed.logits[:, 0] * 2 >= np.where(has_headline, *thresholds)
    return float((printed.true[sure] == 1).mean())


def test_two_thresholds_hold_together_in_each_file() -> None:
    # Those with a headline are wrong more often than all taken together.
    printed, without = judged(1, 1), judged(2, 1)
    has_headline = np.arange(N) % 3 == 0
    printed.true[has_headline] = judged(3, 1.2).true[has_headline]
    fitted = fit_as_served(printed, without, has_headline.tolist(), MAX_RISK)
    margins = [
        fit.temperature * np.log(fit.served.threshold / (1 - fit.served.threshold))
        for fit in fitted
    ]
    for file in (0, 1):
        inside = np.arange(N) % 2 == file
        part = Judged(printed.logits[inside], printed.true[inside], ())
        assert wrong_as_served(part, has_headline[inside], *margins) <= MAX_RISK + 1e-9


def test_thresholds_that_hold_already_are_those_of_the_risk_itself() -> None:
    printed, without = judged(4, 0.8), judged(5, 0.8)
    fitted = fit_as_served(printed, without, [True] * N, MAX_RISK)
    assert [fit.served for fit in fitted] == [
        printed.fit(MAX_RISK).served,
        without.fit(MAX_RISK).served,
    ]
