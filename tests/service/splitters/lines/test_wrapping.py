from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from service.splitters.lines.line import read_lines
from service.splitters.lines.wrapping import join_wrapped
from service.splitters.roles.line_scorer import LineScorer

_PARAGRAPHS = (
    "云川晚报讯（记者 林夏）昨天上午，城东水厂的第二条输水管道建成通水，沿线三个街道的二万三千户居民用上了水库水。水厂负责人说，新管道比旧管道粗了一倍。",  # noqa: E501, one paragraph
    "这条管道全长11.6公里，穿过两条河和一条铁路，施工用了四百一十天。为了不影响交通，工人多在夜里作业，最难的一段只有六十米，却挖了整整一个月。",
    "水厂提醒，通水头几天水龙头里可能有少量气泡和黄水，放几分钟就会变清，不影响使用。如果三天后仍不正常，可拨打热线报修。",
)


def _never_torn(texts: Sequence[str]) -> NDArray[np.float32]:
    return np.zeros(len(texts), dtype=np.float32)


def _read(page: str) -> list[str]:
    torn = LineScorer.from_pretrained().characters.beginnings.torn
    return [line.text for line in join_wrapped(read_lines(page), torn)]


def _wrap(text: str, width: int, indent: str = "") -> str:
    return "\n".join(textwrap.wrap(indent + text, width, drop_whitespace=False))


@pytest.mark.parametrize("width", [15, 17, 21, 26, 33])
@pytest.mark.parametrize(("indent", "between"), [("　　", "\n"), ("", "\n\n"), ("　　", "\n\n")])
def test_joins_paragraphs_cut_at_any_width(width: int, indent: str, between: str) -> None:
    page = between.join(_wrap(text, width, indent) for text in _PARAGRAPHS)
    assert _read(f"新水管通到城东\n{page}") == ["新水管通到城东", *_PARAGRAPHS]


def test_a_headline_as_wide_as_the_page_stays_apart_from_the_text() -> None:
    headline = "城东水厂第二条管道昨天通水两万户"
    body = "\n".join(_wrap(text, len(headline), "　　") for text in _PARAGRAPHS)
    assert _read(f"{headline}\n{body}")[0] == headline


@pytest.mark.parametrize("opening", ["3月18日傍晚，", "昨天，", "记者从水务局获悉，"])
def test_a_headline_as_wide_as_a_page_of_flush_text_stays_apart_from_news(opening: str) -> None:
    headline = "城东水厂第二条管道昨天通水两万户"
    texts = (opening + _PARAGRAPHS[0], *_PARAGRAPHS[1:])
    body = "\n".join(_wrap(text, len(headline)) for text in texts)
    assert _read(f"云川日报 2026年3月19日\n{headline}\n{body}")[1] == headline


def test_a_headline_cut_at_the_edge_is_one_line() -> None:
    headline = "城东水厂第二条输水管道昨天建成通水沿线居民不再半夜接水"
    body = "\n".join(_wrap(text, 20, "　　") for text in _PARAGRAPHS)
    assert _read(f"{_wrap(headline, 20)}\n{body}")[0] == headline


@pytest.mark.parametrize("short_by", [1, 2, 3])
def test_headlines_a_little_narrower_than_the_page_stay_apart(short_by: int) -> None:
    headlines = (
        "新水管昨天通到城东二万户受益",
        "穿河过铁路夜里施工四百天完成",
        "头几天水会发黄放几分钟就变清",
    )
    width = len(headlines[0]) + short_by
    pairs = zip(headlines, _PARAGRAPHS, strict=True)
    page = "\n".join(f"{headline}\n{_wrap(text, width)}" for headline, text in pairs)
    assert [line for line in _read(page) if line in headlines] == list(headlines)


@pytest.mark.parametrize("headline", ["水厂开放参观", "老水塔改成“城市客厅”", "水费不变"])
def test_a_headline_below_a_paragraph_that_fills_its_last_line_stays_apart(headline: str) -> None:
    full = "新泵房昨天开始试水，三台水泵轮流运转，噪声比旧的小了一半，隔壁的人家夜里已经听不见它。"
    width = 15
    paragraphs = [*_PARAGRAPHS, full]
    assert not (len(full) + 2) % width
    page = "\n".join(_wrap(text, width, "　　") for text in (*paragraphs, *paragraphs))
    joined = _read(f"{page}\n{headline}\n{page}")
    assert joined == [*paragraphs, *paragraphs, headline, *paragraphs, *paragraphs]


@pytest.mark.parametrize(
    "masthead",
    ["2031年5月6日 星期二 第3版 民生", "第3版 民生新闻 2031年5月6日", "A03 2031.05.06 星期二"],
)
def test_a_masthead_goes_on_in_no_text(masthead: str) -> None:
    going_on = f"（上接第1版）{_PARAGRAPHS[1]}"
    page = "\n".join(_wrap(text, len(masthead) + 1) for text in (going_on, *_PARAGRAPHS))
    assert _read(f"{masthead}\n{page}")[:2] == [masthead, going_on]
    assert _read(f"{masthead}\n{page.removeprefix('（上接第1版）')}")[0] == masthead


def test_a_number_cut_at_the_edge_is_whole_again() -> None:
    text = (
        "截至昨天，全市共有12680户居民报名参加旧房改造，比去年多出一成半，其中城北最多，城西最少。"
    )
    assert "12680" in _wrap(text, 11).replace("\n", "")
    page = "\n\n".join(
        _wrap(text, width) for text, width in zip([text, *_PARAGRAPHS], [13] * 4, strict=True)
    )
    assert _read(page)[0] == text


def test_knows_where_each_printed_line_stands() -> None:
    page = "\n".join(_wrap(text, 20, "　　") for text in _PARAGRAPHS)
    torn = LineScorer.from_pretrained().characters.beginnings.torn
    first = join_wrapped(read_lines(page), torn)[0]
    assert [page[span.start : span.end] for span in first.spans] == [
        line.strip() for line in _wrap(_PARAGRAPHS[0], 20, "　　").split("\n")
    ]


@pytest.mark.parametrize(
    "page",
    [
        "\n".join(_PARAGRAPHS),
        "\n\n".join(
            f"{name}遗失身份证一张，特此声明作废。"
            for name in ("林小夏", "周子明", "何雨晴", "马文远")
        ),
        "山风吹过十里长堤\n流水带走旧日时光\n灯火照见归来的人\n明月挂在屋檐中央\n稻花开满整个村庄\n孩子唱着外婆的歌",
        "双色球第2026031期 03 09 12\n双色球第2026032期 01 04 22\n双色球第2026033期 07 15 30",
    ],
    ids=["paragraphs", "notices", "verse", "table"],
)
def test_leaves_pages_alone_that_are_not_wrapped(page: str) -> None:
    assert _read(page) == [line.text for line in read_lines(page)]


@given(st.text(alphabet="云川，。12\n　 ab（）■", max_size=400))
def test_no_character_is_lost(page: str) -> None:
    lines = read_lines(page)
    joined = join_wrapped(lines, _never_torn)
    assert [span for line in joined for span in line.spans] == [
        s for line in lines for s in line.spans
    ]
