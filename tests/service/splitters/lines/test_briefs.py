"""Briefs whose headline and text share a line, and lists of one story that look alike."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from service.datamodels import Issue
from service.splitters import ArticleSplitter
from tests.service.splitters.reading import MARKET, MARKET_TEXT, headlines

HEADS = ("渡口新船试航", "菜市场改造完工", "小学添了校医")
TEXTS = (
    "临江渡口新船昨天试航，船上装了空调和救生筏，一次能载八十人，票价不变。",
    "东关菜市场改造昨天完工，一百二十个摊位明码标价，雨天也有棚。",
    "实验小学新聘两名校医，每天早晨给孩子量体温，小学里的小伤不用再跑医院。",
)


def _briefs(form: str) -> list[str]:
    return [form.format(head, text) for head, text in zip(HEADS, TEXTS, strict=True)]


@pytest.mark.parametrize(
    "form", ["★{}　{}", "● {} {}", "【{}】{}", "▶{}：{}", "{}——{}", "{}：{}", "{}　　{}"]
)
@pytest.mark.parametrize(
    "rubric", ["短讯", "【一周要闻】", "文教简讯（三则）", "云川日报 2026年3月9日 第3版"]
)
def test_each_is_a_story(form: str, rubric: str) -> None:
    digest = ArticleSplitter().split(Issue("page", "\n".join([rubric, *_briefs(form)])))
    assert [(article.headline, article.text) for article in digest.articles] == [
        *zip(HEADS, TEXTS, strict=True)
    ]
    assert [digest.source_text[entry.start : entry.end] for entry in digest.left_out] == [rubric]


def test_the_story_above_stays_apart() -> None:
    above = ("夜校教剪视频", "县文化馆的夜校坐满了，二十四位阿姨举着手机，跟着老师学剪辑。")
    assert headlines(*[*above, *_briefs("◎{}　{}")]) == [above[0], *HEADS]


@pytest.mark.parametrize("number", ["0{}", "{}"])
def test_numbers_on_lines_of_their_own_are_no_headlines(number: str) -> None:
    page = [
        line
        for count, (head, text) in enumerate(zip(HEADS, TEXTS, strict=True), 1)
        for line in (number.format(count), head, text)
    ]
    assert headlines(*page) == list(HEADS)


def test_numbered_headlines_above_their_texts() -> None:
    pairs = enumerate(zip(HEADS, TEXTS, strict=True), 1)
    page = [line for count, (head, text) in pairs for line in (f"{count}.{head}", text)]
    assert headlines(*page) == [f"{count}.{head}" for count, head in enumerate(HEADS, 1)]


def test_wrapped_ones() -> None:
    text = "".join(_briefs("■{}　{}"))
    briefs = ["■" + brief for brief in text.split("■")[1:]]
    page = [brief[at : at + 15] for brief in briefs for at in range(0, len(brief), 15)]
    assert headlines(*["快讯", *page]) == list(HEADS)


@pytest.mark.parametrize(
    "items",
    [
        ("◆怕挤　早晚高峰人挨人，站着都难。", "◆怕晃　老船一晃半小时，晕船的多。"),
        (
            "◆强化要素保障　土地、资金、用工等要素保障由专班负责，一周调度一次。",
            "◆压实部门责任　各部门责任落实到人，未完成的部门负责人要说明原因。",
            "◆优化审批流程　审批流程由九个环节压缩到四个，审批时间减半。",
        ),
        ("【减速】视线差时把车速降到四十公里以下。", "【绕行】积水没过轮胎一半就不要硬闯。"),
        (
            "一、不准烧荒　田埂、果园内不准烧草烧秸秆。",
            "二、不准野炊　林区内一律不准用火做饭。",
            "三、不准上坟烧纸　提倡鲜花祭扫，不准带火种上山。",
        ),
        ("楼长老陈：灯笼会挂到元宵节以后再取。", "邻居小冉：我家孩子每天都要数一遍灯笼。"),
        ("1.止血用什么", "纱布和止血带，止血带一小时松一次。", "2.退烧吃什么", "退烧药只选一种。"),
    ],
)
def test_a_list_of_one_story_stays_whole(items: Sequence[str]) -> None:
    assert headlines(*[MARKET, *MARKET_TEXT, *items]) == [MARKET]


def test_a_single_one_is_no_brief() -> None:
    page = [
        MARKET,
        *MARKET_TEXT,
        "【背景】河西早市开了三十年，大棚建了两年。",
        MARKET_TEXT[1][::-1],
    ]
    assert headlines(*page) == [MARKET]


def test_headlines_with_a_colon_above_their_texts_stay_whole() -> None:
    more = ("一次能载八十人票价不变", "一百二十个摊位明码标价", "每天早晨给孩子量体温")
    heads = [f"▌{head}：{rest}" for head, rest in zip(HEADS, more, strict=True)]
    page = [line for pair in zip(heads, TEXTS, strict=True) for line in pair]
    assert headlines(*page) == [head[1:] for head in heads]
