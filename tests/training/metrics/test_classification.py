from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import f1_score

from training.metrics.classification import macro_f1, score_classes


def test_scores_are_those_counted_by_hand() -> None:
    scores = score_classes([0, 0, 1, 1], [0, 1, 1, 1], 2)
    assert scores.accuracy == 0.75
    assert scores.confusion == ((1, 1), (0, 2))
    assert (scores.classes[0].precision, scores.classes[0].recall) == (1, 0.5)
    assert scores.classes[1].f1 == pytest.approx(0.8)
    assert scores.macro_f1 == pytest.approx((2 / 3 + 0.8) / 2)


def test_the_mean_is_that_of_the_library() -> None:
    rng = np.random.default_rng(1)
    for n_cases in (1, 3, 40):
        labels, predictions = rng.integers(0, 6, (2, n_cases))
        expected = f1_score(labels, predictions, average="macro", zero_division=0)
        assert macro_f1(labels, predictions, 6) == pytest.approx(expected)


def test_a_class_that_never_occurs_does_not_lower_the_mean() -> None:
    assert macro_f1([0, 1], [0, 1], 3) == 1


def test_secondary_label_counts_as_right() -> None:
    scores = score_classes([0, 1, 1], [1, 0, 1], 2, secondary=[1, None, None])
    assert scores.accuracy == pytest.approx(1 / 3)
    assert scores.accuracy_with_secondary == pytest.approx(2 / 3)


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match=r"\(2,\) and \(1,\)"):
        score_classes([0, 1], [0], 2)
