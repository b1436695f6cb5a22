"""Passages of the source that are taken out of one place and put into another.

Whatever is done to articles is done by `take` and `merge`, and both keep every character:
what a passage holds is parted or put together, never written anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from service.corrections.records import Position
from service.corrections.seams import join_spans, seam
from service.corrections.tracing import Piece, text_of, trace
from service.datamodels import Article, Span
from service.splitters.lines.edges import ends_sentence


@dataclass(frozen=True, slots=True)
class Passage:
    """Some of the source: where it stands, and what of it is headline and text.

    Attributes:
        spans: All of it, in order, one span for each printed line or part of one.
        title: What of it is the headline.
        body: What of it is the text, in reading order.
    """

    spans: tuple[Span, ...]
    title: tuple[Piece, ...] = ()
    body: tuple[Piece, ...] = ()

    @property
    def anchor(self) -> Span:
        """From the first character of headline or text to the end of the first line of text."""
        read = (*self.title[:1], *self.body[:1])
        if not read:
            return self.spans[0]
        return Span(min(p.start for p in read), max(p.end for p in read))

    @property
    def is_read(self) -> bool:
        """Whether some of it is headline or text."""
        return bool(self.title or self.body)

    def holds(self, place: Span) -> int | None:
        """The first character of a place that stands in it; None where it holds none of it."""
        shared = (
            max(span.start, place.start)
            for span in self.spans
            if span.start < place.end and place.start < span.end
        )
        return min(shared, default=None)


def passage_of(source: str, article: Article) -> Passage | None:
    """Find what an article was put together from; None where its text is not of the source."""
    title = trace(source, article.spans, article.headline or "")
    free = without(article.spans, title or ())
    body = trace(source, free, article.text)
    if title is None or body is None:
        return None
    return Passage(article.spans, title, body)


def take(source: str, passage: Passage, ranges: Sequence[Span]) -> tuple[Passage, Passage]:
    """Part a passage.

    Args:
        source: The text of the issue.
        passage: Any passage.
        ranges: What is taken out of it, in order.

    Returns:
        What lies in the ranges and what does not; white space at a cut is in neither.
    """
    outside = list(_complement(ranges))
    return _within(source, passage, ranges), _within(source, passage, outside)


def merge(source: str, target: Passage, passage: Passage, position: Position = "last") -> Passage:
    """Put a passage into another, as text of it; its headline becomes a subhead.

    Args:
        source: The text of the issue.
        target: What it is put into.
        passage: What is put into it; the two share no character.
        position: Behind all paragraphs, before them, or where its place in the source is.
    """
    added = [*_as_lines(passage.title), *passage.body]
    if passage.title and passage.body:
        added[len(passage.title)] = passage.body[0]._replace(before="\n")
    at = _place_in(target.body, added, position)
    above, below = list(target.body[:at]), list(target.body[at:])
    body = _joined(source, _joined(source, above, added), below)
    spans = join_spans(source, sorted((*target.spans, *passage.spans)))
    return replace(target, spans=spans, body=tuple(body))


def from_place(passage: Passage, at: int) -> tuple[Span, ...]:
    """The part of a passage from a place on, in reading order, as ranges of the source.

    Where the text stands in the order of the source, that is all behind the place.
    """
    behind = Span(at, max(passage.spans[-1].end, at))
    starts = [piece.start for piece in passage.body]
    if starts == sorted(starts):
        return (behind,)
    first = next((n for n, p in enumerate(passage.body) if p.start <= at < p.end), None)
    if first is None:
        return (behind,)
    ends = [*sorted(starts)[1:], behind.end]
    owned = dict(zip(sorted(starts), ends, strict=True))
    ranges = [
        Span(max(p.start, at) if n == first else p.start, owned[p.start])
        for n, p in enumerate(passage.body)
        if n >= first
    ]
    return tuple(sorted(ranges))


def is_torn_at(source: str, passage: Passage, at: int) -> bool:
    """Whether a text that begins at a place begins in mid-sentence there."""
    for number, piece in enumerate(passage.body):
        if piece.start <= at < piece.end:
            is_inside = at > piece.start or (number > 0 and piece.before != "\n")
            above = text_of(source, passage.body[:number]) + source[piece.start : at]
            return is_inside and bool(above.strip()) and not ends_sentence(above.strip())
    return False


def without(spans: Sequence[Span], pieces: Sequence[Piece]) -> list[Span]:
    """The spans, less what the pieces hold."""
    left = list(spans)
    for piece in pieces:
        left = [part for span in left for part in _minus(span, piece)]
    return left


def _minus(span: Span, piece: Piece) -> Iterator[Span]:
    if piece.end <= span.start or span.end <= piece.start:
        yield span
        return
    if span.start < piece.start:
        yield Span(span.start, piece.start)
    if piece.end < span.end:
        yield Span(piece.end, span.end)


def _complement(ranges: Sequence[Span]) -> Iterator[Span]:
    at = 0
    for start, end in ranges:
        yield Span(at, start)
        at = end
    yield Span(at, 1 << 62)


def _within(source: str, passage: Passage, ranges: Sequence[Span]) -> Passage:
    return Passage(
        tuple(part for span in passage.spans for part in _shared(source, span, ranges)),
        _pieces_within(source, passage.title, ranges),
        _pieces_within(source, passage.body, ranges),
    )


def _pieces_within(
    source: str, pieces: Sequence[Piece], ranges: Sequence[Span]
) -> tuple[Piece, ...]:
    """What of some pieces lies in ranges; a paragraph ends where its end was taken out."""
    kept: list[Piece] = []
    before = ""
    for piece in pieces:
        before = _stronger(before, piece.before)
        for part in _shared(source, Span(piece.start, piece.end), ranges):
            kept.append(Piece(*part, before if kept else ""))
            before = ""
    return tuple(kept)


def _stronger(one: str, other: str) -> str:
    return max(one, other, key=("", " ", "\n").index)


def _shared(source: str, span: Span, ranges: Sequence[Span]) -> Iterator[Span]:
    """The parts of a span that lie in ranges, without white space at their ends."""
    for start, end in ranges:
        first, last = max(span.start, start), min(span.end, end)
        bare = source[first:last].strip() if first < last else ""
        if bare:
            first += source[first:last].index(bare)
            yield Span(first, first + len(bare))


def _as_lines(title: Sequence[Piece]) -> list[Piece]:
    """A headline as one paragraph."""
    return [piece._replace(before=" " if number else "") for number, piece in enumerate(title)]


def _place_in(body: Sequence[Piece], added: Sequence[Piece], position: Position) -> int:
    """Before which piece of a text others are put: only where a paragraph begins."""
    if position == "last" or not added:
        return len(body)
    if position == "first":
        return 0
    starts = (n for n, piece in enumerate(body) if n == 0 or piece.before == "\n")
    return next((n for n in starts if body[n].start > added[0].start), len(body))


def _joined(source: str, above: list[Piece], below: list[Piece]) -> list[Piece]:
    """Two runs of pieces, one below the other."""
    if not above or not below:
        return [*above, *below]
    return [*above, below[0]._replace(before=seam(source, above, below)), *below[1:]]
