"""The paper, date and page numbers that a page prints about itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from service.splitters.lines.furniture import CN, DATE, PAPER
from service.splitters.lines.line import Line
from service.splitters.lines.markers import page_number

_MASTHEAD = re.compile(rf"^[《]?(?P<paper>{PAPER})[》]?(?=$|[\s\u3000|｜·•,，]|\d|二〇|第|[A-Z]\d)")
_DATE = re.compile(DATE)
_N_HEAD = 6
_PAGE_NUMBER = re.compile(rf"(?:第\s*+)?(?P<page>(?:[A-Z]\s*+)?[\d{CN}]{{1,3}})\s*+版")


@dataclass(frozen=True, slots=True)
class Masthead:
    """Paper and date (ISO 8601) as the page prints them; None where it does not."""

    paper: str | None
    date: str | None

    def contradicts(self, other: Masthead) -> bool:
        """Whether both name a paper, or a date, and not the same."""
        pairs = ((self.paper, other.paper), (self.date, other.date))
        return any(one and another and one != another for one, another in pairs)

    def completed(self, other: Masthead) -> Masthead:
        """This masthead with what only the other one says."""
        return Masthead(self.paper or other.paper, self.date or other.date)


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
    return tuple(PrintedPage(page, read_masthead(_head(page))) for page in pages)


def _head(page: Sequence[Line]) -> list[Line]:
    return [line for line in page[:_N_HEAD] if line.is_furniture]


def read_masthead(lines: Sequence[Line]) -> Masthead:
    """Take paper and date from the furniture of an issue.

    Args:
        lines: The lines that are furniture, in order.

    Returns:
        The first paper, as printed, and the first full date printed in them.
    """
    paper = next((paper for line in lines if (paper := _paper(line))), None)
    day = next((day for line in lines if (day := _iso_date(line.text))), None)
    return Masthead(paper, day)


def printed_pages(lines: Sequence[Line]) -> tuple[str | None, ...]:
    """The page number printed on the page of each line, such as `3` or `A2`; None without one."""
    starts = [index for index, line in enumerate(lines) if line.starts_page or not index]
    numbers: list[str | None] = []
    for first, end in pairwise([*starts, len(lines)]):
        found = (number for line in lines[first:end] if (number := _printed_page(line)))
        numbers += [next(found, None)] * (end - first)
    return tuple(numbers)


def _paper(line: Line) -> str | None:
    match = _MASTHEAD.match(line.text)
    if not match:
        return None
    start, end = line.folded.span(*match.span("paper"))
    return line.printed[start:end]


def _printed_page(line: Line) -> str | None:
    match = _PAGE_NUMBER.search(line.text)
    if not match or line.text.startswith("今日") or not line.is_furniture:
        return None
    return page_number(match["page"])


def _iso_date(line: str) -> str | None:
    match = _DATE.search(line)
    if not match:
        return None
    year = int("".join(str(_digit(c)) for c in match["year"]))
    try:
        return date(year, _number(match["month"]), _number(match["day"])).isoformat()
    except ValueError:  # the thirtieth of February is no day
        return None


def _digit(character: str) -> int:
    if character.isdecimal():
        return int(character)
    return 0 if character in "〇零" else CN.index(character) - 1


def _number(printed: str) -> int:
    if printed.isdecimal():
        return int(printed)
    tens, ten, ones = printed.partition("十")
    if not ten:
        return _digit(printed[-1])
    return 10 * (_digit(tens[-1]) if tens else 1) + (_digit(ones[0]) if ones else 0)
