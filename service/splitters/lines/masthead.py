"""The paper, date and page numbers that a page prints about itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from service.folding import FoldedText, fold
from service.splitters.lines.furniture import (
    CN,
    DATE,
    DAY_OF_YEAR,
    PAPER,
    SECTIONS,
    WEEKDAY,
    close_spaced,
)
from service.splitters.lines.line import Line
from service.splitters.lines.markers import page_number

_MASTHEAD = re.compile(rf"^[《]?(?P<paper>{PAPER})[》]?(?=$|[\s\u3000|｜·•,，]|\d|二〇|第|[A-Z]\d)")
# Behind page, day or letters the paper's name counts only where the line is of a printed page.
_LATE_PAPER = re.compile(rf"(?<![\u4e00-\u9fff])[《]?(?P<paper>{PAPER})[》]?(?![\u4e00-\u9fff])")
_PRINTED = re.compile(
    rf"{WEEKDAY}|[\d{CN}]\s*+版|版\s*+[\d{CN}]|第\s*+\d+\s*+期|(?<![A-Za-z\d])[A-H]\s?\d{{1,2}}(?!\d)"
)
_DATE = re.compile(DATE)
_COMPACT_DATE = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)")
_DAY_OF_YEAR = re.compile(rf"{DAY_OF_YEAR}(?=\s*+{WEEKDAY})")
_NUMBER = re.compile(r"[总第]\s*+(?P<number>\d{2,6})\s*+期")
# Papers of counties and offices go by names that are words elsewhere, so they count only where
# nothing else is said: 云川报, 今日云川, 云川发布.
_SECTION_NAME = (
    rf"(?:{SECTIONS}|图片|摄影|图说|义务|职业|家庭|学前|权威|最新|重磅|信息|联合|政策|天气|"
    r"特别|独家|热点)"
)
_LOCAL = (
    r"(?:今日(?!头条|要闻|看点|关注|视点|话题|提示|天气|导读|热点|推荐|评论|论坛|聚焦|[立小大春秋冬夏][\u4e00-\u9fff]$|雨水|惊蛰|清明|谷雨|芒种|处暑|白露|寒露|霜降)[\u4e00-\u9fff]{2,3}"
    r"|新[\u4e00-\u9fff]{2}(?=$|\s)"
    rf"|(?!{_SECTION_NAME})[\u4e00-\u9fff]{{2,4}}(?:(?<![通海简公预情举申喜捷战警电汇填快画年月季墙板抄])报|新闻|周刊|时讯|通讯|发布|融媒|教育))"
)
_LOCAL_PAPER = re.compile(rf"[《]?(?P<paper>{_LOCAL})[》]?(?=$|[\s|·]|\d|二〇|第)")
_FIRST_YEAR_OF_REPUBLIC = 1912
_N_HEAD = 6
_PAGE_NUMBER = re.compile(rf"(?:第\s*+)?(?P<page>(?:[A-Z]\s*+)?[\d{CN}]{{1,3}})\s*+版")


@dataclass(frozen=True, slots=True)
class Masthead:
    """What a page prints at its head; None where it does not.

    Attributes:
        paper: The paper, as printed.
        date: The day, ISO 8601.
        day_of_year: Month and day, `03-18`, also where no year is printed.
        number: Which number of the paper it is.
    """

    paper: str | None = None
    date: str | None = None
    day_of_year: str | None = None
    number: str | None = None

    def contradicts(self, other: Masthead) -> bool:
        """Whether both name a paper, a date, or else a number, and not the same."""
        papers = [fold(masthead.paper or "").text for masthead in (self, other)]
        pairs = [papers, (self.date, other.date), (self.day_of_year, other.day_of_year)]
        if not (self.date and other.date):  # a paper counts its numbers in more than one way
            pairs.append((self.number, other.number))
        return any(one and another and one != another for one, another in pairs)

    def completed(self, other: Masthead) -> Masthead:
        """This masthead with what only the other one says."""
        return Masthead(
            self.paper or other.paper,
            self.date or other.date,
            self.day_of_year or other.day_of_year,
            self.number or other.number,
        )


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The lines of a page, at least one, and what its head says."""

    lines: tuple[Line, ...]
    masthead: Masthead


def page_mastheads(lines: Sequence[Line]) -> tuple[PrintedPage, ...]:
    """The pages of some lines, each with the paper and the date at its head.

    A head is the furniture among its first six lines; a date by itself further down may be
    that of a notice.
    """
    starts = [index for index, line in enumerate(lines) if line.starts_page or not index]
    pages = (tuple(lines[first:end]) for first, end in pairwise([*starts, len(lines)]))
    return tuple(PrintedPage(page, _read(_head(page))) for page in pages)


def _head(page: Sequence[Line]) -> list[Line]:
    return [line for line in page[:_N_HEAD] if line.is_furniture]


def read_masthead(lines: Sequence[Line]) -> Masthead:
    """Take paper and date from the furniture of an issue.

    Args:
        lines: The lines that are furniture, in order.

    Returns:
        The first paper, as printed, and the first full date printed in them.
    """
    masthead = _read(lines)
    local = next((paper for line in lines if (paper := _local_paper(line))), None)
    return masthead.completed(Masthead(local))


def read_post_head(line: Line) -> Masthead:
    """Take account and day from what stands above the headline of a post.

    Args:
        line: The first line of an issue, with what tells of it.
    """
    above = [told for told in line.meta if told.start < line.start]
    paper = next((paper for told in above if (paper := _local_paper(told))), None)
    day = next((day for told in above if (day := _iso_date(told.text))), None)
    return Masthead(paper, day) if paper else Masthead()


def heads_page(text: str) -> bool:
    """Whether a line begins with the name of a paper, as a masthead does."""
    return (_MASTHEAD.match(text) or _LOCAL_PAPER.match(text)) is not None


def is_local_paper(text: str) -> bool:
    """Whether a line may name a paper of a county or an office and says nothing else."""
    return _LOCAL_PAPER.fullmatch(text) is not None


def _read(lines: Sequence[Line]) -> Masthead:
    """The paper by a name that no other thing has, and the day, of some lines of furniture."""
    paper = next((paper for line in lines if (paper := _paper(line))), None)
    day = next((day for line in lines if (day := _iso_date(line.text))), None)
    days = (_DAY_OF_YEAR.search(line.text) for line in lines)
    printed = next((f"{int(d['month']):02}-{int(d['day']):02}" for d in days if d), None)
    numbers = (_NUMBER.search(line.text) for line in lines)
    number = next((found["number"] for found in numbers if found), None)
    return Masthead(paper, day, day[len("2024-") :] if day else printed, number)


def printed_pages(lines: Sequence[Line]) -> tuple[str | None, ...]:
    """The page number printed on the page of each line, such as `3` or `A2`; None without one."""
    starts = [index for index, line in enumerate(lines) if line.starts_page or not index]
    numbers: list[str | None] = []
    for first, end in pairwise([*starts, len(lines)]):
        found = (number for line in lines[first:end] if (number := _printed_page(line)))
        numbers += [next(found, None)] * (end - first)
    return tuple(numbers)


def _paper(line: Line) -> str | None:
    folded = fold(close_spaced(line.printed))
    match = _MASTHEAD.match(folded.text)
    if not match and _PRINTED.search(folded.text):
        match = _LATE_PAPER.search(folded.text)
    return _as_printed(folded, match)


def _local_paper(line: Line) -> str | None:
    folded = fold(close_spaced(line.printed))
    return _as_printed(folded, _LOCAL_PAPER.match(folded.text))


def _as_printed(folded: FoldedText, match: re.Match[str] | None) -> str | None:
    if not match:
        return None
    start, end = folded.span(*match.span("paper"))
    return folded.printed[start:end]


def _printed_page(line: Line) -> str | None:
    match = _PAGE_NUMBER.search(line.text)
    if not match or line.text.startswith("今日") or not line.is_furniture:
        return None
    return page_number(match["page"])


def _iso_date(line: str) -> str | None:
    match = _DATE.search(line) or _COMPACT_DATE.search(line)
    if not match:
        return None
    year = _year(match["year"])
    try:
        return date(year, _number(match["month"]), _number(match["day"])).isoformat()
    except ValueError:  # the thirtieth of February is no day
        return None


def _year(printed: str) -> int:
    if printed.startswith("民国"):
        return _FIRST_YEAR_OF_REPUBLIC + int(printed.removeprefix("民国")) - 1
    return int("".join(str(_digit(c)) for c in printed))


def _digit(character: str) -> int:
    if character.isdecimal():
        return int(character)
    return 0 if character in "〇零○◯" else CN.index(character) - 1


def _number(printed: str) -> int:
    if printed.isdecimal():
        return int(printed)
    printed = printed.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = printed.partition("十")
    if not ten:
        return _digit(printed[-1])
    return 10 * (_digit(tens[-1]) if tens else 1) + (_digit(ones[0]) if ones else 0)
