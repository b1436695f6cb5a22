from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.characters import (
    as_unicode,
    content_characters,
    fold_width,
    is_han,
    is_unicode,
    without_controls,
)


@given(st.text(max_size=100))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold_width(text)) == len(text)


def test_content_characters_drop_punctuation_and_fold_width() -> None:
    assert content_characters("ＡB，（１2）社区。") == "ab12社区"


@given(st.text(max_size=100))
def test_halves_of_characters_are_told_and_replaced(text: str) -> None:
    torn = f"{text}\ud83d"
    assert not is_unicode(torn)
    assert is_unicode(as_unicode(torn))
    assert len(as_unicode(torn)) == len(torn)


@pytest.mark.parametrize(
    ("character", "han"), [("渡", True), ("𠮷", True), ("か", False), ("，", False)]
)
def test_rare_characters_are_chinese_too(character: str, han: bool) -> None:
    assert is_han(character) is han


def test_a_name_holds_nothing_that_is_not_seen() -> None:
    assert without_controls("渡口\u202e.\ttxt\u2028\ud83d 一", "_") == "渡口_._txt__ 一"
