"""Questions that are answered: who asks and answers by turns, and what heads them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.splitters.lines.line import Line
from service.splitters.roles.looks import is_short

_ASKS = re.compile(
    r"(?:[提]?问|Q\d{0,2}|记者|主持人|市民|读者|网友|听众|家长|学生)\d{0,2}\s?[:：]", re.IGNORECASE
)
_ANSWERS = re.compile(r"(?:[回]?答|A\d{0,2}|[\u4e00-\u9fff·]{2,12})\d{0,2}\s?[:：]", re.IGNORECASE)
_NUMBERED = re.compile(
    r"(?:问题|Q)?[（(]?(?P<number>\d{1,2}|[一二三四五六七八九十])[)）]?[.、．:：\s]?\s?[^\s\d].{2,60}[？?][”」]?"
)
_NUMERALS = "〇一二三四五六七八九十"
_MOST_BETWEEN = 15  # lines from one question to the next
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Interview:
    """One run of questions and answers.

    Attributes:
        turns: The lines that ask, and those right below that answer by name.
        head: The short line above the first of them, None where a text stands there.
    """

    turns: tuple[int, ...]
    head: int | None


def find_interviews(lines: Sequence[Line]) -> tuple[Interview, ...]:
    """Where two or more questions are asked and answered one after the other."""
    runs = (*_runs(lines, _asked(lines)), *_runs(lines, _numbered(lines)))
    return tuple(Interview(turns, _head(lines, turns[0])) for turns in runs)


def _asked(lines: Sequence[Line]) -> Iterator[tuple[int, ...]]:
    for index, line in enumerate(lines[:-1]):
        below = lines[index + 1].text
        if _ASKS.match(line.text) and _ANSWERS.match(below) and not _ASKS.match(below):
            yield index, index + 1


def _numbered(lines: Sequence[Line]) -> Iterator[tuple[int, ...]]:
    expected = 1
    for index, line in enumerate(lines[:-1]):
        question = _NUMBERED.fullmatch(line.text)
        if question and not _NUMBERED.fullmatch(lines[index + 1].text):
            written = question["number"]
            number = int(written) if written.isdecimal() else _NUMERALS.index(written)
            if number in (1, expected):
                expected = number + 1
                yield (index,)


def _runs(lines: Sequence[Line], questions: Iterator[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Questions with their answers, those of one story together."""
    runs: list[list[tuple[int, ...]]] = []
    for question in questions:
        if not runs or not _goes_on(lines, runs[-1][-1][0], question[0]):
            runs.append([])
        runs[-1].append(question)
    return [sum(run, ()) for run in runs if len(run) >= _FEWEST]


def _goes_on(lines: Sequence[Line], last: int, index: int) -> bool:
    between = lines[last + 1 : index + 1]
    return len(between) <= _MOST_BETWEEN and not any(
        line.starts_page or line.markers or (line.lead is not None and line.lead.opens)
        for line in between
    )


def _head(lines: Sequence[Line], first: int) -> int | None:
    if not first or lines[first].starts_page:
        return None
    above = lines[first - 1]
    if first > 1 and not above.starts_page and _heads(lines[first - 2]):
        return None  # a subhead or a further line of a headline
    is_other = above.is_furniture or above.is_byline or above.is_row or above.markers
    return first - 1 if is_short(above.text) and not is_other else None


def _heads(line: Line) -> bool:
    return is_short(line.text) or line.is_byline or line.author is not None
