"""Passages that stand in an issue twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.splitters.lines import FINAL_STOPS
from service.text import CLOSERS

MIN_CHARACTERS = 30
_ANCHOR = 8
_MAX_CANDIDATES = 4
_MAX_TRIES = 16
_EDITS_PER_CHARACTER = 1 / 40
_LOOKAHEAD = 4


@dataclass(frozen=True, slots=True)
class Repeat:
    """A run of whole lines whose text stands elsewhere too.

    Attributes:
        first: Index of its first line.
        last: Index of its last line.
        other_first: Index of the line in which the other occurrence starts.
        other_last: Index of the line in which it ends.
        is_part: Whether the other occurrence is only the head or the tail of
            what stands there, so that this one is the poorer copy.
    """

    first: int
    last: int
    other_first: int
    other_last: int
    is_part: bool


@dataclass(slots=True)
class _Letters:
    """Letters of all lines in one string, with the line borders in it."""

    text: str
    starts: list[int]
    line_at: list[int]

    def end(self, line: int) -> int:
        return self.starts[line + 1]


def find_repeats(texts: Sequence[str]) -> tuple[Repeat, ...]:
    """Find lines, or runs of lines, whose text stands elsewhere too.

    Lines are compared by their letters and digits, across line borders, so
    neither commas nor the places where columns were cut matter; about one
    letter in forty may differ. What is found starts or ends where a line
    starts or ends in both places: a passage with text of its own on both
    sides is a formula and no repeat. Takes time linear in the length of the texts.

    Args:
        texts: The lines, in order.

    Returns:
        The runs in order, each of at least 30 characters. Where both
        occurrences are whole lines, each is reported.
    """
    letters = _read_letters(texts)
    matches = dict(_match_lines(letters))
    repeats = []
    line = free = 0
    while line < len(texts):
        if line not in matches:
            line += 1
            continue
        run_end = line
        start, end = matches[line]
        while run_end + 1 in matches and abs(matches[run_end + 1][0] - end) <= 2:
            run_end += 1
            end = matches[run_end][1]
        first, last, start, end = _extend(letters, (line, run_end), (start, end), floor=free)
        repeat = _as_repeat(letters, texts, first, last, (start, end))
        if repeat:
            repeats.append(repeat)
        line = free = last + 1
    return tuple(repeats)


def _read_letters(texts: Sequence[str]) -> _Letters:
    parts: list[str] = []
    starts, line_at = [0], []
    for index, text in enumerate(texts):
        part = "".join(c for c in text if c.isalnum())
        parts.append(part)
        starts.append(starts[-1] + len(part))
        line_at.extend([index] * len(part))
    return _Letters("".join(parts), starts, line_at)


def _match_lines(letters: _Letters) -> list[tuple[int, tuple[int, int]]]:
    """For each line that stands elsewhere, the first such place."""
    heads: dict[str, list[int]] = {}
    tails: dict[str, list[int]] = {}
    n_lines = len(letters.starts) - 1
    for line in range(n_lines):
        start, end = letters.starts[line], letters.end(line)
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
    letters: _Letters,
    line: int,
    place: int,
    *,
    forward: bool,
    found: dict[int, tuple[int, int]],
    tried: dict[int, int],
) -> None:
    """Compare a line with the text at an anchor and keep the place if they agree."""
    start, end = letters.starts[line], letters.end(line)
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


def _extend(
    letters: _Letters, run: tuple[int, int], region: tuple[int, int], *, floor: int
) -> tuple[int, int, int, int]:
    """Take in neighbouring lines from `floor` on, too short to be found alone, that also agree."""
    (first, last), (start, end) = run, region
    text, starts = letters.text, letters.starts
    while first > floor:
        length = starts[first] - starts[first - 1]
        meets = end > starts[first - 1] and start < starts[first]
        if not length or meets or start < length:
            break
        if text[start - length : start] != text[starts[first - 1] : starts[first]]:
            break
        first, start = first - 1, start - length
    while last + 2 < len(starts):
        length = starts[last + 2] - starts[last + 1]
        meets = starts[first] < end + length and start < starts[last + 2]
        if not length or meets:
            break
        if text[end : end + length] != text[starts[last + 1] : starts[last + 2]]:
            break
        last, end = last + 1, end + length
    return first, last, start, end


def _as_repeat(
    letters: _Letters, texts: Sequence[str], first: int, last: int, region: tuple[int, int]
) -> Repeat | None:
    start, end = region
    if sum(len(text) for text in texts[first : last + 1]) < MIN_CHARACTERS or end <= start:
        return None
    other_first, other_last = letters.line_at[start], letters.line_at[end - 1]
    if other_first <= last and first <= other_last:
        return None
    # Two letters of leeway: the first or last may be the one that differs.
    opens = start - letters.starts[other_first] <= 2
    closes = letters.end(other_last) - end <= 2
    if not opens and not closes:
        return None
    n_before = end - letters.starts[other_last]
    if _is_quoted(texts[last], texts[other_last], n_before):
        return None
    return Repeat(first, last, other_first, other_last, not (opens and closes))


def _is_quoted(passage: str, other: str, n_letters: int) -> bool:
    """Whether a passage without stop is a whole sentence or quotation elsewhere: a pull quote."""
    if passage.rstrip(CLOSERS)[-1:] in FINAL_STOPS:
        return False
    if passage[0] == "“" and passage[-1] == "”":
        return True
    for place, character in enumerate(other):
        n_letters -= character.isalnum()
        if n_letters == 0:
            return other[place + 1 :].lstrip(CLOSERS)[:1] in tuple(FINAL_STOPS)
    return False
