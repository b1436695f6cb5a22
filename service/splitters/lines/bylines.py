"""Who wrote it: bylines in leads, at ends, on lines of their own, and photo credits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from service.names import NAME, NAMES, ROLE, parse_names

Where = Literal["lead", "tail", "line", "photo"]

_MARK = r"[□■●◎◆▲○☆★\s\u3000]*"
_DOING = (
    r"(?:综合|参与)?(?:摄影报道|采访报道|报[道导]|整理|采写|撰文|文并摄|文/摄|文/图|图/文|图文)"
)
_PICTURE = r"(?:摄影报[道导]|文并摄|摄影|摄|供图|文/图|图/文|图文|图片报[道导]|图片|制图|图)"
_ROLES = rf"{ROLE}[\s\u3000:：]*"
_PEOPLE = rf"(?:{_ROLES})?{NAMES}(?:[\s\u3000、，,;；/]*{_ROLES}{NAMES}){{0,4}}"
_WITH_ROLE = rf"{_ROLES}{NAMES}(?:[\s\u3000、，,;；/]*{_ROLES}{NAMES}){{0,4}}"

_FROM_WIRE = r"(?:据?(?:新华社|本报|中新社)[^，。（）()\s]{0,16}电[\s\u3000,，]*)?"
_TAIL = re.compile(
    rf"[（(【][\s\u3000]*{_FROM_WIRE}(?P<names>{_PEOPLE})[\s\u3000]*"
    rf"(?:{_DOING}|{_PICTURE})?[\s\u3000]*[)）】][。\s]*$"
)
_ROLE_LINE = re.compile(
    rf"^{_MARK}(?:{_DOING}[\s\u3000:：]*)?(?P<names>{_WITH_ROLE})[\s\u3000]*(?:{_DOING}|{_PICTURE})?$"
)
_DONE_LINE = re.compile(rf"^{_MARK}(?P<names>{NAMES})[\s\u3000]*(?:{_DOING})$")
# Who did what, the work named before the names (口述：甲 整理：乙) or behind (甲/文 乙/图).
_WRITING = r"文|撰文|采写|撰稿|作者|口述|整理|编辑整理|图/文|文/图"
_WORK = rf"(?:{_WRITING}|图|摄影)"
_AND_WORK = rf"[\s\u3000，,；;]*{_WORK}[\s\u3000]*[/:：|｜][\s\u3000]*{_PEOPLE}"
_LABELLED_LINE = re.compile(
    rf"^{_MARK}[（(]?(?P<names>(?:{_WRITING})[\s\u3000]*[/:：|｜\s\u3000]"
    rf"[\s\u3000]*{_PEOPLE}(?:{_AND_WORK}){{0,3}})[)）]?"
    r"(?:[\s\u3000]+(?:来源|字数|日期|时间|编辑)[:：]\S{1,20}){0,3}$"
)
_WORKS_LINE = re.compile(
    rf"^{_MARK}[（(]?(?P<names>(?:{_ROLES})?{NAME}/(?:文|图|摄|整理)(?:[\s\u3000]+(?:{_ROLES})?{NAME}/(?:文|图|摄|整理)){{0,3}})[)）]?$"
)
_WORK_MARK = re.compile(rf"/(?:文|图|摄|整理)|{_WORK}[\s\u3000]*[/:：|｜]|^{_WORK}[\s\u3000]")
_MARKED_LINE = re.compile(rf"^[□■◎◆▲○☆★][\s\u3000]*(?P<names>{_PEOPLE})$")
_PHOTO = re.compile(
    rf"(?:^|(?<=[。！？!?”)）\s\u3000]))(?P<names>{_PEOPLE})[\s\u3000]*{_PICTURE}"
    r"[\s\u3000]*(?:[（(][^（）()]{1,14}[)）]|/[\s\u3000]*[^\s/]{1,8})?[。\s]*$"
)
_LABELLED_PHOTO = re.compile(
    rf"(?:^|(?<=[。！？!?”)）\s\u3000]))[（(]?(?:图片?|摄影|供图|图源)[\s\u3000]*[:：/][\s\u3000]*(?P<names>{_PEOPLE})[)）]?$"
)
_SOURCE = r"(?:新华社发|新华社照片|影像中国|人民视觉|视觉中国|资料图片?)?[\s\u3000,，]*"
_BRACKETED_PHOTO = re.compile(
    rf"{_SOURCE}[（(][\s\u3000]*(?P<names>{_PEOPLE})[\s\u3000]*(?:摄影|摄|供图)[\s\u3000]*[)）][。\s]*$"
)
_LONGEST_CREDIT = 70


@dataclass(frozen=True, slots=True)
class Byline:
    """A byline within a line.

    Attributes:
        names: The names, joined by one space.
        where: How it is printed.
        start: First code point within the line that is no body text.
        end: One past the last.
    """

    names: str
    where: Where
    start: int
    end: int

    def fills(self, line: str) -> bool:
        """Whether the line holds nothing else."""
        return not (line[: self.start] + line[self.end :]).strip()


def find_byline(line: str) -> Byline | None:
    """Find the byline of a line that is not empty, but for that of its lead.

    Looked for in this order: names with their work, photo credit, line of its own, end.
    Only the first and last 70 characters are looked at, so the time a line
    takes does not grow with its length.

    Args:
        line: The folded text of a line, without signposts.

    Returns:
        The byline, or None where the line has none.
    """
    return _works(line) or _photo_credit(line) or _own_line(line) or _tail(line)


def _works(line: str) -> Byline | None:
    if len(line) > _LONGEST_CREDIT or not _WORK_MARK.search(line):
        return None
    match = _LABELLED_LINE.match(line) or _WORKS_LINE.match(line)
    names = parse_names(_WORK_MARK.sub(" ", match["names"])) if match else None
    return Byline(names, "line", 0, len(line)) if names else None


def _photo_credit(line: str) -> Byline | None:
    bracketed = _bracketed_credit(line)
    if bracketed:
        return bracketed
    if line[-1] not in "摄图道影片)）。" and "摄影" not in line[-_LONGEST_CREDIT:]:
        offset = max(len(line) - _LONGEST_CREDIT, 0)
        match = _LABELLED_PHOTO.search(line[offset:])
        return _byline(match, "photo", offset) if match else None
    offset = max(len(line) - _LONGEST_CREDIT, 0)
    end = line[offset:]
    match = _PHOTO.search(end) or _LABELLED_PHOTO.search(end)
    while match:
        byline = _byline(match, "photo", offset)
        if byline:
            return byline
        match = _PHOTO.search(end, match.start() + 1)
    return None


def _bracketed_credit(line: str) -> Byline | None:
    if line.rstrip("。 ")[-1:] not in ")）" or ("摄" not in line and "供图" not in line):
        return None
    offset = max(len(line) - _LONGEST_CREDIT, 0)
    match = _BRACKETED_PHOTO.search(line[offset:])
    return _byline(match, "photo", offset) if match else None


def _own_line(line: str) -> Byline | None:
    if len(line) > _LONGEST_CREDIT:
        return None
    for pattern in (_ROLE_LINE, _DONE_LINE, _MARKED_LINE):
        match = pattern.match(line)
        if match:
            byline = _byline(match, "line", 0)
            if byline:
                return Byline(byline.names, "line", 0, len(line))
    return None


def _tail(line: str) -> Byline | None:
    offset = max(len(line) - _LONGEST_CREDIT, 0)
    opening = max(line.rfind(bracket, offset) for bracket in "（(【")
    if opening < 0:
        return None
    match = _TAIL.match(line, opening)
    return _byline(match, "tail", 0) if match else None


def _byline(match: re.Match[str], where: Where, offset: int) -> Byline | None:
    names = parse_names(match["names"])
    if names is None:
        return None
    return Byline(names, where, offset + match.start(), offset + match.end())
