from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.datamodels import Issue
from service.splitters import ArticleSplitter
from service.splitters.lines import line as line_module
from service.splitters.lines.line import find_unseen, read_lines


@given(st.text(max_size=200))
def test_lines_hold_each_visible_character_once(text: str) -> None:
    lines = read_lines(text)
    spans = sorted([*((line.start, line.end) for line in lines), *find_unseen(text)])
    held = [place for start, end in spans for place in range(start, end)]
    assert held == sorted(set(held))
    assert set(held) >= {place for place, c in enumerate(text) if not c.isspace()}
    for line in lines:
        assert line.printed == text[line.start : line.end] == line.printed.strip()
        assert line.text == line.text.strip() != ""
        assert len(line.text.splitlines()) == 1


def test_counts_blank_lines_and_pages() -> None:
    lines = read_lines("甲\n\n乙\r\n丙\n\f\n丁\r\n\r\n\r\n戊")
    assert [line.n_blank for line in lines] == [0, 1, 0, 2, 2]
    assert [line.starts_page for line in lines] == [True, False, False, True, False]


def test_a_line_knows_its_signposts_byline_and_kind() -> None:
    (line,) = read_lines("(上接第一版)结果当面回复。（记者 闻立诚）(下转第三版)")
    assert [marker.page for marker in line.markers] == ["1", "3"]
    assert line.bare == "结果当面回复。（记者 闻立诚）"
    assert line.byline is not None
    assert line.byline.names == "闻立诚"
    assert not line.is_furniture
    assert read_lines("第3版")[0].is_furniture


def test_a_line_is_matched_in_folded_form_and_kept_as_printed() -> None:
    text = "\ufeff云川\u200b晚报\u200b\n\u200b\n\u200b\u2f34場﹙下转\u2060第３版﹚"
    first, second = read_lines(text)
    assert (first.text, first.printed) == ("云川晚报", "\ufeff云川\u200b晚报\u200b")
    assert (second.text, second.bare, second.n_blank) == ("广场（下转第3版）", "广场", 1)
    assert find_unseen(text) == ((8, 9),)


def test_a_page_is_read_line_by_line_once(monkeypatch: pytest.MonkeyPatch) -> None:
    splitter = ArticleSplitter()
    counts = Counter[str]()
    for reading in ("find_markers", "find_byline", "parse_author", "is_furniture"):
        original = getattr(line_module, reading)

        def counted(
            text: str, *, name: str = reading, read: Callable[[str], object] = original
        ) -> object:
            counts[name] += 1
            return read(text)

        monkeypatch.setattr(line_module, reading, counted)
    text = "\n\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted(Path("examples").glob("yunchuan_0[13]*.txt"))
    )
    splitter.split(Issue("examples", text))
    n = len(read_lines(text))
    assert n > 20
    assert counts["find_markers"] == n
    assert max(counts.values()) == n


def test_the_end_is_no_text() -> None:
    assert read_lines("渡口换了新船。（完）")[0].bare == "渡口换了新船。"
    assert read_lines("他画了一半（未完）")[0].bare == "他画了一半（未完）"


@pytest.mark.parametrize(
    ("text", "is_row"),
    [
        ("快乐8第2025302期　3 9 12 18", True),
        ("柳堤街道 多云 6℃～13℃ 东北风3级", True),
        ("望月桥 6月通车", False),
        ("第十六届 柳城 花灯会 开幕", False),
    ],
)
def test_knows_a_row_of_a_table(text: str, *, is_row: bool) -> None:
    assert read_lines(text)[0].is_row is is_row
