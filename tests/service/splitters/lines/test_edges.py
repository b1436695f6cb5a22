from __future__ import annotations

import pytest

from service.splitters.lines.edges import closes_bracket, ends_sentence, printed_width


@pytest.mark.parametrize(
    "text",
    ["通车。", "“通车。”", "通车！", "通车……", "如下：", "通车。(苏禾)", "(苏禾)", "通车？”"],
)
def test_sees_where_a_sentence_ends(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["通车，", "打通“最后一公里”", "计划(草案)", "通车", "通车、"])
def test_sees_where_it_does_not(text: str) -> None:
    assert not ends_sentence(text)


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
