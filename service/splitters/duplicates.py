"""Passages that stand in an issue twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.splitters.letters import Letters, read_letters
from service.splitters.lines import FINAL_STOPS, ends_sentence, is_pausing

MIN_CHARACTERS = 30
_ANCHOR = 8
_MAX_CANDIDATES = 4
_MAX_TRIES = 16
_EDITS_PER_CHARACTER = 1 / 40
_LOOKAHEAD = 4
# One letter may be the same by chance.
_GOES_ON = 2
_CLAUSE_ENDS = FINAL_STOPS + "，、；：,;:—“”‘’\"'（）()"


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
        is_torn: Whether it is a part that was cut off in mid-clause, as nobody
            cuts who quotes.
    """

    first: int
    last: int
    other_first: int
    other_last: int
    is_part: bool
    is_torn: bool


def find_repeats(texts: Sequence[str]) -> tuple[Repeat, ...]:
    """Find lines, or runs of lines, whose text stands elsewhere too.

    Lines are compared by their letters and digits, across line borders, so
    neither commas nor the places where columns were cut matter, nor bylines
    and signposts; about one letter in forty may differ. Where a cut line was
    found only from its cut on, it is not reported. What is found starts or
    ends where a paragraph starts or ends in both places: a passage with text
    of its own on both sides is a formula and no repeat. Nor is a passage
    printed without its stop, as headlines and pull quotes are. Takes time
    linear in the length of the texts.

    Args:
        texts: The lines, in order.

    Returns:
        The runs in order, each of at least 30 characters. Where both
        occurrences are whole lines, each is reported.
    """
    letters = read_letters(texts)
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
        found = _extend(letters, _Match(line, run_end, start, end), floor=free)
        if _is_repeat(letters, found):
            repeats.append(_as_repeat(letters, found))
        line = free = found.last + 1
    return tuple(repeats)


@dataclass(frozen=True, slots=True)
class _Match:
    """Lines `first` to `last`, and where in the letters their text stands once more."""

    first: int
    last: int
    start: int
    end: int


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


def _extend(letters: Letters, match: _Match, *, floor: int) -> _Match:
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
        if meets or (not length and not _is_end(letters.lines[last + 1])):
            break
        if text[end : end + length] != text[letters.end(last) : letters.end(last + 1)]:
            break
        last, end = last + 1, end + length
    return _Match(first, last, start, end)


def _is_end(line: str) -> bool:
    """Whether a line holds nothing but the stop of the line above."""
    return all(character in _CLAUSE_ENDS for character in line)


def _is_repeat(letters: Letters, match: _Match) -> bool:
    """Whether equal text is a repeat as the contract defines it."""
    own_end = letters.end(match.last)
    n_characters = sum(len(line) for line in letters.lines[match.first : match.last + 1])
    if n_characters < MIN_CHARACTERS or match.end <= match.start:
        return False
    other_first, other_last = _other_lines(letters, match)
    if other_first <= match.last and match.first <= other_last:
        return False
    if _is_cut_above(letters, match) or _is_cut_below(letters, match):
        return False
    opens, closes = _borders(letters, match)
    if not opens and not closes:
        return False
    own_stop = _has_stop(letters.punctuation_after(own_end - 1))
    other_stop = _has_stop(letters.punctuation_after(match.end - 1))
    is_within_line = not opens and other_first == other_last
    if not own_stop and (is_within_line or _is_quotation(letters, match)):
        return False
    return own_stop == other_stop or not (other_stop or closes)


def _as_repeat(letters: Letters, match: _Match) -> Repeat:
    opens, closes = _borders(letters, match)
    before = letters.punctuation_before(match.start)
    after = letters.punctuation_after(match.end - 1)
    is_torn = not (opens or _ends_clause(before)) or not (closes or _ends_clause(after))
    return Repeat(
        match.first,
        match.last,
        *_other_lines(letters, match),
        is_part=not (opens and closes),
        is_torn=is_torn,
    )


def _other_lines(letters: Letters, match: _Match) -> tuple[int, int]:
    return letters.line_at[match.start], letters.line_at[match.end - 1]


def _borders(letters: Letters, match: _Match) -> tuple[bool, bool]:
    """Whether the other occurrence starts, and whether it ends, where a paragraph does."""
    first, last = _other_lines(letters, match)
    # Two letters of leeway: the first or last may be the one that differs.
    opens = match.start - letters.start(first) <= 2 and not _follows_pause(letters, first)
    closes = letters.end(last) - match.end <= 2
    return opens, closes


def _follows_pause(letters: Letters, line: int) -> bool:
    return line > 0 and is_pausing(letters.lines[line - 1])


def _is_cut_above(letters: Letters, match: _Match) -> bool:
    """Whether the paragraph of a match begins in the lines above it."""
    if match.first == 0 or ends_sentence(letters.lines[match.first - 1]):
        return False
    if _follows_pause(letters, match.first):
        return True
    own = letters.start(match.first)
    above = letters.text[max(0, own - _GOES_ON) : own]
    return len(above) == _GOES_ON and letters.text[: match.start].endswith(above)


def _is_cut_below(letters: Letters, match: _Match) -> bool:
    """Whether the text of a match goes on in the line below it as it does elsewhere."""
    if ends_sentence(letters.lines[match.last]):
        return False
    own = letters.end(match.last)
    below = letters.text[own : own + _GOES_ON]
    return len(below) == _GOES_ON and letters.text.startswith(below, match.end)


def _is_quotation(letters: Letters, match: _Match) -> bool:
    return letters.lines[match.first][0] == "“" and letters.lines[match.last][-1] == "”"


def _has_stop(punctuation: str) -> bool:
    return any(character in FINAL_STOPS for character in punctuation)


def _ends_clause(punctuation: str) -> bool:
    return any(character in _CLAUSE_ENDS for character in punctuation)
