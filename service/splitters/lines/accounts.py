"""Who posted: the names of accounts at the head of a post, and the calls that stand with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from service.splitters.lines.calls import is_call
from service.splitters.lines.edges import is_paragraph
from service.splitters.lines.furniture import PAPER, is_day
from service.splitters.lines.line import Line

_NAME = r"[\u4e00-\u9fffA-Za-z\d·]{2,14}"
_IS_NAME, _LONGEST = re.compile(_NAME), 8
_GAP = r"[\s\u3000|·]+"
# Names that offices and newsrooms give their accounts, around that of the place.
_OFFICE = re.compile(
    r"(?:平安|文旅|健康|法治|清风|智慧|掌上|云上|今日|网信|青春|微|爱|最)[\u4e00-\u9fff]{2,4}"
    r"|[\u4e00-\u9fff]{2,5}(?:发布|融媒(?:体(?:中心)?)?|公安|交警|警方|网警|禁毒|消防|应急|气象|疾控|卫健|医保|人社|税务|教育|文旅|"
    r"城管|住建|市监|检察|法院|网信|团委|青年|妇联|工会|供电|水务|公交|地铁|市场监管|生态环境|图书馆|博物馆|医院|公积金)(?:在线)?"
)
_WHEN = (
    r"(?:(?:19|20)\d\d\s?[-年./]|\d{1,2}月\d{1,2}日|\d\d-\d\d\s|[昨前今]天|刚刚"
    r"|\d{1,2}(?:分钟|小时|天)前)"
)
_POSTED = re.compile(
    rf"(?!{PAPER})(?:原创{_GAP})?(?P<name>{_NAME}){_GAP}{_WHEN}[^。，！？版期]{{0,40}}"
)
# As phones show it below the account: day, hour and where it was posted from.
_STAMP = re.compile(
    r"(?:19|20)\d\d\s?[-年./]\s?\d{1,2}\s?[-月./]\s?\d{1,2}\s?日?\s+\d{1,2}[:：]\d\d\s+[\u4e00-\u9fff]{2,3}"
)
_OF_POST = re.compile(r"\d[:：]\d\d|发表于|原创|转载|[昨前今]天|刚刚|前$")
_ORIGINAL = re.compile(rf"(?:原创|转载){_GAP}(?:{_NAME}{_GAP})?(?P<name>{_NAME})")
_QUOTED = re.compile(rf"[“「【](?P<name>{_NAME})[”」】]")
_MOST_OF_HEAD = 6  # lines
_FOLLOW = re.compile(r"关注|蓝字|订阅")


def find_accounts(lines: Sequence[Line]) -> frozenset[int]:
    """Which lines name the account that posted, or call to follow it right beside that.

    A name is one by its form or where another line of the page tells so; and when it was posted,
    or that call, stands below it, with the headline of the post below or above.

    Args:
        lines: The printed lines of an issue, in order.
    """
    names = frozenset(_names(lines))
    found = {index for index in range(len(lines)) if _is_account(lines, index, names)}
    for index in sorted(found):
        found.update(_calls_beside(lines, index))
    return frozenset(found)


def _names(lines: Sequence[Line]) -> Iterator[str]:
    """The accounts that a page names beside the time of a post, or to be followed."""
    for index, line in enumerate(lines):
        if _heads_post(lines, index):
            yield line.text
        posted = _POSTED.fullmatch(line.text)
        if posted and (line.tells is not None or _OFFICE.fullmatch(posted["name"])):
            yield posted["name"]
        if _calls_to_follow(line):
            yield from (found["name"] for found in _QUOTED.finditer(line.text))


def _is_account(lines: Sequence[Line], index: int, names: Set[str]) -> bool:
    text = lines[index].text
    if text in names:
        return True
    posted = _POSTED.fullmatch(text) or _ORIGINAL.fullmatch(text)
    if lines[index].starts_page and not _OF_POST.search(text):
        return False  # name and day alone head a page of print
    is_known = posted and (posted["name"] in names or _OFFICE.fullmatch(posted["name"]))
    return bool(is_known)


def _heads_post(lines: Sequence[Line], index: int) -> bool:
    """Whether a name stands above the time of a post or a call, and its headline beside them."""
    text, below = lines[index].text, lines[index + 1 : index + 2]
    is_stamped = any(_STAMP.fullmatch(line.text) for line in below) and len(text) <= _LONGEST
    if not (_OFFICE.fullmatch(text) or (is_stamped and _IS_NAME.fullmatch(text))):
        return False
    end = _end_of_head(lines, index)
    if end == index + 1:
        return False
    beside = (*lines[max(index - 1, 0) : index], *lines[end : end + 1])
    return any(map(_may_be_headline, beside))


def _end_of_head(lines: Sequence[Line], index: int) -> int:
    """One past the times and calls right below a line."""
    end, last = index + 1, min(index + _MOST_OF_HEAD, len(lines))
    while end < last and not lines[end].starts_page and _is_of_head(lines[end]):
        end += 1
    return end


def _calls_beside(lines: Sequence[Line], index: int) -> Iterator[int]:
    """The calls to follow right below an account, and those above it at the head of a page."""
    yield from (
        i for i in range(index + 1, _end_of_head(lines, index)) if _calls_to_follow(lines[i])
    )
    first = index
    while (
        index - first < _MOST_OF_HEAD
        and not lines[first].starts_page
        and _calls_to_follow(lines[first - 1])
    ):
        first -= 1
    if lines[first].starts_page:
        yield from range(first, index)


def _is_of_head(line: Line) -> bool:
    is_dated = line.tells is not None and line.tells.is_dated
    return is_dated or is_day(line.text) or _calls_to_follow(line)


def _calls_to_follow(line: Line) -> bool:
    return _FOLLOW.search(line.text) is not None and is_call(line.text)


def _may_be_headline(line: Line) -> bool:
    is_other = line.is_furniture or line.tells is not None
    return not (is_other or is_paragraph(line.text))
