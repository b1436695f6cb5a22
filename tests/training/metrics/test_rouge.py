from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.metrics.rouge import longest_common_subsequence, rouge


def test_equal_texts_score_one_whatever_the_punctuation() -> None:
    scores = rouge("云川市,今天开会。", "云川市今天 开会！")
    assert (scores.rouge_1, scores.rouge_2, scores.rouge_l) == (1, 1, 1)


def test_empty_texts_score_nothing() -> None:
    scores = rouge("", "。")
    assert (scores.rouge_1, scores.rouge_2, scores.rouge_l) == (0, 0, 0)


def test_scores_are_those_counted_by_hand() -> None:
    scores = rouge("甲乙丙", "甲丙丁戊")
    assert scores.rouge_1 == pytest.approx(2 * 2 / 7)
    assert scores.rouge_2 == 0
    assert scores.rouge_l == pytest.approx(2 * 2 / 7)


def test_repeated_characters_count_as_often_as_the_reference_has_them() -> None:
    assert rouge("甲甲甲", "甲").rouge_1 == pytest.approx(2 * 1 / 4)


@given(st.text("甲乙丙丁", max_size=30), st.text("甲乙丙丁", max_size=30))
def test_bit_parallel_length_equals_the_textbook_table(first: str, second: str) -> None:
    row = [0] * (len(second) + 1)
    for a in first:
        diagonal = 0
        for place, b in enumerate(second, 1):
            diagonal, row[place] = (
                row[place],
                diagonal + 1 if a == b else max(row[place], row[place - 1]),
            )
    assert longest_common_subsequence(first, second) == row[-1]
