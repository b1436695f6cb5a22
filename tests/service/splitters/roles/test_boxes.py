from __future__ import annotations

import pytest

from service.splitters.lines.line import read_lines
from service.splitters.roles.boxes import find_linked, find_teasers

_STORIES = """城东水厂第二条水管通水
沿线三个街道的两万户居民昨天用上了水库水，高层住户再也不用半夜起来接水。
南门桥下月起封闭大修！
大修期间机动车绕行望月桥，公交车临时改走滨河路，工期预计一百二十天。
"""


@pytest.mark.parametrize("head", ["导读", "今日看点", "本期提要"])
@pytest.mark.parametrize("mark", ["", "■", "• "])
def test_headlines_that_stand_again_below_only_announce(head: str, mark: str) -> None:
    box = f"{head}\n{mark}城东水厂第二条水管通水\n{mark}南门桥下月起封闭大修\n\n"
    assert find_teasers(read_lines(box + _STORIES)) == {1, 2}


def test_headlines_that_stand_once_announce_nothing() -> None:
    assert not find_teasers(read_lines(_STORIES))
    assert not find_teasers(read_lines(f"综合新闻\n{_STORIES}"))


def test_a_headline_right_above_its_text_is_none_of_a_box() -> None:
    page = f"{_STORIES}城东水厂第二条水管通水\n（上接第一版）\n{'水厂还将改造三座泵站。' * 5}"
    assert not find_teasers(read_lines(page))


@pytest.mark.parametrize("head", ["相关推荐", "相关阅读：", "猜你喜欢", "热点新闻"])
def test_short_lines_below_a_list_may_be_links(head: str) -> None:
    page = f"{_STORIES}{head}\n1. 市民广场周末放电影\n2. 三所学校添了营养餐\n{_STORIES}"
    assert find_linked(read_lines(page)) == {4, 5, 6, 7}


def test_without_a_list_no_line_may_be_a_link() -> None:
    assert not find_linked(read_lines(_STORIES))
