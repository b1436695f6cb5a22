"""The reporters that a bracket, a line or a first sentence names, with what they did and where."""

from __future__ import annotations

from service.names import (
    NAME,
    OUTLET,
    ROLE,
    TITLE,
    begins_like_name,
    cut_place,
    may_be_place,
    parse_names,
    strip_titles,
)
from service.patterns import late_pattern

SPACE = r"[\s\u3000]*+"
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
DAY = rf"(?:(?:(?:19|20)\d\d年)?{_NUMBER}月)?{_NUMBER}日(?:[上下]午|凌晨|晚)?"
AGENCY = (
    r"(?:新华(?:社|网|每日电讯)|中新[社网]|中国新闻[网社]|中央社|人民网|央广网|法新社|路透社|美联社|"
    r"共同社|韩联社|塔斯社|德新社|路透|彭博社?|海外网|环球网|光明网|国际在线)"
)
# What comes from abroad through others: 綜合外電報導.
FROM_ABROAD = r"综合(?:外电|外媒|媒体)报[道导]"
# An outlet may name another in brackets or behind a stroke: 荆楚网（湖北日报网）讯.
SENDER = (
    rf"(?:{AGENCY}|{OUTLET}(?:[（(]{OUTLET}[)）]|[-－—]{OUTLET})?"
    r"|本埠|[日晚早晨商快]报|(?:都市|青年)报|融媒)"
)
DID_WORD = (
    r"(?:(?:综合|摄影|采访|现场)?报[道导]|参与(?:采写|采访|报道)|文/图|图/文|文图|图文|文并[摄图]|文/摄|摄影|整理|"
    r"采写|撰文|编译|供稿|综合外电)"
)
# A single character is the end of a name unless a space or stroke parts it (柴文, 柴 文).
_DID = late_pattern(
    rf"(?:(?<![\s\u3000]){SPACE}{DID_WORD}|(?<![\s\u3000])[\s\u3000]++发自[\u4e00-\u9fff]{{2,8}}"
    rf"|(?<![\s\u3000/])[\s\u3000/]++(?:文|图|摄)|(?<=日)电|(?<![\s\u3000])[\s\u3000]++电){SPACE}$"
)
_DID_FIRST = late_pattern(
    rf"^{SPACE}(?:整理|采写|撰文|文/图|图/文|文图|图文|文){SPACE}[:：/]?{SPACE}(?=[^\s]*?{TITLE})"
)
# 【环球网报道 记者 周禾】: who sends it stands before the reporters, in one bracket.
_SENT_FIRST = late_pattern(rf"^{SPACE}{SENDER}{SPACE}(?:综合)?报[道导]{SPACE}(?={TITLE})")
_DATED = late_pattern(rf"{DAY}{SPACE}$")
_LAST_WORD = late_pattern(r"(?<![\s\u3000、，,])[\s\u3000、，,]++(?=[^\s\u3000、，,]++$)")
_GLUED = late_pattern(r"[\u4e00-\u9fff]{4,10}$")
_SENT_FROM = ("报", "综合报", "现场报", "电")
# Who tells a story in its first sentence, behind a dispatch: 记者周禾从县民政局获悉.
_TOLD_NAME = (
    r"(?:[\u4e00-\u9fff]{1,8}?(?:[·•][\u4e00-\u9fff]{1,8}?){1,3}?"
    r"|[\u4e00-\u9fff]{3}(?<![从在对向就随于据今昨近日])|[\u4e00-\u9fff]{2})"
)
_DOES = (
    r"(?:[从在对向就随于据]|近日|日前|[昨今]|连日|走[进访]|探访|来到|赶[到赴]|获悉|了解|采访|发现|看到|"
    r"跟随|前往|注意到|体验|实地|深入)"
)
_TOLD_BY = late_pattern(
    rf"{SPACE}(?P<names>{ROLE}{SPACE}{_TOLD_NAME}"
    rf"(?:[、，,\s\u3000]++(?:{ROLE}{SPACE})?{_TOLD_NAME}){{0,3}})(?={SPACE}{_DOES})"
)
# Reporters whose names stand apart from the text: 本报讯 记者 周禾 高新区….
_WORD_APART = late_pattern(
    rf"(?:(?P<role>{ROLE})|(?P<name>{NAME}))(?:{SPACE}[、，,]{SPACE}|[\s\u3000]++)(?=\S)"
)


def parse_reporters(printed: str) -> str | None:
    """Read the reporters that a bracket or a line names, with what they did and where.

    Args:
        printed: Folded text such as `记者 高燕 通讯员 宋娜 文/图`, `记者林晓慧/云岭报道`,
            `环球网报道 记者 周禾` or `中央社记者李家豪云岭县9日电`.

    Returns:
        The names joined by one space, None where other things are said.
    """
    printed = _DID_FIRST.sub("", _SENT_FIRST.sub("", printed))
    bare = _DID.sub("", printed)
    if bare == printed:
        return parse_names(printed)
    undated = _DATED.sub("", bare)
    names, stroke, _ = undated.rpartition("/")
    if stroke:
        return parse_names(names)
    untitled = strip_titles(undated)
    glued = _GLUED.search(untitled)
    if glued and (name := cut_place(glued.group())) != glued.group():
        return parse_names(untitled[: glued.start()] + name, trusted=True)
    *before, last = _LAST_WORD.split(untitled)
    if untitled[: len(untitled) - len(last)].rstrip().endswith("、"):
        before = []  # behind 、 stands another name and no place
    is_titled = untitled != undated
    # 记者 张三 云川报道, where a second name would be parted by a stroke or a space from 报道.
    is_sent = printed[len(bare) :].startswith(_SENT_FROM) and untitled[: -len(last)].endswith(
        (" ", "\u3000")
    )
    if is_sent and before and may_be_place(last) and (sent := parse_names(before[0])):
        return sent
    return (
        parse_names(untitled)
        or (parse_names(before[0]) if before else None)
        or parse_names(untitled, trusted=is_titled)
        or (parse_names(before[0], trusted=is_titled) if before else None)
    )


def find_names_apart(text: str, at: int) -> tuple[str, int] | None:
    """The names behind titles, each with a space behind it, and where the text goes on."""
    names: list[str] = []
    is_titled = False
    while (word := _WORD_APART.match(text, at)) and (word["role"] or names or is_titled):
        name = None if word["role"] else parse_names(word["name"], trusted=is_titled)
        if not (word["role"] or name):
            break
        names += [name] if name else []
        is_titled, at = name is None, word.end()
    return (" ".join(names), at) if names and not is_titled else None


def find_tellers(text: str, at: int) -> str | None:
    """The names behind titles in a sentence, which a usual word may follow as well (记者多方…)."""
    told = _TOLD_BY.match(text, at)
    names = parse_names(strip_titles(told["names"])) if told else None
    return names if names and all(map(begins_like_name, names.split())) else None
