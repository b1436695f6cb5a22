"""Passages that stand in an issue twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.splitters.lines.line import FINAL_STOPS, Line, ends_sentence, is_pausing
from service.splitters.repeats.characters import CLAUSE_ENDS, Letters, read_letters
from service.splitters.repeats.matches import Match, find_matches

MIN_CHARACTERS = 30
# One letter may be the same by chance.
_GOES_ON = 2


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


def find_repeats(lines: Sequence[Line]) -> tuple[Repeat, ...]:
    """Find lines, or runs of lines, whose text stands elsewhere too.

    Lines are compared by their letters and digits, across line borders, so
    neither commas nor the places where columns were cut matter, nor bylines
    and signposts; about one letter in forty may differ. Where a cut line was
    found only from its cut on, it is not reported. What is found starts or
    ends where a paragraph starts or ends in both places: a passage with text
    of its own on both sides is a formula and no repeat. Nor is a passage
    printed without its stop, as headlines and pull quotes are. Takes time
    linear in the length of the lines.

    Args:
        lines: The lines, in order.

    Returns:
        The runs in order, each of at least 30 characters. Where both
        occurrences are whole lines, each is reported.
    """
    letters = read_letters(lines)
    return tuple(
        _as_repeat(letters, match) for match in find_matches(letters) if _is_repeat(letters, match)
    )


def _is_repeat(letters: Letters, match: Match) -> bool:
    """Whether equal text is a repeat as the contract defines it (section 3.4)."""
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


def _as_repeat(letters: Letters, match: Match) -> Repeat:
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


def _other_lines(letters: Letters, match: Match) -> tuple[int, int]:
    return letters.line_at[match.start], letters.line_at[match.end - 1]


def _borders(letters: Letters, match: Match) -> tuple[bool, bool]:
    """Whether the other occurrence starts, and whether it ends, where a paragraph does."""
    first, last = _other_lines(letters, match)
    # Two letters of leeway: the first or last may be the one that differs.
    opens = match.start - letters.start(first) <= 2 and not _follows_pause(letters, first)
    closes = letters.end(last) - match.end <= 2
    return opens, closes


def _follows_pause(letters: Letters, line: int) -> bool:
    return line > 0 and is_pausing(letters.lines[line - 1])


def _is_cut_above(letters: Letters, match: Match) -> bool:
    """Whether the paragraph of a match begins in the lines above it."""
    if match.first == 0 or ends_sentence(letters.lines[match.first - 1]):
        return False
    if _follows_pause(letters, match.first):
        return True
    own = letters.start(match.first)
    above = letters.text[max(0, own - _GOES_ON) : own]
    return len(above) == _GOES_ON and letters.text[: match.start].endswith(above)


def _is_cut_below(letters: Letters, match: Match) -> bool:
    """Whether the text of a match goes on in the line below it as it does elsewhere."""
    if ends_sentence(letters.lines[match.last]):
        return False
    own = letters.end(match.last)
    below = letters.text[own : own + _GOES_ON]
    return len(below) == _GOES_ON and letters.text.startswith(below, match.end)


def _is_quotation(letters: Letters, match: Match) -> bool:
    return letters.lines[match.first][0] == "“" and letters.lines[match.last][-1] == "”"


def _has_stop(punctuation: str) -> bool:
    return any(character in FINAL_STOPS for character in punctuation)


def _ends_clause(punctuation: str) -> bool:
    return any(character in CLAUSE_ENDS for character in punctuation)
