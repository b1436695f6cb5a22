"""The characters of an issue in one string, across line borders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from service.splitters.lines.edges import FINAL_STOPS
from service.splitters.lines.line import Line

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
    texts = [line.text for line in lines]
    starts, line_at, offset_at = [0], [], []
    for index, line in enumerate(lines):
        text = texts[index]
        places = [place for place in _text_places(line, text) if text[place].isalnum()]
        characters += [text[place] for place in places]
        line_at += [index] * len(places)
        offset_at += places
        starts.append(len(characters))
    return Characters(texts, "".join(characters), starts, line_at, offset_at)


def _text_places(line: Line, text: str) -> list[int]:
    """The places in a line beside its signposts and bylines."""
    places: list[int] = []
    end = 0
    for marker in line.markers:
        places += range(end, marker.start)
        end = marker.end
    places += range(end, len(text))
    indent = next((n for n, place in enumerate(places) if not text[place].isspace()), 0)
    for byline in reversed(line.bylines):
        del places[indent + byline.start : indent + byline.end]
    return places


def _is_punctuation(character: str) -> bool:
    return not character.isalnum()
