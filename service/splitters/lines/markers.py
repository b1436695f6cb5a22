"""Signposts between pages: 上接 (continued from) and 下转 (continued on)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Direction = Literal["from", "on"]

_WAY = r"(?P<way>紧接|上接|文接|承接|续接|接自|转自|下转|文转|下接|转接|转入|转至|接|续|转)"
_PAGE = (
    r"[＞>·\s]*+第?+\s*+(?P<page>[A-Za-z]?+\s*+[0-9一二三四五六七八九十〇零百]{1,4}+|头)"
    r"(?:\s*+[、，,和至~—-]\s*+[A-Za-z]?+[0-9一二三四五六七八九十]{1,3}+)?+\s*+版"
)
# Without 版 a page is named only in brackets: (下转B1), of other words by a letter: (转B1).
_BARE_PAGE = (
    r"(?:(?P<bare_way>上接|下转)\s*+(?P<bare_page>[A-Za-z]?+\s*+[0-9]{1,2}+)"
    r"|(?P<letter_way>紧接|接|转)\s*+(?P<letter_page>[A-Z]\s*+[0-9]{1,2}+))(?=[)）】])"
)
_DECOR = r"[▲▼►▶◀●■◆★↑↓→←·•＞＜><\s]{0,6}+"
_ON_A_LINE = r"[▲▼►▶◀●■◆★↑↓→←·•＞＜><《》※①-⑩\s]{0,8}+"
_UNFINISHED = r"(?:(?:未完待续|未完|(?:报[道导])?全文|本文|正文|报[道导])[，,、：:\s]*+)?"
_OPEN, _CLOSE = r"[（(【\[［〔〈《<]", r"[)）】\]］〕〉》>]"
_BRACKETED = re.compile(
    rf"{_DECOR}{_OPEN}\s*+{_DECOR}{_UNFINISHED}(?:{_WAY}{_PAGE}[^（）()【】\[\]\n]{{0,24}}|{_BARE_PAGE}){_CLOSE}"
)
_BARE_LINE = re.compile(rf"^{_ON_A_LINE}{_UNFINISHED}(?P<way>紧接|上接|下转|文转){_PAGE}.{{0,24}}$")
_SHORT_LINE = re.compile(rf"^{_ON_A_LINE}{_UNFINISHED}{_WAY}{_PAGE}{_ON_A_LINE}$")
# Of a story by its title (接1版《…》一文); without 版 on a line of its own or behind an arrow.
_TITLED_LINE = re.compile(
    rf"^{_ON_A_LINE}(?P<way>紧接|接|上接){_PAGE}[:：]?\s?《[^《》]{{2,30}}》(?:一文)?$"
)
_PAGELESS = r"(?P<page>[A-Za-z]?+\s?[0-9]{1,2}+)"
_PAGELESS_LINE = re.compile(rf"^{_ON_A_LINE}(?P<way>上接|紧接|下转)\s?第?{_PAGELESS}{_ON_A_LINE}$")
# Glued to the text a page is told from a road (下转G2) by its letter.
_PAGELESS_END = re.compile(
    rf"(?:[▶►→▼▲]{{1,6}}+\s?(?P<way>下转)\s?{_PAGELESS}"
    rf"|(?P<letter_way>下转)\s?(?P<letter_page>[A-F]\s?[0-9]{{1,2}}+)){_ON_A_LINE}$"
)
# Behind a headline: 渡口改道 上接A1版.
_HEADED = re.compile(rf"(?<=\S)[\s\u3000]++(?P<way>上接|紧接){_PAGE}{_DECOR}$")
_BARE_END = re.compile(rf"{_DECOR}(?P<way>下转){_PAGE}{_DECOR}$")
_BARE_START = re.compile(rf"^{_DECOR}(?P<way>上接){_PAGE}\s*+")
_WAYS = ("way", "bare_way", "letter_way")
_PAGES = ("page", "bare_page", "letter_page")
_ONWARD = ("下转", "文转", "下接", "转", "转入", "转至")
_HINT = re.compile("[接转续]")
_LONGEST_HEADED = 45
_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0}


@dataclass(frozen=True, slots=True)
class Marker:
    """A signpost within a line.

    Attributes:
        direction: `from` where the text began elsewhere, `on` where it goes on elsewhere.
        page: The page named, without leading zeros: `3`, `A2`.
        start: Its first code point within the line.
        end: One past its last.
    """

    direction: Direction
    page: str
    start: int
    end: int


def find_markers(line: str) -> tuple[Marker, ...]:
    """Find the signposts of a line.

    Inside a sentence only a bracketed signpost counts; without brackets it
    must open the line, end it or be all of it.

    Args:
        line: The folded text of a line.

    Returns:
        The signposts in order; empty for most lines.
    """
    if not _HINT.search(line):
        return ()
    found = [_marker(match) for match in _BRACKETED.finditer(line)]
    if not found:
        whole = (
            _BARE_LINE.match(line)
            or _SHORT_LINE.match(line)
            or _TITLED_LINE.match(line)
            or _PAGELESS_LINE.match(line)
        )
        end = _BARE_END.search(line) or _PAGELESS_END.search(line)
        headed = _HEADED.search(line) if len(line) <= _LONGEST_HEADED else None
        match = whole or _BARE_START.match(line) or end or headed
        found = [_marker(match)] if match else []
    return tuple(found)


def page_number(printed: str) -> str:
    """Write a page number one way: `第一版`'s 一 and `01` are both `1`, `A 02` is `A2`."""
    compact = "".join(printed.split()).upper()
    letter = compact[0] if compact[:1].isascii() and compact[:1].isalpha() else ""
    number = compact[len(letter) :]
    if number.isdecimal():
        return f"{letter}{int(number)}"
    if number == "头":
        return "1"
    return f"{letter}{_chinese_number(number)}"


def _marker(match: re.Match[str]) -> Marker:
    printed = match.groupdict()
    way, page = (
        next(printed[kind] for kind in kinds if printed.get(kind)) for kinds in (_WAYS, _PAGES)
    )
    direction: Direction = "on" if way in _ONWARD else "from"
    return Marker(direction, page_number(page), match.start(), match.end())


def _chinese_number(number: str) -> int:
    """Read 三, 十, 十二, 二十 or 二十一; mixed digits count one by one."""
    if "十" in number:
        tens, _, ones = number.partition("十")
        return 10 * _DIGITS.get(tens[-1:] or "一", 1) + _DIGITS.get(ones[:1], 0)
    value = 0
    for character in number:
        value = 10 * value + (
            int(character) if character.isdecimal() else _DIGITS.get(character, 0)
        )
    return value
