"""Passages that stand in an issue twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.splitters.lines.edges import FINAL_STOPS, ends_sentence, is_pausing
from service.splitters.lines.line import Line
from service.splitters.repeats.characters import CLAUSE_ENDS, Characters, read_characters
from service.splitters.repeats.matches import Match, find_matches

MIN_CHARACTERS = 30
# One character may be the same by chance.
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

    Lines are compared by their characters without punctuation, across line borders, so
    neither commas nor the places where columns were cut matter, nor bylines
    and signposts; about one character in forty may differ. Where a cut line was
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
    characters = read_characters(lines)
    return tuple(
        _as_repeat(characters, match)
        for match in find_matches(characters)
        if _is_repeat(characters, match)
    )


def _is_repeat(characters: Characters, match: Match) -> bool:
    """Whether equal text is a repeat as the contract defines it (section 3.4)."""
    own_end = characters.end(match.last)
    n_characters = sum(len(line) for line in characters.lines[match.first : match.last + 1])
    if n_characters < MIN_CHARACTERS or match.end <= match.start:
        return False
    other_first, other_last = _other_lines(characters, match)
    if other_first <= match.last and match.first <= other_last:
        return False
    if _is_cut_above(characters, match) or _is_cut_below(characters, match):
        return False
    opens, closes = _borders(characters, match)
    if not opens and not closes:
        return False
    own_stop = _has_stop(characters.punctuation_after(own_end - 1))
    other_stop = _has_stop(characters.punctuation_after(match.end - 1))
    is_within_line = not opens and other_first == other_last
    if not own_stop and (is_within_line or _is_quotation(characters, match)):
        return False
    return own_stop == other_stop or not (other_stop or closes)


def _as_repeat(characters: Characters, match: Match) -> Repeat:
    opens, closes = _borders(characters, match)
    before = characters.punctuation_before(match.start)
    after = characters.punctuation_after(match.end - 1)
    is_torn = not (opens or _ends_clause(before)) or not (closes or _ends_clause(after))
    return Repeat(
        match.first,
        match.last,
        *_other_lines(characters, match),
        is_part=not (opens and closes),
        is_torn=is_torn,
    )


def _other_lines(characters: Characters, match: Match) -> tuple[int, int]:
    return characters.line_at[match.start], characters.line_at[match.end - 1]


def _borders(characters: Characters, match: Match) -> tuple[bool, bool]:
    """Whether the other occurrence starts, and whether it ends, where a paragraph does."""
    first, last = _other_lines(characters, match)
    # Two characters of leeway: the first or last may be the one that differs.
    opens = match.start - characters.start(first) <= 2 and not _follows_pause(characters, first)
    closes = characters.end(last) - match.end <= 2
    return opens, closes


def _follows_pause(characters: Characters, line: int) -> bool:
    return line > 0 and is_pausing(characters.lines[line - 1])


def _is_cut_above(characters: Characters, match: Match) -> bool:
    """Whether the paragraph of a match begins in the lines above it."""
    if match.first == 0 or ends_sentence(characters.lines[match.first - 1]):
        return False
    if _follows_pause(characters, match.first):
        return True
    own = characters.start(match.first)
    above = characters.text[max(0, own - _GOES_ON) : own]
    return len(above) == _GOES_ON and characters.text.endswith(above, 0, match.start)


def _is_cut_below(characters: Characters, match: Match) -> bool:
    """Whether the text of a match goes on in the line below it as it does elsewhere."""
    if ends_sentence(characters.lines[match.last]):
        return False
    own = characters.end(match.last)
    below = characters.text[own : own + _GOES_ON]
    return len(below) == _GOES_ON and characters.text.startswith(below, match.end)


def _is_quotation(characters: Characters, match: Match) -> bool:
    return characters.lines[match.first][0] == "“" and characters.lines[match.last][-1] == "”"


def _has_stop(punctuation: str) -> bool:
    return any(character in FINAL_STOPS for character in punctuation)


def _ends_clause(punctuation: str) -> bool:
    return any(character in CLAUSE_ENDS for character in punctuation)
