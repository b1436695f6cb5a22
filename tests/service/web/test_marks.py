from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.datamodels import Span
from service.web.marks import Mark, marked_paragraphs
from tests.service.web.reading import visible_text

TEXT = "甲乙丙丁。戊己庚辛。\n壬癸。"


def mark(css_class: str, *spans: tuple[int, int]) -> Mark:
    return Mark(css_class, css_class, tuple(Span(*span) for span in spans))


def test_each_line_is_a_paragraph() -> None:
    assert marked_paragraphs("甲\n\n乙", ()) == '<p dir="auto">甲</p><p dir="auto">乙</p>'


def test_blank_text_gives_nothing() -> None:
    assert marked_paragraphs(" \n ", ()) == ""


def test_a_stretch_under_two_marks_carries_both() -> None:
    html = marked_paragraphs(TEXT, (mark("s", (0, 5)), mark("e", (2, 10))))
    assert '<mark class="s" title="s">甲乙</mark>' in html
    assert '<mark class="s e" title="s · e">丙丁。</mark>' in html
    assert '<mark class="e" title="e">戊己庚辛。</mark>' in html


def test_a_mark_goes_on_in_the_next_paragraph() -> None:
    html = marked_paragraphs(TEXT, (mark("s", (5, 14)),))
    assert html.count('<mark class="s"') == 2
    assert html.endswith('<mark class="s" title="s">壬癸。</mark></p>')


def test_everything_is_escaped() -> None:
    html = marked_paragraphs("<b>&\"'", (mark("s", (1, 4)),))
    assert html == ('<p dir="auto">&lt;<mark class="s" title="s">b&gt;&amp;</mark>&quot;&#x27;</p>')


@given(
    st.text("甲乙<&\n ", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)))
)
def test_marks_never_change_what_is_read(text: str, spans: list[tuple[int, int]]) -> None:
    marked = marked_paragraphs(text, (mark("s", *spans), mark("e", *spans[::2])))
    assert visible_text(marked) == "".join(line for line in text.split("\n") if line.strip())


def test_a_subhead_has_a_class_of_its_own() -> None:
    html = marked_paragraphs("桥面换新\n施工队换掉了全部支座，重新铺了桥面。", ())
    assert html.startswith('<p dir="auto" class="bz-subhead">桥面换新</p><p dir="auto">施工队')
