"""Captions amid a story that name no photographer."""

from __future__ import annotations

import pytest

from service.datamodels import Issue
from service.splitters import ArticleSplitter
from service.splitters.lines.captions import is_caption

FIRST = "渡口的老榕树昨天重新立起支架，园林工人用三根钢管托住主枝，树下的石凳也修好了。"
REST = "老船工邵长水说，这棵树一百四十岁了，去年台风折断的枝子做成了渡口的门牌。"
BAKERY = (
    "聋哑青年学会做面包",
    "面粉和黄油在案板上排成一列，十八位听障青年跟着师傅的手势揉面，第一炉吐司三点出炉。",
)


def _page(*body: str) -> str:
    return "\n\n".join(("渡口老榕树扶正了", *body, *BAKERY))


@pytest.mark.parametrize(
    "caption",
    [
        "△邵长水在树下（市民供图）",
        "△老榕树",
        "▲扶正后的榕树  图源：市园林局",
        "▼支架近景。",
        "↑工人给主枝装支架",
        "图为新修的石凳。",
        "图片说明：邵长水与老榕树",
        "右图：新做的门牌",
        "（资料图片）",
        "【图源：江北发布】",
        "（图片由市园林局提供）",
    ],
)
def test_a_caption_amid_a_story_is_neither_text_nor_story(caption: str) -> None:
    for body in ((FIRST, caption, REST), (FIRST, REST, caption)):
        digest = ArticleSplitter().split(Issue("page", _page(*body)))
        assert [a.headline for a in digest.articles] == ["渡口老榕树扶正了", BAKERY[0]]
        assert digest.articles[0].text == f"{FIRST}\n{REST}"


def test_a_short_caption_above_its_photographer_is_a_photo() -> None:
    text = _page(FIRST, REST, "图为新修的石凳。", "齐欣 摄")
    articles = ArticleSplitter().split(Issue("page", text)).articles
    assert [(a.kind, a.byline) for a in articles] == [
        ("story", None),
        ("photo", "齐欣"),
        ("story", None),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "▲市图书馆延长开放",
        "图书馆里办夜校",
        "图一时方便，害了邻居",
        "△相关链接",
        "图为实验小学的学生在校园菜地里给豆苗浇水。学校把三块空地分给六个班，种什么由学生投票。",
    ],
)
def test_what_only_looks_like_a_caption_is_none(line: str) -> None:
    assert not is_caption(line)


def test_items_of_a_list_with_arrows_stay() -> None:
    items = ["▲市图书馆开放至二十一时。", "▲柳河新渡口开始试航。"]
    assert items[1].removeprefix("▲") in "".join(
        a.text for a in ArticleSplitter().split(Issue("page", "\n".join(["简讯", *items]))).articles
    )


@pytest.mark.parametrize(
    ("line", "byline"),
    [("文｜小溪  图｜受访者供图", "小溪"), ("文丨小溪", "小溪"), ("记者丨邵禾", "邵禾")],
)
def test_a_label_and_a_stroke_tell_who_wrote(line: str, byline: str) -> None:
    article = ArticleSplitter().split(Issue("page", _page(line, FIRST, REST))).articles[0]
    assert (article.byline, article.text) == (byline, f"{FIRST}\n{REST}")
