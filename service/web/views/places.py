"""Where things stand in the source: pages, their lines, and whose each piece is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from service.datamodels import Digest, Page, Span
from service.web.wording import Wording


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source; `number` counts from 1 on its page."""

    page: Page
    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the source within one line; `article_id` is None for what was left out.

    `left_out` is the place of its entry in `Digest.left_out`, None in an article.
    """

    start: int
    end: int
    article_id: str | None
    left_out: int | None


def source_lines(digest: Digest) -> tuple[Line, ...]:
    """Number the lines of every page.

    Text that came from no file counts as one page without a name. What joins two
    pages belongs to neither and gives no line.
    """
    text = digest.source_text
    pages = digest.pages or (Page("", None, 0, len(text)),)
    lines = []
    for page in pages:
        start = page.start
        for number, line in enumerate(text[page.start : page.end].split("\n"), start=1):
            lines.append(Line(page, number, start, start + len(line)))
            start += len(line) + 1
    return tuple(lines)


def pieces_by_line(digest: Digest, lines: Sequence[Line]) -> tuple[tuple[Piece, ...], ...]:
    """Tell whose the characters of each line are, in order; what no piece covers is white space."""
    whole = [
        Piece(start, end, article.id, None)
        for article in digest.articles
        for start, end in article.spans
    ]
    whole += [
        Piece(entry.start, entry.end, None, place) for place, entry in enumerate(digest.left_out)
    ]
    whole.sort(key=lambda piece: piece.start)
    return tuple(_within(line, whole) for line in lines)


class PlacesTold:
    """Says in words where something stands in the source of a digest."""

    def __init__(self, digest: Digest) -> None:
        self._text = digest.source_text
        self._lines = source_lines(digest)
        self._starts = [line.start for line in self._lines]

    def tell(self, spans: Sequence[Span], words: Wording) -> str:
        """Say on which lines of which page some spans stand.

        Spans with nothing but white space between them are told as one range.
        """
        told: list[str] = []
        page = None
        for first, last in _ranges(spans, self._text):
            begin, end = (
                self._lines[bisect_right(self._starts, at) - 1] for at in (first, last - 1)
            )
            name = "" if begin.page is page else page_name(begin.page, words)
            told.append(f"{name} {_lines(begin, end, words)}".strip())
            page = begin.page
        return words("between_places").join(told)


def page_name(page: Page, words: Wording) -> str:
    """What to call a page: its file, with the page number where the format has pages."""
    if page.page is None:
        return page.file
    return words("page", file=page.file, page=page.page)


def _within(line: Line, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces of a line, cut to it."""
    first = bisect_right(pieces, line.start, key=lambda piece: piece.end)
    found = []
    for place in range(first, len(pieces)):
        piece = pieces[place]
        if piece.start >= line.end:
            break
        start, end = max(piece.start, line.start), min(piece.end, line.end)
        found.append(Piece(start, end, piece.article_id, piece.left_out))
    return tuple(found)


def _ranges(spans: Sequence[Span], text: str) -> list[Span]:
    """Join neighbours that have only white space between them."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and not text[joined[-1].end : start].strip():
            joined[-1] = Span(joined[-1].start, end)
        else:
            joined.append(Span(start, end))
    return joined


def _lines(begin: Line, end: Line, words: Wording) -> str:
    if begin.number == end.number:
        return words("line", first=begin.number)
    return words("lines", first=begin.number, last=end.number)
