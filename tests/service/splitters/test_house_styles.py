"""How papers of other cities set their pages: lines cut at the edge, labels, days."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from service.datamodels import Digest, Issue
from service.splitters import ArticleSplitter

FERRY = (
    "停航九年的渡轮复航",
    "柳河水上巴士昨天复航，从旧码头到河西新城单程四十分钟，票价六元，早晚高峰二十分钟一班。",
    "船员多是当年的老船工，三个月前重新考了证，复航首日运送乘客一千二百人次。",
)
OVENS = (
    "聋哑青年学会做面包",
    "面粉和黄油在案板上排成一列，十八位听障青年跟着师傅的手势揉面，第一炉吐司下午三点出炉。",
    "残联和三家面包房签了协议，学满两个月的可以去店里实习，工资按天结算。",
)
DAY, MORE = "2026年4月25日 16:18", "作者：曹桐 来源：柳河都市报"


def _split(lines: Sequence[str]) -> Digest:
    return ArticleSplitter().split(Issue("page", "\n".join(lines)))


def _wrapped(text: str, width: int, indent: str = "　　") -> list[str]:
    text = indent + text
    return [text[at : at + width] for at in range(0, len(text), width)]


@pytest.mark.parametrize("width", [14, 17, 20])
def test_a_line_with_day_and_source_is_one_where_the_edge_cut_it(width: int) -> None:
    page: list[str] = []
    for headline, *text in (FERRY, OVENS, FERRY[:2], OVENS[:1] + OVENS[2:]):
        page += [headline, *_wrapped(f"{DAY} | {MORE}", width, indent="")]
        page += [line for paragraph in text for line in _wrapped(paragraph, width)]
    first, second = _split(page[: len(page) // 2 + 1]).articles[:2]
    assert (first.headline, first.byline) == (FERRY[0], "曹桐")
    assert (second.headline, second.byline) == (OVENS[0], "曹桐")
    assert first.text == "\n".join(FERRY[1:])


def test_paper_and_day_below_a_headline_are_of_its_story_where_lines_are_cut() -> None:
    page = ["柳河晚报 第6版 2026年4月25日 星期六"]
    for headline, *text in (FERRY, OVENS):
        page += [headline, "柳河晚报　2026年4月25日"]
        page += [line for paragraph in text for line in _wrapped(paragraph, 22)]
    digest = _split(page)
    assert [article.headline for article in digest.articles] == [FERRY[0], OVENS[0]]
    assert [page[0]] == [digest.source_text[e.start : e.end] for e in digest.left_out]


@pytest.mark.parametrize("label", ["曹大桐简历", "人物简介", "【采访手记】"])
def test_a_label_is_of_its_story_and_a_line_by_itself(label: str) -> None:
    box = "曹大桐，男，汉族，1962年生，柳河航运公司退休船员，驾龄三十一年。"
    digest = _split([*FERRY, label, box, "", *OVENS])
    assert [article.headline for article in digest.articles] == [FERRY[0], OVENS[0]]
    assert digest.articles[0].text.split("\n")[-2:] == [label, box]
