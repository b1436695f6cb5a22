"""Names of any kind that sign a story on a line below it, told from words above headlines."""

from __future__ import annotations

import pytest

from service.datamodels import Issue
from service.splitters import ArticleSplitter

WELL = (
    "老井边上的青石板",
    "井台上的青石板被桶绳勒出七道沟，最深的一道能放进半根手指。小时候我总趴在上面看云从井底走过。",
    "后来通了自来水，井口盖上了木板。外祖母仍旧每天去坐一会儿，说听得见水在下面说话。",
)
KITE = (
    "放纸鸢的下午",
    "表哥糊的纸鸢总是往左偏，他便在右翅上粘一片鸡毛。那天风大，线轴转得烫手，我们跑过了三条田埂。",
    "线断的时候谁也没有出声，只看着它翻过砖窑的烟囱，慢慢小成一个点。",
)
TRAM = (
    "有轨电车延长运营时间",
    "本报讯 从下周一起，有轨电车一号线末班车推迟到二十三点，早班车时间不变，票价仍为两元。",
    "运营公司说，夜间每二十分钟一班，沿线十一个站台加装了照明灯。",
)


def _read(*stories: tuple[str, ...], within: str, between: str) -> list[tuple[str | None, ...]]:
    page = between.join(within.join(story) for story in stories)
    articles = ArticleSplitter().split(Issue("page", page)).articles
    return [(article.headline, article.byline, article.text) for article in articles]


def _story(story: tuple[str, ...], byline: str | None = None) -> tuple[str | None, ...]:
    return story[0], byline, "\n".join(story[1:])


@pytest.mark.parametrize("name", ["罗衣", "毓秀", "晓风残月", "子规", "郦 敏", "竹音", "石青山"])
@pytest.mark.parametrize("signed", [(KITE, "后"), (WELL, "前")])
def test_a_name_with_the_text_above_signs_it(
    name: str, signed: tuple[tuple[str, ...], str]
) -> None:
    story, place = signed
    lines = ((*story, name), TRAM) if place == "前" else (TRAM, (*story, name))
    read = _read(*lines, within="\n", between="\n\n")
    expected = (_story(story, name.replace(" ", "")), _story(TRAM))
    assert read == list(expected if place == "前" else expected[::-1])


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_surname_above_a_dispatch_signs_the_text_above(between: str) -> None:
    read = _read((*WELL, "石青山"), TRAM, within=between, between=between)
    assert read == [_story(WELL, "石青山"), _story(TRAM)]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_where_the_last_text_is_signed_so_are_the_others(between: str) -> None:
    read = _read((*WELL, "半夏"), TRAM, (*KITE, "闲云"), within=between, between=between)
    assert read == [_story(WELL, "半夏"), _story(TRAM), _story(KITE, "闲云")]


@pytest.mark.parametrize("column", ["亲子", "时尚", "灯下漫笔", "人间烟火"])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_word_with_the_headline_below_is_of_that(column: str, between: str) -> None:
    read = _read(WELL, (column, *KITE), TRAM, within="\n", between=between)
    assert read[:2] == [_story(WELL), (f"{column} {KITE[0]}", None, _story(KITE)[2])]


def test_where_the_first_headline_has_a_word_above_so_have_the_others() -> None:
    read = _read(("悦读", *WELL), ("半夏", *KITE), within="\n", between="\n")
    assert [headline for headline, *_ in read] == [f"悦读 {WELL[0]}", f"半夏 {KITE[0]}"]


@pytest.mark.parametrize("last", ["敬请期待", "市气象台", "小贴士", "尾声"])
def test_other_words_above_text_or_at_the_end_are_no_names(last: str) -> None:
    lines = (*WELL, last, KITE[1]) if last == "尾声" else (*WELL, last)
    (first, *_) = _read(lines, within="\n", between="\n\n")
    assert first[1] is None
