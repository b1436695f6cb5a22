"""Boxes that list headlines: those of stories on the page, and of others that a site links to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.splitters.lines.furniture import is_weather, is_weather_head
from service.splitters.lines.line import Line
from service.splitters.roles.looks import LIST_HEAD, SIGNS, is_short
from service.text import content_characters

_SHORTEST = 6  # characters by which a headline is known again
_FEWEST = 2  # headlines of a box
_LONGEST_HEAD = 12
_SKY, _DEGREES = re.compile(r"[晴阴云雨雪雾霾陰雲霧]"), re.compile(r"\d\s*+(?:℃|度|°C)")


def find_teasers(lines: Sequence[Line]) -> frozenset[int]:
    """Which lines only announce a story: two or more headlines in a row that stand again below."""
    contents = [_content(line) for line in lines]
    found: list[int] = []
    for run in _runs(lines):
        again = [index for index in run if _stands_in(contents[index], contents[index + 1 :])]
        found += again if len(again) >= _FEWEST else []
    return frozenset(found)


def find_linked(lines: Sequence[Line]) -> frozenset[int]:
    """Which lines may be links to other stories: short ones below 相关推荐, and that itself."""
    found: list[int] = []
    for run in _runs(lines):
        heads = [index for index in run if _is_head(lines[index])]
        found += run[heads[0] - run.start :] if heads else ()
    return frozenset(found)


def find_forecasts(lines: Sequence[Line]) -> tuple[range, ...]:
    """Where weather is an item of its own: below 今日天气, places or days line by line.

    Each such line has its own sky and degrees. What a masthead tells of the day stands in one
    line, or in a box with a line for the sky and others for its degrees and the wind.
    """
    found = []
    for index, line in enumerate(lines):
        end = index + 1
        while end < len(lines) and is_weather(lines[end].text) and not lines[end].starts_page:
            end += 1
        rows = sum(
            bool(_SKY.search(row.text) and _DEGREES.search(row.text))
            for row in lines[index + 1 : end]
        )
        if rows >= _FEWEST and is_weather_head(line.text):
            found.append(range(index, end))
    return tuple(found)


def _is_head(line: Line) -> bool:
    return len(line.text) <= _LONGEST_HEAD and bool(LIST_HEAD.search(line.text))


def _runs(lines: Sequence[Line]) -> Iterator[range]:
    """Where several short lines stand one below the other."""
    first = 0
    for index in range(len(lines) + 1):
        if index == len(lines) or not (is_short(lines[index].text) or lines[index].is_furniture):
            if index - first >= _FEWEST:
                yield range(first, index)
            first = index + 1


def _content(line: Line) -> str:
    return content_characters(line.text.lstrip(SIGNS + "·•>＞")) if is_short(line.text) else ""


def _stands_in(content: str, others: Sequence[str]) -> bool:
    return len(content) >= _SHORTEST and any(
        other.startswith(content) or (content.startswith(other) and len(other) >= _SHORTEST)
        for other in others
    )
