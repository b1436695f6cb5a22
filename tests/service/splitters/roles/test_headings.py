"""Headings that documents set apart, notices under a usual label, and stories below tables."""

from __future__ import annotations

import pytest

from service.datamodels import Issue
from service.splitters import ArticleSplitter
from tests.service.splitters.reading import headlines

TUNNEL = (
    "鹤鸣路下穿隧道通车",
    "封闭了一年半的鹤鸣路下穿隧道昨天凌晨通车，双向四车道，早高峰实测三分钟穿过铁路。",
)
PAPERCUTS = (
    "老街剪纸铺传到第四代",
    "青石巷的剪纸铺昨天重新开张，掌柜韩小满今年二十三岁，接过曾祖父留下的一把剪刀和六百张花样。",
    "她把花样扫成图，印在帆布袋和灯罩上，头一天卖出一百二十件。",
)
PIPES = "因雨水管网改造，自来水公司下周二起调整东关片供水压力，请高层住户提前储水。"
PRICES = ("云川菜价（3月9日 西关市场 元/斤）", "品名 本周 上周", "青椒 3.2 3.0", "土豆 1.6 1.5")


def _document(*stories: tuple[str, ...]) -> str:
    return "\n\n\n".join("\n\n".join(story) for story in stories)


@pytest.mark.parametrize("heading", ["特别提醒", "民警提醒", "便民信息", "水压下周怎么变"])
def test_a_heading_of_a_document_is_a_headline_whatever_it_says(heading: str) -> None:
    assert headlines(_document(TUNNEL, (heading, PIPES))) == [TUNNEL[0], heading]
    page = _document(TUNNEL, (heading, PIPES), PAPERCUTS)
    assert headlines(page) == [TUNNEL[0], heading, PAPERCUTS[0]]


@pytest.mark.parametrize("label", ["新闻链接", "延伸阅读", "小贴士", "【名词解释】"])
def test_a_box_is_of_its_story_where_a_document_heads_it_like_one(label: str) -> None:
    (article,) = ArticleSplitter().split(Issue("page", _document(TUNNEL, (label, PIPES)))).articles
    assert (article.headline, article.text) == (TUNNEL[0], "\n".join([*TUNNEL[1:], label, PIPES]))
    page = _document(TUNNEL, (label, PIPES), PAPERCUTS)
    assert headlines(page) == [TUNNEL[0], PAPERCUTS[0]]


def test_subheads_set_apart_are_of_their_story() -> None:
    sections = (
        ("一把剪刀", "韩小满的曾祖父留下的剪刀已经用了九十年，刀口磨了又磨。"),
        ("六百张花样", "花样里有石榴、鲤鱼和喜鹊，最老的一张是民国的，韩小满扫成了图。"),
    )
    assert headlines(_document(PAPERCUTS, *sections)) == [PAPERCUTS[0]]


@pytest.mark.parametrize("parted", ["\n", "\n\n"])
def test_a_notice_below_a_usual_label_is_none_of_the_story_above(parted: str) -> None:
    notice = ("温馨提示", PIPES)
    page = parted.join(map("\n".join, (PAPERCUTS, notice, TUNNEL)))
    assert headlines(page) == [PAPERCUTS[0], notice[0], TUNNEL[0]]
    box = ("温馨提示", "因隧道限高三米八，货车请走铁路桥，鹤鸣路隧道内禁止鸣笛。")
    page = parted.join(map("\n".join, (TUNNEL, box, PAPERCUTS)))
    assert headlines(page) == [TUNNEL[0], PAPERCUTS[0]]


@pytest.mark.parametrize("parted", ["\n", "\n\n"])
def test_a_story_below_a_table_is_none_of_it(parted: str) -> None:
    story = ("土豆贵了一毛，是谁在涨价", *PAPERCUTS[1:])
    page = parted.join(map("\n".join, (PRICES, story, TUNNEL)))
    assert headlines(page) == [PRICES[0], story[0], TUNNEL[0]]
    fuel = ("本周油价", "品号 今天 昨天", "92号 7.61 7.70", "95号 8.13 8.22")
    digest = ArticleSplitter().split(Issue("page", "\n".join(fuel)))
    assert digest.articles[0].text == "\n".join(fuel[1:])


def test_a_subhead_below_text_with_spaces_is_of_its_story() -> None:
    spaced = "9日上午，　剪纸铺来了60名学生，　韩小满教他们剪石榴，　每人剪了3张。"
    after = "她打算把曾祖父的剪刀和六百张花样捐给老街的展馆，剪纸铺照常开门，周末教孩子剪纸。"
    lines = ("本报讯 " + PAPERCUTS[1], spaced, "下一步怎么走", after)
    assert headlines("\n".join((PAPERCUTS[0], *lines))) == [PAPERCUTS[0]]
