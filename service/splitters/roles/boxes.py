"""Boxes that list headlines: those of stories on the page, and of others that a site links to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from service.characters import content_characters
from service.splitters.lines.edges import SIGNS
from service.splitters.lines.line import Line
from service.splitters.lines.weather import is_weather, is_weather_head
from service.splitters.roles.looks import LIST_HEAD, is_short

_SHORTEST = 6  # characters by which a headline is known again
_FEWEST = 2  # headlines of a box
_LONGEST_HEAD = 12
_NUMBERED = re.compile(r"\d{1,2}[.、．]|[·•>＞▪◦-]")
_SKY, _DEGREES = re.compile(r"[晴阴云雨雪雾霾陰雲霧]"), re.compile(r"\d\s*+(?:℃|度|°C)")


def find_teasers(lines: Sequence[Line]) -> frozenset[int]:
    """Which lines only announce a story: two or more headlines in a row that stand again below."""
    runs = list(_runs(lines))
    again = _stand_again([_content(line) for line in lines]) if runs else frozenset()
    boxes = ([index for index in run if index in again] for run in runs)
    return frozenset(index for box in boxes if len(box) >= _FEWEST for index in box)


def find_linked(lines: Sequence[Line]) -> Mapping[int, bool]:
    """Which lines may be links to other stories: short ones below 相关推荐, and that itself.

    Returns:
        By the index of each whether nothing but such lines stands below it on its page.
    """
    found: dict[int, bool] = {}
    for run in _runs(lines):
        heads = [index for index in run if _is_head(lines[index])]
        is_last = run.stop == len(lines) or lines[run.stop].starts_page
        linked = run[heads[0] - run.start :] if heads else run[:0]
        if not is_last and len(linked) > 1 and _heads_text(lines, linked):
            linked = linked[:-1] if len(linked) > _FEWEST else linked[:0]
        found.update(dict.fromkeys(linked, is_last))
    return found


def find_forecasts(lines: Sequence[Line]) -> tuple[range, ...]:
    """Where weather is an item of its own: below 今日天气, places or days line by line.

    Each such line has its own sky and degrees. What a masthead tells of the day stands in one
    line, or in a box with a line for the sky and others for its degrees and the wind.
    """
    found: list[range] = []
    end, rows = len(lines), 0  # of the lines about the weather that begin below
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if rows >= _FEWEST and is_weather_head(line.text):
            found.append(range(index, end))
        if line.starts_page or not is_weather(line.text):
            end, rows = index, 0
        elif _SKY.search(line.text) and _DEGREES.search(line.text):
            rows += 1
    return tuple(reversed(found))


def _heads_text(lines: Sequence[Line], linked: range) -> bool:
    """Whether the last line of a box is the headline of the text below.

    It stands apart from the box and not from the text, or the others alone are numbered.
    """
    *above, last = (lines[index] for index in linked[1:])
    is_apart = last.n_blank > lines[linked.stop].n_blank
    is_unnumbered = all(_NUMBERED.match(line.text) for line in above)
    return is_apart or (is_unnumbered and not _NUMBERED.match(last.text))


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


def _stand_again(contents: Sequence[str]) -> frozenset[int]:
    """Which contents begin with one further down, or one of those with them."""
    known = {content for content in contents if len(content) >= _SHORTEST}
    again: list[int] = []
    below: set[str] = set()  # contents further down, and all contents that these begin with
    whole: set[str] = set()  # contents further down
    for index in range(len(contents) - 1, -1, -1):
        beginnings = [contents[index][:n] for n in range(_SHORTEST, len(contents[index]) + 1)]
        if beginnings and (beginnings[-1] in below or not whole.isdisjoint(beginnings)):
            again.append(index)
        below.update(known.intersection(beginnings))
        whole.update(beginnings[-1:])
    return frozenset(again)
