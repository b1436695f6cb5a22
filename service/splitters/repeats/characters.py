"""The characters of an issue in one string, across line borders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from service.splitters.lines.line import FINAL_STOPS, Line

CLAUSE_ENDS = FINAL_STOPS + "，、；：,;:—“”‘’\"'（）()"


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of all lines without punctuation, bylines, photo credits and signposts.

    Attributes:
        lines: The lines, folded.
        text: The characters.
        starts: Where in `text` each line begins, and the length of `text`.
        line_at: Index of the line of each character.
        offset_at: Place of each character within its line.
    """

    lines: Sequence[str]
    text: str
    starts: Sequence[int]
    line_at: Sequence[int]
    offset_at: Sequence[int]

    def start(self, line: int) -> int:
        """Where the characters of a line begin."""
        return self.starts[line]

    def end(self, line: int) -> int:
        """One past its last character."""
        return self.starts[line + 1]

    def punctuation_before(self, place: int) -> str:
        """What is printed between a character and the one before it in its line."""
        line = self.lines[self.line_at[place]]
        before = takewhile(_is_punctuation, reversed(line[: self.offset_at[place]]))
        return "".join(before)[::-1]

    def punctuation_after(self, place: int) -> str:
        """What is printed right after a character, in its line and at the head of the next."""
        index = self.line_at[place]
        after = self.lines[index][self.offset_at[place] + 1 :]
        found = "".join(takewhile(_is_punctuation, after))
        if len(found) == len(after) and index + 1 < len(self.lines):
            found += "".join(takewhile(_is_punctuation, self.lines[index + 1]))
        return found


def read_characters(lines: Sequence[Line]) -> Characters:
    """Put the characters of all lines into one string.

    Args:
        lines: The lines, in order.
    """
    characters: list[str] = []
    starts, line_at, offset_at = [0], [], []
    for index, line in enumerate(lines):
        for offset in _places(line):
            characters.append(line.text[offset])
            line_at.append(index)
            offset_at.append(offset)
        starts.append(len(characters))
    return Characters(
        [line.text for line in lines], "".join(characters), starts, line_at, offset_at
    )


def _places(line: Line) -> Iterator[int]:
    """Where the characters of a line stand that are text."""
    places = list(range(len(line.text)))
    for marker in reversed(line.markers):
        del places[marker.start : marker.end]
    if line.byline:
        indent = next((n for n, place in enumerate(places) if not line.text[place].isspace()), 0)
        del places[indent + line.byline.start : indent + line.byline.end]
    return (place for place in places if line.text[place].isalnum())


def _is_punctuation(character: str) -> bool:
    return not character.isalnum()
