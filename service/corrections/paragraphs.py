"""The paragraphs of an article, and the way between its text and the source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.corrections.passages import Passage
from service.corrections.tracing import Piece
from service.datamodels import Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: `article.text[start:end]`, and where it stands in the source.

    `place` reaches from its first to its last character; what is printed between its lines
    and is not of it lies in it too.
    """

    start: int
    end: int
    place: Span


def paragraphs_of(passage: Passage) -> tuple[Paragraph, ...]:
    """The paragraphs of a text, in order."""
    found: list[Paragraph] = []
    for piece, start in _offsets(passage.body):
        end = start + piece.end - piece.start
        if found and piece.before != "\n":
            last = found.pop()
            place = Span(min(last.place.start, piece.start), max(last.place.end, piece.end))
            found.append(Paragraph(last.start, end, place))
        else:
            found.append(Paragraph(start, end, Span(piece.start, piece.end)))
    return tuple(found)


def offset_of(pieces: Sequence[Piece], place: int) -> int | None:
    """Where in a text a character of the source stands; None where it does not."""
    for piece, start in _offsets(pieces):
        if piece.start <= place < piece.end:
            return start + place - piece.start
    return None


def place_at(pieces: Sequence[Piece], offset: int) -> int | None:
    """Where in the source a character of a text stands; None for what was put between."""
    for piece, start in _offsets(pieces):
        if start <= offset < start + piece.end - piece.start:
            return piece.start + offset - start
    return None


def _offsets(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, int]]:
    """The pieces with the offset in the text at which each begins."""
    at = 0
    for number, piece in enumerate(pieces):
        at += len(piece.before) if number else 0
        yield piece, at
        at += piece.end - piece.start
