from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.splitters.lines.line import (
    closes_bracket,
    column_width,
    ends_sentence,
    printed_width,
    read_lines,
)


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


def _set(text: str, width: int) -> str:
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


def test_knows_the_width_of_columns_whose_lines_stand_as_they_were_set() -> None:
    text = "望月桥建成三十二年去年秋天检测时发现两个桥墩有裂缝施工队换掉了全部支座" * 4
    assert column_width(read_lines(f"望月桥通车\n{_set(text, 13)}")) == 26
    assert column_width(read_lines(f"望月桥通车\n{text}\n{text[:80]}\n{text[:90]}")) is None
    assert column_width(()) is None


def test_half_width_characters_are_half_as_wide() -> None:
    assert printed_width("3月15日") == 7


@pytest.mark.parametrize(
    ("above", "line", "closes"),
    [
        ("桥上加装了护栏。（苏禾、白一", "鸣）", True),
        ("桥上加装了护栏。(苏禾、白一", "鸣) 封闭期间", True),
        ("桥上加装了护栏。（苏禾）", "鸣）", False),
        ("桥上加装了护栏（", "（见图）", False),
        ("桥上加装了护栏（见", "图", False),
    ],
)
def test_sees_what_closes_a_bracket(above: str, line: str, closes: bool) -> None:
    assert closes_bracket(above, line) is closes
