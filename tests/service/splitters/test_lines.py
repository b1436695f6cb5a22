from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.splitters.lines import ends_sentence, read_lines


@given(st.text(max_size=200))
def test_lines_hold_each_visible_character_once(text: str) -> None:
    lines = read_lines(text)
    assert "".join(text[line.start : line.end] for line in lines).split() == text.split() or (
        "".join("".join(line.text for line in lines).split()) == "".join(text.split())
    )
    for line in lines:
        assert line.text == text[line.start : line.end] == line.text.strip()
        assert len(line.text.splitlines()) == 1


def test_counts_blank_lines_and_pages() -> None:
    lines = read_lines("甲\n\n乙\r\n丙\n\f\n丁\r\n\r\n\r\n戊")
    assert [line.n_blank for line in lines] == [0, 1, 0, 2, 2]
    assert [line.starts_page for line in lines] == [True, False, False, True, False]


@pytest.mark.parametrize(
    "text",
    ["通车。", "“通车。”", "通车！", "通车……", "如下：", "通车。(苏禾)", "(苏禾)", "通车？”"],
)
def test_sees_where_a_sentence_ends(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["通车，", "打通“最后一公里”", "计划(草案)", "通车", "通车、"])
def test_sees_where_it_does_not(text: str) -> None:
    assert not ends_sentence(text)
