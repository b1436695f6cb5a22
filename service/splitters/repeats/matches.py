"""Lines of an issue whose characters stand in another place too."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from service.splitters.repeats.characters import CLAUSE_ENDS, Characters

_ANCHOR = 8
_MAX_CANDIDATES = 4
_MAX_TRIES = 16
_EDITS_PER_CHARACTER = 1 / 40
_LOOKAHEAD = 4


@dataclass(frozen=True, slots=True)
class Match:
    """Lines `first` to `last`, and where in the characters their text stands once more.

    Attributes:
        first: Index of the first line.
        last: Index of the last line.
        start: First character of the other occurrence, which may lie within a line.
        end: One past its last character.
    """

    first: int
    last: int
    start: int
    end: int


def find_matches(characters: Characters) -> Iterator[Match]:
    """Find runs of lines whose characters stand elsewhere too, about one in forty aside.

    Takes time linear in the number of characters.

    Args:
        characters: The characters of an issue.

    Yields:
        The runs in order, none overlapping another, each with the first other place found.
    """
    places = dict(_match_lines(characters))
    line = free = 0
    while line < len(characters.lines):
        if line not in places:
            line += 1
            continue
        last = line
        start, end = places[line]
        while last + 1 in places and abs(places[last + 1][0] - end) <= 2:
            last += 1
            end = places[last][1]
        match = _extend(characters, Match(line, last, start, end), floor=free)
        yield match
        line = free = match.last + 1


def _match_lines(characters: Characters) -> list[tuple[int, tuple[int, int]]]:
    """For each line that stands elsewhere, the first such place."""
    heads: dict[str, deque[int]] = {}
    tails: dict[str, deque[int]] = {}
    n_lines = len(characters.starts) - 1
    for line in range(n_lines):
        start, end = characters.start(line), characters.end(line)
        if end - start >= _ANCHOR:
            heads.setdefault(characters.text[start : start + _ANCHOR], deque()).append(line)
            tails.setdefault(characters.text[end - _ANCHOR : end], deque()).append(line)
    found: dict[int, tuple[int, int]] = {}
    tried: dict[int, int] = {}
    for place in range(len(characters.text) - _ANCHOR + 1):
        anchor = characters.text[place : place + _ANCHOR]
        for anchors, forward in ((heads, True), (tails, False)):
            waiting = anchors.get(anchor)
            if not waiting:
                continue
            for line in tuple(islice(waiting, _MAX_CANDIDATES)):
                _try_match(characters, line, place, forward=forward, found=found, tried=tried)
                if line in found or tried.get(line, 0) >= _MAX_TRIES:
                    waiting.remove(line)
    return sorted(found.items())


def _try_match(
    characters: Characters,
    line: int,
    place: int,
    *,
    forward: bool,
    found: dict[int, tuple[int, int]],
    tried: dict[int, int],
) -> None:
    """Compare a line with the text at an anchor and keep the place if they agree."""
    start, end = characters.start(line), characters.end(line)
    if line in found:
        return
    if start - _ANCHOR < place < end:
        return
    tried[line] = tried.get(line, 0) + 1
    if forward:
        other_end = _follow(characters.text, (start, end), place, step=1)
        region = (place, other_end) if other_end is not None else None
    else:
        other_start = _follow(characters.text, (end - 1, start - 1), place + _ANCHOR - 1, step=-1)
        region = (other_start + 1, place + _ANCHOR) if other_start is not None else None
    if region and (region[1] <= start or region[0] >= end):
        found[line] = region


def _follow(text: str, line: tuple[int, int], place: int, *, step: int) -> int | None:
    """Walk a line and its supposed copy side by side, allowing few edits.

    Returns:
        Where the copy ends, None if they do not agree.
    """
    here, stop = line
    budget = 1 + int(abs(stop - here) * _EDITS_PER_CHARACTER)
    while here != stop:
        if not 0 <= place < len(text):
            return None
        if text[here] == text[place]:
            here, place = here + step, place + step
            continue
        budget -= 1
        if budget < 0:
            return None
        skip_here, skip_place = _best_edit(text, here, place, step)
        here, place = here + skip_here, place + skip_place
        if (here - stop) * step >= 0:
            return place
    return place


def _best_edit(text: str, here: int, place: int, step: int) -> tuple[int, int]:
    """The edit (replace, insert, drop) after which most characters agree again."""

    def agreeing(a: int, b: int) -> int:
        count = 0
        while (
            count < _LOOKAHEAD and min(a, b) >= 0 and max(a, b) < len(text) and text[a] == text[b]
        ):
            count, a, b = count + 1, a + step, b + step
        return count

    edits = ((step, step), (step, 0), (0, step))
    return max(edits, key=lambda edit: agreeing(here + edit[0], place + edit[1]))


def _extend(characters: Characters, match: Match, *, floor: int) -> Match:
    """Take in neighbouring lines from `floor` on, too short to be found alone, that also agree."""
    first, last, start, end = match.first, match.last, match.start, match.end
    text, n_lines = characters.text, len(characters.lines)
    while first > floor:
        length = characters.start(first) - characters.start(first - 1)
        meets = end > characters.start(first - 1) and start < characters.start(first)
        if not length or meets or start < length:
            break
        if (
            text[start - length : start]
            != text[characters.start(first - 1) : characters.start(first)]
        ):
            break
        first, start = first - 1, start - length
    while last + 1 < n_lines:
        length = characters.end(last + 1) - characters.end(last)
        meets = characters.start(first) < end + length and start < characters.end(last + 1)
        if meets or (not length and not _goes_along(characters, last + 1, end)):
            break
        if text[end : end + length] != text[characters.end(last) : characters.end(last + 1)]:
            break
        last, end = last + 1, end + length
    return Match(first, last, start, end)


def _goes_along(characters: Characters, line: int, end: int) -> bool:
    """Whether a line without characters is a stop, or a byline that stands below the other too."""
    if all(character in CLAUSE_ENDS for character in characters.lines[line]):
        return True
    below = characters.line_at[end - 1] + 1
    return below != line and characters.lines[line] in characters.lines[below : below + 1]
