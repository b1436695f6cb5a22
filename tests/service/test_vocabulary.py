"""One table of wordings holds every word of the contract, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import pytest

from service.datamodels import Flag, Kind, LeftOutReason, SummaryNote
from service.vocabulary import FLAGS, KINDS, NOTES, REASONS, Word


@pytest.mark.parametrize(
    ("table", "words"),
    [(KINDS, Kind), (FLAGS, Flag), (REASONS, LeftOutReason), (NOTES, SummaryNote)],
    ids=["kinds", "flags", "reasons", "notes"],
)
def test_each_word_has_both_languages(table: Mapping[str, Word], words: Any) -> None:
    assert tuple(table) == get_args(words)
    for word in table.values():
        assert word.in_language("zh") == word.zh != ""
        assert word.in_language("en") == word.en != ""
        assert word.en.isascii()
        assert not word.zh.isascii()
