"""What stands inside stories and between them: boxes, questions, links, teasers, furniture."""

from __future__ import annotations

from collections.abc import Sequence

from training.pages.noise.press import Block, furniture
from training.pages.styles.house import House

_SHORTEST = 40


def boxed(house: House, paragraphs: Sequence[str], spare: Sequence[str]) -> list[str]:
    """The paragraphs of a story with a box of the editors before or behind, or asked and told."""
    paragraphs = list(paragraphs)
    if house.shows("boxes", seldom=0.05, often=0.5) and spare:
        note = next((text for text in spare if len(text) >= _SHORTEST), None)
        if note is not None:
            paragraphs = _with_box(house, paragraphs, note)
    if house.shows("interviews", seldom=0.02, often=0.4) and len(paragraphs) > 3:
        paragraphs = _asked(house, paragraphs)
    return paragraphs


def _with_box(house: House, paragraphs: list[str], note: str) -> list[str]:
    form = house.rng.random()
    if form < 0.35:
        return [
            house.rng.choice(
                ("编者按：", "编者按 ", "【编者按】", "【提要】", "核心提示：", "开栏的话：")
            )
            + note,
            *paragraphs,
        ]
    if form < 0.5:
        return [
            house.rng.choice(("核心阅读", "核心提示", "阅读提示", "内容提要", "编者按")),
            note,
            *paragraphs,
        ]
    head = house.rng.choice(
        (
            "链接",
            "■链接",
            "【链接】",
            "相关链接",
            "新闻链接",
            "记者手记",
            "名词解释",
            "延伸阅读",
            "新闻背景",
            "专家提醒",
            "温馨提示",
        )
    )
    if form < 0.8:
        return [*paragraphs, head, note]
    return [*paragraphs, f"{head}：{note}"]


def _asked(house: House, paragraphs: list[str]) -> list[str]:
    asks, tells = house.rng.choice(
        (
            ("问：", "答："),
            ("记者：", house.press.name() + "："),
            ("Q：", "A："),
            ("记者问：", "负责人答："),
        )
    )
    questions = (
        "请介绍一下有关情况。",
        "为什么要出台这项政策？",
        "接下来有什么打算？",
        "群众最关心的问题怎么解决？",
        "办理时要带哪些材料？",
    )
    told = []
    for place, text in enumerate(paragraphs):
        if place > 0 and place % 2 == 1 and len(text) >= _SHORTEST:
            told.append(asks + house.rng.choice(questions))
            told.append(tells + text)
        else:
            told.append(text)
    return told


def story_furniture(house: House) -> Block | None:
    """Lines of the site below a story that are none of it."""
    if not house.shows("story_furniture", seldom=0.02, often=0.6):
        return None
    lines = [
        house.pick(
            "责任编辑：{one}",
            "（责任编辑：{one}）",
            "[责任编辑：{one}]",
            "责编：{one} 审核：{one}",
            "编辑：{one} 校对：{one}",
            "值班编辑 {one} 校对 {one}",
            "一审：{one} 二审：{one} 三审：{one}",
        ),
        house.pick(
            "特别声明：以上内容仅代表作者观点，不代表本网立场。",
            "声明：转载此文是出于传递更多信息之目的。若有来源标注错误，请与本网联系。",
            "版权声明：未经授权不得转载。",
            "【声明】本文版权归{site}所有，未经许可不得转载",
        ),
        house.pick(
            "扫码下载{site}客户端",
            "扫一扫关注{paper}",
            "扫描二维码，关注{site}",
            "长按识别二维码关注我们",
        ),
        house.pick(
            "返回首页", "返回列表", "【打印】【关闭】", "上一篇 下一篇", "返回顶部 【关闭窗口】"
        ),
    ]
    n = house.rng.choice((1, 1, 2, 3))
    return furniture([line for line in lines if house.rng.random() < 0.6][:n] or lines[:1])


def links(house: House, titles: Sequence[str]) -> Block | None:
    """Headlines of other stories that a site prints below one of its own."""
    if not titles or not house.shows("links", seldom=0.02, often=0.35):
        return None
    head = house.rng.choice(
        (
            "相关推荐",
            "相关阅读",
            "热门推荐",
            "延伸阅读",
            "猜你喜欢",
            "推荐阅读",
            "热点新闻",
            "更多新闻",
            "往期回顾",
            "相关新闻：",
        )
    )
    dot = house.rng.choice(("", "", "· ", "•", "> ", "1"))
    texts = [f"{n}. {title}" if dot == "1" else dot + title for n, title in enumerate(titles, 1)]
    return furniture([head, *texts])


def teasers(house: House, titles: Sequence[str]) -> Block | None:
    """A box that lists headlines which stand again below."""
    if len(titles) < 2 or not house.shows("teasers", seldom=0.02, often=0.7):
        return None
    head = house.rng.choice(
        ("导读", "今日导读", "本期看点", "今日看点", "导 读", "要闻导读", "今日提要", "内容速览")
    )
    n = house.rng.randint(2, len(titles))
    chosen = sorted(house.rng.sample(range(len(titles)), n))
    ends = house.rng.choice(("", "", "（{}版）", " {}版", "……{}", " →{:02d}"))
    return furniture([head, *(titles[place] + ends.format(place + 2) for place in chosen)])
