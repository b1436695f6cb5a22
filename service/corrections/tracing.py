"""Where the words of an article stand in the source, character by character."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from service.datamodels import Span

# Two passages that agree for so long are the same one.
_ENOUGH = 12
_ANCHORS = (8, 4, 2, 1)
# Text mostly goes on nearby. All spans are looked through where only a few characters agree
# there, but not so often that a text made to be difficult takes long.
_NEARBY = 64
_MOST_SEARCHES = 200
_BY_CHANCE = 4


class Piece(NamedTuple):
    """A passage of the source, and what is put before it: nothing, a space or a new line."""

    start: int
    end: int
    before: str = ""


def trace(source: str, spans: Sequence[Span], text: str) -> tuple[Piece, ...] | None:
    """Find the pieces of the source of which a text was put together.

    The text holds what is printed in the spans, some of it taken out, with spaces and
    new lines between. It is followed from span to span; where it goes on elsewhere, the
    next place in reading order that agrees with it is taken.

    Args:
        source: The text of the issue.
        spans: Where the article stands, in order.
        text: Its clean text, or its headline.

    Returns:
        The pieces in the order of the text, such that `text_of` gives it back; empty for no
        text; None where some of it stands nowhere in the spans.
    """
    tracer = _Tracer(source, list(spans))
    pieces: list[Piece] = []
    for number, paragraph in enumerate(text.split("\n") if text else ()):
        found = tracer.follow(paragraph)
        if not found:
            return None
        first = found[0]._replace(before="\n" if number else "")
        pieces += [first, *found[1:]]
    return tuple(pieces)


def text_of(source: str, pieces: Sequence[Piece]) -> str:
    """The text of some pieces, in their order."""
    return "".join(
        (piece.before if number else "") + source[piece.start : piece.end]
        for number, piece in enumerate(pieces)
    )


@dataclass(slots=True)
class _Tracer:
    """Follows a text through the parts of the spans that it was not yet found in."""

    source: str
    free: list[Span]
    at: int = -1
    n_searches: int = 0

    def follow(self, paragraph: str) -> list[Piece]:
        """The pieces of a paragraph; empty where it cannot be followed to its end."""
        pieces: list[Piece] = []
        done = 0
        while done < len(paragraph):
            found = self._find(paragraph, done)
            before = ""
            if paragraph[done] == " " and pieces:
                further = self._find(paragraph, done + 1)
                if further and (not found or found[1] < 1 + further[1]):
                    found, before, done = further, " ", done + 1
            if not found:
                return []
            start, length = found
            pieces.append(Piece(start, start + length, before))
            self._take(Span(start, start + length))
            done += length
        return pieces

    def _find(self, paragraph: str, done: int) -> tuple[int, int] | None:
        """Where a paragraph goes on, and for how long."""
        nearby = self._best(paragraph, done, islice(self._in_reading_order(), _NEARBY))
        is_sure = nearby and (nearby[1] >= _BY_CHANCE or nearby[1] == len(paragraph) - done)
        if is_sure or len(self.free) <= _NEARBY or self.n_searches >= _MOST_SEARCHES:
            return nearby
        self.n_searches += 1
        return self._best(paragraph, done, self._in_reading_order())

    def _best(self, paragraph: str, done: int, spans: Iterable[Span]) -> tuple[int, int] | None:
        """The first of some spans that agrees for long enough, or the one that does for longest."""
        best: tuple[int, int] | None = None
        for span in spans:
            start, length = self._agree(paragraph, done, span)
            if length >= _ENOUGH or (length > 1 and length == span.end - span.start):
                return start, length
            if length == len(paragraph) - done:
                return start, length
            if length and (best is None or length > best[1]):
                best = start, length
        return best

    def _agree(self, paragraph: str, done: int, span: Span) -> tuple[int, int]:
        """The first place in a span from which it agrees with a paragraph, and how long."""
        if paragraph.startswith(self.source[span.start : span.end], done):
            return span.start, span.end - span.start
        for size in _ANCHORS:
            anchor = paragraph[done : done + size]
            start = self.source.find(anchor, span.start, span.end) if anchor else -1
            if start >= 0:
                return start, self._length(paragraph, done, start, span.end)
        return span.start, 0

    def _length(self, paragraph: str, done: int, start: int, end: int) -> int:
        limit = min(len(paragraph) - done, end - start)
        length = 0
        while length < limit and paragraph[done + length] == self.source[start + length]:
            length += 1
        return length

    def _in_reading_order(self) -> Iterator[Span]:
        """The free parts from where the text was found last, then those above."""
        yield from (span for span in self.free if span.start >= self.at)
        yield from (span for span in self.free if span.start < self.at)

    def _take(self, taken: Span) -> None:
        at = next(n for n, s in enumerate(self.free) if s.start <= taken.start < s.end)
        around = self.free[at]
        left = Span(around.start, taken.start), Span(taken.end, around.end)
        self.free[at : at + 1] = [span for span in left if span.start < span.end]
        self.at = taken.end
