"""What is seen of a line by itself: its length, its ends, what it says it is."""

from __future__ import annotations

import re

import numpy as np

from service.splitters.lines.edges import FINAL_STOPS, SIGNS, ends_sentence, is_pausing
from service.splitters.lines.line import Line
from service.text import CLOSERS

_SHORT = 40
MOST_COMMAS = 3
ORDINAL = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．是]|[（(][一二三四五六七八九十\d]{1,3}[)）]|第[一二三四五六七八九十\d]{1,3}[章节条部]|\d{1,2}[.、．])"
)
_CAPTION_WORD = re.compile(r"^(?:[（(]?[上下左右中]?图[①-⑩\d一二三四]?[为：:（(①-⑩]|图为|图[①-⑩])")
BOX = re.compile(
    r"核心阅读|核心提示|阅读提示|编者按|链接|相关|手记|新闻背景|名词解释|延伸|提醒|■|●|◆|★|▶"
)
# What heads a box of a story: 【相关链接】, ■新闻背景, 名词解释：.
BOX_LABEL = re.compile(
    rf"[{SIGNS}△·•\s\u3000【\[〔「（(<《＞>]*(?:(?:相关|新闻|知识|政策|背景|数据|法条|案件|历史|延伸)?(?:链接|背景|回放|回顾|资料)"
    r"|(?:延伸|深度)阅读|(?:健康|温馨|生活|出行|防骗|安全)?(?:小贴士|小常识|小知识|贴士)|名词解释|(?:名词|政策|条文)释义"
    r"|(?:温馨|特别|专家|警方|律师|医生|民警|记者|相关|部门)(?:提示|提醒|支招|说法|建议|点评|回应)|提[示醒]|(?:读者|市民|网友)(?:来电|反映|留言|提问)|(?:采访|记者|采编|编辑)(?:手记|札记|感言|后记)|编[后余](?:语|絮)?"
    r"|(?:[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff·]{5,12}|人物|个人|作者|嘉宾|专家)(?:同志)?(?:简历|简介))"
    rf"[{SIGNS}\s\u3000】\]〕」）)>》：:]*(?:(?<=[】\]〕」]).{{2,30}})?"
)
# What an editor says of a story, above it.
NOTE = re.compile(
    rf"[{SIGNS}\s]*(?:[【\[〔（(](?:编者按|编者的话|开栏的话|开栏语)[】\]〕）)][：:]?|(?:编者按|开栏的话|开栏语)[：:\s])\s*\S.{{8,}}"
)
# What heads pieces of news of a paragraph each.
BRIEFS = re.compile(
    rf"[{SIGNS}\s【\[]*(?:[\u4e00-\u9fff]{{2}})?(?:[简短快][\s\u3000]*讯|一句话新闻|简明新闻|新闻(?:简报|集装箱|速递|快递|快报))[】\]\s]*"
)
LIST_HEAD = re.compile(
    r"(?:导\s*读|看点|提要|速览|推荐|猜你喜欢|(?:相关|延伸|推荐)阅读|(?:热点|更多|相关)新闻|往期)[：:]?$"
)
_NOTICE = re.compile(
    r"(?:声明|启事|公\s*告|通\s*告|讣\s*[告闻]|更\s*正|致歉|开奖|天气|预报|价格|菜价|来信)"
)
_DAY = re.compile(r"^(?:\d{4}年)?\d{1,2}月\d{1,2}日|^(?:近日|日前|昨日|昨天|今天|连日来)")
_DATED = re.compile(
    r"\d{4}\s?[-年/.]\s?\d{1,2}\s?[-月/.]\s?\d{1,2}|\d{1,2}:\d{2}|\d{1,2}月\d{1,2}日"
)
_SOURCED = re.compile(
    r"来源|稿源|来自[:：]|转自|作者|编辑[:：]|浏览|点击|阅读[:：\s]|字[号体]|发布|发表于|A\+|打印|分享|评论"
)
_ITEM = re.compile(r"^(?:[•·>＞-]|\d{1,2}[.、．]\s?\D)")
_RUBRIC = re.compile(r"^[【\[〔「〖#｜|][^】\]〕」〗#｜|]{2,10}[】\]〕」〗#｜|]")
_SAYS = re.compile(r"^(?:问|答|记者|[\u4e00-\u9fff]{2,4})[：:]")
_OVER = re.compile(r"[（(]完[)）]$")
_IN_BRACKETS = re.compile(r"^[（(【][^（）()【】]*[)）】]$")
_DATE_IN_BRACKETS = re.compile(r"^[（(][^（）()]*\d{1,2}月\d{1,2}日[^（）()]*[)）]$")
_LENGTHS = (6, 10, 15, 20, 26, 34, 45, 60, 90)
_WAYS = ("lead", "tail", "line", "photo")


def is_short(line: str) -> bool:
    """Whether a line may be a headline by its look: short, no full stop, no comma at its end."""
    bare = line.rstrip(CLOSERS + '"')
    return len(line) <= _SHORT and bare[-1:] not in ("", *"。，、,；;") and "。" not in line


def n_commas(text: str) -> int:
    """How many commas a text has, of full and of half width."""
    return text.count("，") + text.count(",")


def begins_with_marker(line: Line) -> bool:
    """Whether a line opens with 上接."""
    return any(m.direction == "from" and m.start <= 2 for m in line.markers)


def looks(line: Line) -> list[float]:
    """Length, ends, beginnings, bylines, signposts."""
    text = line.text
    bare = text.rstrip(CLOSERS + '"')
    byline, markers = line.byline, line.markers
    n = len(text)
    looks = [
        np.log1p(n),
        *(n <= length for length in _LENGTHS),
        bare[-1:] in FINAL_STOPS and bare != "",
        text[-1] in CLOSERS,
        is_pausing(text),
        text[-1] in ":：;；",
        text.endswith("——"),
        text[-1].isalnum(),
        ends_sentence(text),
        min(text.count(",") + text.count("，"), 6) / 3,
        "。" in text[:-1],
        " " in text or "\u3000" in text,
        text.startswith(("——", "—")),
        text[0] in '“‘"',
        text[0] in "（(【",
        bool(_IN_BRACKETS.match(text)),
        bool(_DATE_IN_BRACKETS.match(text)),
        text[0] in SIGNS,
        text[0].isdigit(),
        text[0] in "，。、；：！？）》”,;:)",
        bool(ORDINAL.match(text)),
        bool(_CAPTION_WORD.match(text)),
        bool(BOX.search(text[:12])),
        bool(_DAY.match(text)),
        line.lead is not None and line.lead.opens,
        *(byline is not None and byline.where == way for way in _WAYS),
        line.is_byline,
        line.has_marker("from"),
        line.has_marker("on"),
        bool(markers) and sum(m.end - m.start for m in markers) >= n - 1,
        line.is_furniture,
        bare[-1:] in "！？!?" and bare != "",
        "。" in text,
        len(line.pieces) > 1,
        bool(LIST_HEAD.search(text[:12])),
        n <= _SHORT and bool(_NOTICE.search(text)),
        n <= 2 * _SHORT and "。" not in text and bool(_DATED.search(text)),
        n <= 2 * _SHORT and "。" not in text and bool(_SOURCED.search(text)),
        bool(_ITEM.match(text)),
        bool(_RUBRIC.match(text)),
        bool(_SAYS.match(text)),
        bool(_OVER.search(text)),
        line.author is not None,
        line.has_meta_above,
        line.has_meta_below,
        sum(c.isdigit() for c in text[:60]) / min(n, 60),
    ]
    return [float(value) for value in looks]
