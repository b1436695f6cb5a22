"""How a story says where it comes from, in the words of a house."""

from __future__ import annotations

import re

from service.leads import without_lead
from training.pages.styles.house import House

_PRINTED_LEAD = re.compile(
    r"^[^，。！？“”：:\n]{0,24}?(?:讯|电|消息|报道)\s*(?:[（(][^（）()\n]{1,40}[)）])?[\s：:]*"
)
_SHORTEST = 20


def with_lead(house: House, paragraph: str) -> str:
    """The first paragraph of a story with the lead of the house, or its own, or none."""
    form = _lead(house)
    if form is None:
        return paragraph if house.rng.random() < 0.5 else without_printed_lead(paragraph)
    bare = without_printed_lead(paragraph)
    return form + bare if len(bare) >= _SHORTEST else paragraph


def without_printed_lead(paragraph: str) -> str:
    """A paragraph without the lead that some paper gave it."""
    bare = without_lead(paragraph)
    bare = _PRINTED_LEAD.sub("", bare, count=1) if bare == paragraph else bare
    bare = re.sub(r"^[（(][^（）()]{0,30}(?:记者|通讯员)[^（）()]{1,30}[)）][\s　:：]*", "", bare)
    return bare if len(bare) >= _SHORTEST else paragraph


def _lead(house: House) -> str | None:
    if house.shows("own_leads", seldom=0.1):
        return house.pick(
            "本报讯 ",
            "本报讯　",
            "本报讯（记者 {n}）",
            "本报讯（记者 {one} 通讯员 {n}）",
            "本报讯 记者{n}报道：",
            "{paper}讯（记者 {n}）",
            "{paper}讯 ",
            "{paper}讯 （全媒体记者{n}）",
            "【{paper}讯】（记者 {n}）",
            "本网讯（通讯员 {n}）",
            "{site}讯 ",
            "本报综合消息 ",
        )
    if house.shows("dated_leads", seldom=0.05):
        return house.pick(
            "{site}{m}月{d}日讯（记者 {n}）",
            "{site}{m}月{d}日讯（通讯员 {n}）",
            "中新网{city}{m}月{d}日电 (记者 {n})",
            "中新社{city}{m}月{d}日电 ",
            "新华社{city}{m}月{d}日电（记者{n}）",
            "本报{city}{m}月{d}日讯（记者{n}）",
            "{city}{m}月{d}日电 ",
            "{site}{m}月{d}日消息（{n}）",
        )
    if house.shows("bare_byline_leads", seldom=0.03):
        return house.pick(
            "（全媒体记者 {n}）",
            "（记者 {n}）",
            "（{paper}记者 {n} 通讯员 {one}）",
            "〔记者{n}／{city}报道〕",
            "记者{n}报道：",
            "(记者 {n} 通讯员 {one}) ",
        )
    if house.shows("attributed_leads", seldom=0.0):
        return house.pick(
            "据{site}消息，",
            "据{city}市融媒体中心消息，",
            "据{paper}报道，",
            "【{city}消息】",
            "{site}消息（{n}）",
            "{city}发布{d}日消息——",
        )
    return None


def signed(house: House, paragraphs: list[str]) -> list[str]:
    """The paragraphs with what the house prints at the end of a story."""
    if not house.shows("ends", seldom=0.1, often=0.7):
        return paragraphs
    end = house.pick(
        "（{n}）",
        "({n})",
        "（记者 {n}）",
        "（通讯员 {n}）",
        "（完）",
        "(完)",
        "（{n} 文/图）",
        "（本报记者 {n}）",
        "（{one} 供稿）",
        "【{n}】",
    )
    is_glued = house.rng.random() < 0.6 and paragraphs[-1][-1] in "。！？”"
    return [*paragraphs[:-1], paragraphs[-1] + end] if is_glued else [*paragraphs, end]
