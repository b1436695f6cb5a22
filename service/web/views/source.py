"""The source of a digest line by line, each piece with its owner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from service.datamodels import Digest, Page
from service.web.views.places import Line, Piece, pieces_by_line, source_lines


@dataclass(frozen=True, slots=True)
class ShownPiece:
    """Characters of one owner; of nobody where `article_id` and `left_out` are None."""

    text: str
    article_id: str | None = None
    left_out: int | None = None


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One printed line.

    Attributes:
        page: The page it stands on.
        page_begins: Whether it is the first of a page that has a name.
        number: Its number on the page, from 1.
        owner: The article that has its first words; None where nobody or no article has.
        owner_begins: Whether it is the first line of that article.
        pieces: Its characters, in order.
    """

    page: Page
    page_begins: bool
    number: int
    owner: str | None
    owner_begins: bool
    pieces: tuple[ShownPiece, ...]


def source_of(digest: Digest) -> Iterator[ShownLine]:
    """Give every line of the source with whose its characters are."""
    lines = source_lines(digest)
    begun: set[str] = set()
    page = None
    for line, pieces in zip(lines, pieces_by_line(digest, lines), strict=True):
        owner = next((piece.article_id for piece in pieces if piece.article_id), None)
        yield ShownLine(
            line.page,
            line.page is not page and bool(line.page.file),
            line.number,
            owner,
            owner is not None and owner not in begun,
            tuple(_shown(digest.source_text, line, pieces)),
        )
        page = line.page
        if owner is not None:
            begun.add(owner)


def _shown(text: str, line: Line, pieces: tuple[Piece, ...]) -> Iterator[ShownPiece]:
    """The pieces of a line, and what stands between them."""
    at = line.start
    for piece in pieces:
        if at < piece.start:
            yield ShownPiece(text[at : piece.start])
        yield ShownPiece(text[piece.start : piece.end], piece.article_id, piece.left_out)
        at = piece.end
    if at < line.end:
        yield ShownPiece(text[at : line.end])
