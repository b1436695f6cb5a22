"""The letters of an issue in one string, across line borders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from service.splitters.lines.bylines import find_byline
from service.splitters.lines.line import FINAL_STOPS
from service.splitters.lines.markers import find_markers

CLAUSE_ENDS = FINAL_STOPS + "，、；：,;:—“”‘’\"'（）()"


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters and digits of all lines, without bylines, photo credits and signposts.

    Attributes:
        lines: The lines as printed.
        text: The letters.
        starts: Where in `text` each line begins, and the length of `text`.
        line_at: Index of the line of each letter.
        offset_at: Place of each letter within its line.
    """

    lines: Sequence[str]
    text: str
    starts: Sequence[int]
    line_at: Sequence[int]
    offset_at: Sequence[int]

    def start(self, line: int) -> int:
        """Where the letters of a line begin."""
        return self.starts[line]

    def end(self, line: int) -> int:
        """One past its last letter."""
        return self.starts[line + 1]

    def punctuation_before(self, place: int) -> str:
        """What is printed between a letter and the one before it in its line."""
        line = self.lines[self.line_at[place]]
        before = takewhile(_is_no_letter, reversed(line[: self.offset_at[place]]))
        return "".join(before)[::-1]

    def punctuation_after(self, place: int) -> str:
        """What is printed right after a letter, in its line and at the head of the next."""
        index = self.line_at[place]
        after = self.lines[index][self.offset_at[place] + 1 :]
        found = "".join(takewhile(_is_no_letter, after))
        if len(found) == len(after) and index + 1 < len(self.lines):
            found += "".join(takewhile(_is_no_letter, self.lines[index + 1]))
        return found


def read_letters(lines: Sequence[str]) -> Letters:
    """Put the letters of all lines into one string.

    Args:
        lines: The lines, in order; none is empty.
    """
    letters: list[str] = []
    starts, line_at, offset_at = [0], [], []
    for index, line in enumerate(lines):
        for offset in _places(line):
            letters.append(line[offset])
            line_at.append(index)
            offset_at.append(offset)
        starts.append(len(letters))
    return Letters(lines, "".join(letters), starts, line_at, offset_at)


def _places(line: str) -> Iterator[int]:
    """Where the letters of a line stand that are text."""
    places = list(range(len(line)))
    for marker in reversed(find_markers(line)):
        del places[marker.start : marker.end]
    bare = "".join(line[place] for place in places)
    byline = find_byline(bare) if bare.strip() else None
    if byline:
        del places[byline.start : byline.end]
    return (place for place in places if line[place].isalnum())


def _is_no_letter(character: str) -> bool:
    return not character.isalnum()
