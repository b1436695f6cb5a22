"""Lines of an issue whose letters stand in another place too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from service.splitters.repeats.characters import CLAUSE_ENDS, Letters

_ANCHOR = 8
_MAX_CANDIDATES = 4
_MAX_TRIES = 16
_EDITS_PER_CHARACTER = 1 / 40
_LOOKAHEAD = 4


@dataclass(frozen=True, slots=True)
class Match:
    """Lines `first` to `last`, and where in the letters their text stands once more.

    Attributes:
        first: Index of the first line.
        last: Index of the last line.
        start: First letter of the other occurrence, which may lie within a line.
        end: One past its last letter.
    """

    first: int
    last: int
    start: int
    end: int


def find_matches(letters: Letters) -> Iterator[Match]:
    """Find runs of lines whose letters stand elsewhere too, about one in forty aside.

    Takes time linear in the number of letters.

    Args:
        letters: The letters of an issue.

    Yields:
        The runs in order, none overlapping another, each with the first other place found.
    """
    places = dict(_match_lines(letters))
    line = free = 0
    while line < len(letters.lines):
        if line not in places:
            line += 1
            continue
        last = line
        start, end = places[line]
        while last + 1 in places and abs(places[last + 1][0] - end) <= 2:
            last += 1
            end = places[last][1]
        match = _extend(letters, Match(line, last, start, end), floor=free)
        yield match
        line = free = match.last + 1


def _match_lines(letters: Letters) -> list[tuple[int, tuple[int, int]]]:
    """For each line that stands elsewhere, the first such place."""
    heads: dict[str, list[int]] = {}
    tails: dict[str, list[int]] = {}
    n_lines = len(letters.starts) - 1
    for line in range(n_lines):
        start, end = letters.start(line), letters.end(line)
        if end - start >= _ANCHOR:
            heads.setdefault(letters.text[start : start + _ANCHOR], []).append(line)
            tails.setdefault(letters.text[end - _ANCHOR : end], []).append(line)
    found: dict[int, tuple[int, int]] = {}
    tried: dict[int, int] = {}
    for place in range(len(letters.text) - _ANCHOR + 1):
        anchor = letters.text[place : place + _ANCHOR]
        for anchors, forward in ((heads, True), (tails, False)):
            waiting = anchors.get(anchor)
            if not waiting:
                continue
            for line in waiting[:_MAX_CANDIDATES]:
                _try_match(letters, line, place, forward=forward, found=found, tried=tried)
                if line in found or tried.get(line, 0) >= _MAX_TRIES:
                    waiting.remove(line)
    return sorted(found.items())


def _try_match(
    letters: Letters,
    line: int,
    place: int,
    *,
    forward: bool,
    found: dict[int, tuple[int, int]],
    tried: dict[int, int],
) -> None:
    """Compare a line with the text at an anchor and keep the place if they agree."""
    start, end = letters.start(line), letters.end(line)
    if line in found:
        return
    if start - _ANCHOR < place < end:
        return
    tried[line] = tried.get(line, 0) + 1
    if forward:
        other_end = _follow(letters.text, (start, end), place, step=1)
        region = (place, other_end) if other_end is not None else None
    else:
        other_start = _follow(letters.text, (end - 1, start - 1), place + _ANCHOR - 1, step=-1)
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
    """The edit (replace, insert, drop) after which most letters agree again."""

    def agreeing(a: int, b: int) -> int:
        count = 0
        while (
            count < _LOOKAHEAD and min(a, b) >= 0 and max(a, b) < len(text) and text[a] == text[b]
        ):
            count, a, b = count + 1, a + step, b + step
        return count

    edits = ((step, step), (step, 0), (0, step))
    return max(edits, key=lambda edit: agreeing(here + edit[0], place + edit[1]))


def _extend(letters: Letters, match: Match, *, floor: int) -> Match:
    """Take in neighbouring lines from `floor` on, too short to be found alone, that also agree."""
    first, last, start, end = match.first, match.last, match.start, match.end
    text, n_lines = letters.text, len(letters.lines)
    while first > floor:
        length = letters.start(first) - letters.start(first - 1)
        meets = end > letters.start(first - 1) and start < letters.start(first)
        if not length or meets or start < length:
            break
        if text[start - length : start] != text[letters.start(first - 1) : letters.start(first)]:
            break
        first, start = first - 1, start - length
    while last + 1 < n_lines:
        length = letters.end(last + 1) - letters.end(last)
        meets = letters.start(first) < end + length and start < letters.end(last + 1)
        if meets or (not length and not _goes_along(letters, last + 1, end)):
            break
        if text[end : end + length] != text[letters.end(last) : letters.end(last + 1)]:
            break
        last, end = last + 1, end + length
    return Match(first, last, start, end)


def _goes_along(letters: Letters, line: int, end: int) -> bool:
    """Whether a line without letters is a stop, or a byline that stands below the other too."""
    if all(character in CLAUSE_ENDS for character in letters.lines[line]):
        return True
    below = letters.line_at[end - 1] + 1
    return below != line and letters.lines[line] in letters.lines[below : below + 1]
