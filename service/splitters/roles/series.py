"""Numbers that count the sections of one story: 一、 二、 三、, or 01 02 03 on own lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from service.splitters.lines.edges import ends_sentence
from service.splitters.lines.line import Line
from service.splitters.roles.looks import is_short

_MOST_BETWEEN = 40  # lines between two numbers of a story
_NUMERALS = "一二三四五六七八九十"
_ORDINAL = re.compile(rf"(?P<form>[（(]?)(?P<number>[{_NUMERALS}])(?:[、.．]|[)）])(?=\S)")
# The subhead behind it, with a nought before it as no date or amount has: 01 怎么报名.
_COUNTED = re.compile(r"0(?P<number>[1-9])(?:[\s\u3000]*[.、|丨][\s\u3000]*|[\s\u3000]+)[^\d\s].*")
_HOUR = re.compile(r"(?:凌晨|[上中下]午|清晨|晚上?)?\d{1,2}[:：]\d\d")
_COUNT = re.compile(r"(?:PART|NO)?[\s.]*0?(?P<number>[1-9])[.、]?", re.I)


def find_sections(lines: Sequence[Line]) -> frozenset[int]:
    """Which lines stand from one number of a series to the next, so that no story begins there.

    A lead or a signpost in between, or a new page, ends the series.

    Args:
        lines: The lines of an issue.
    """
    found: set[int] = set()
    last: dict[str, tuple[int, int]] = {}
    for index, line in enumerate(lines):
        match = _ORDINAL.match(line.text)
        if not match:
            continue
        form, number = match["form"], _NUMERALS.index(match["number"])
        first, before = last.get(form, (index, -1))
        if number == before + 1 and number and _is_one_story(lines, first, index):
            found.update(range(first, index + 1))
        last[form] = (index, number)
    return frozenset(found)


def find_counts(lines: Sequence[Line]) -> frozenset[int]:
    """Which lines begin a section by its number: 01, 02, 03, the subhead behind or below.

    So do hours on lines of their own below texts: 02:10, 03:30.
    """
    found: list[int] = []
    run: list[int] = []
    for index, line in enumerate(lines):
        counted = _COUNTED.fullmatch(line.text) if is_short(line.text) else None
        count = counted or _COUNT.fullmatch(line.text)
        below = lines[index : index + 1] if counted else lines[index + 1 : index + 2]
        if line.starts_page:
            run = []
        if not count or not any(is_short(other.text) and not other.starts_page for other in below):
            continue
        number = int(count["number"])
        is_next = number == len(run) + 1 and (not run or _is_one_story(lines, run[-1], index))
        run = [*run, index] if is_next else [index] if number == 1 else []
        found += run if len(run) > 1 else ()
    hours = [
        index
        for index, (above, line) in enumerate(pairwise(lines), 1)
        if _HOUR.fullmatch(line.text) and ends_sentence(above.text)
    ]
    return frozenset(found).union(hours if len(hours) > 1 else ())


def _is_one_story(lines: Sequence[Line], first: int, end: int) -> bool:
    between = lines[first + 1 : end + 1]
    return 0 < len(between) <= _MOST_BETWEEN and not any(
        line.starts_page or line.markers or (line.lead is not None and line.lead.opens)
        for line in between
    )
