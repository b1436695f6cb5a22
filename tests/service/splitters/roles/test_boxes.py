from __future__ import annotations

import pytest

from service.datamodels import Issue
from service.splitters import ArticleSplitter
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
    assert find_linked(read_lines(page)).keys() == {4, 5, 6}


@pytest.mark.parametrize(
    ("links", "blank", "n_linked"),
    [
        ("市民广场周末放电影\n三所学校添了营养餐\n", "\n", 3),
        ("市民广场周末放电影\n三所学校添了营养餐\n", "", 4),
        ("· 市民广场周末放电影\n· 三所学校添了营养餐\n", "", 3),
    ],
)
def test_the_headline_below_links_is_none_where_it_looks_otherwise(
    links: str, blank: str, n_linked: int
) -> None:
    page = f"{_STORIES}热点新闻\n{links}{blank}{_STORIES}"
    assert len(find_linked(read_lines(page))) == n_linked


def test_without_a_list_no_line_may_be_a_link() -> None:
    assert not find_linked(read_lines(_STORIES))


CRANES = (
    "江心洲来了三百只鹤",
    "本报讯 昨天清晨，三百多只灰鹤落在江心洲的收割后的稻田里，护鸟员拉起了一公里长的警戒带。",
    "护鸟员说，这批灰鹤会停留到三月，村里已经留下二十亩稻谷不收。",
)
TICKETS = (
    "图书馆座位可以手机预约",
    "本报讯 市图书馆从今天起开放手机预约，每人每天可约四个小时，迟到半小时座位自动释放。",
)


@pytest.mark.parametrize(
    "box",
    [
        ("【新闻链接】", "灰鹤是国家二级保护动物，全球约有四十万只。"),
        ("◎小贴士", "观鸟时请穿深色衣服，与鸟群保持一百米以上。"),
        ("■相关链接■", "怎样分辨灰鹤", "灰鹤的头顶有一块红斑，飞行时脖子伸直。"),
        ("☆专家提醒", "冬季水鸟不要投喂面包，容易造成营养不良。"),
        ("新闻背景", "江心洲三年前退出养殖，去年列入市级湿地名录。"),
    ],
)
def test_a_box_belongs_to_the_story_above(box: tuple[str, ...]) -> None:
    page = "\n".join((*CRANES, "", *box, "", *TICKETS))
    digest = ArticleSplitter().split(Issue("page", page))
    assert [article.headline for article in digest.articles] == [CRANES[0], TICKETS[0]]
    assert box[-1] in digest.articles[0].text


def test_a_box_with_the_sign_of_headlines_is_none_of_them() -> None:
    stories = [f"▲{head}\n{text.removeprefix('本报讯 ')}" for head, text, *_ in (CRANES, TICKETS)]
    box = "▲延伸阅读\n灰鹤去年停留了四十一天，最多时有二百八十只。"
    digest = ArticleSplitter().split(Issue("page", "\n\n".join((stories[0], box, stories[1]))))
    assert [article.headline for article in digest.articles] == [CRANES[0], TICKETS[0]]
