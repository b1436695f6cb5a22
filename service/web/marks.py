"""Text with marks that may overlap, as HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from service.datamodels import Span
from service.text import find_subheads


@dataclass(frozen=True, slots=True)
class Mark:
    """One kind of mark: its class in the style sheet, what it means, and where it lies."""

    css_class: str
    title: str
    spans: tuple[Span, ...]


def marked_paragraphs(text: str, marks: Sequence[Mark]) -> str:
    """Write text as paragraphs, the marked stretches in `<mark>`.

    Where marks overlap, the stretch carries all their classes; a mark that
    crosses a newline is continued in the next paragraph.

    Args:
        text: Any text; a newline ends a paragraph. Everything in it is escaped.
        marks: Any number; their spans are half-open ranges of `text`.

    Returns:
        One `<p dir="auto">` per line that is not blank, in order, subheads of the class
        `bz-subhead`; empty for blank text.
    """
    lines = text.split("\n")
    subheads = find_subheads(lines)
    paragraphs = []
    start = 0
    for place, line in enumerate(lines):
        if line.strip():
            stretches = "".join(_stretches(line, start, marks))
            kind = ' class="bz-subhead"' if place in subheads else ""
            paragraphs.append(f'<p dir="auto"{kind}>{stretches}</p>')
        start += len(line) + 1
    return "".join(paragraphs)


def attributes(values: Mapping[str, str]) -> str:
    """Write attributes with their values escaped, each led by a space."""
    return "".join(f' {name}="{escape(value)}"' for name, value in values.items())


def _stretches(line: str, offset: int, marks: Sequence[Mark]) -> Iterator[str]:
    """Cut a line wherever a mark begins or ends."""
    edges = {0, len(line)}
    for mark in marks:
        for span in mark.spans:
            edges.update(min(max(edge - offset, 0), len(line)) for edge in span)
    cuts = sorted(edges)
    for start, end in pairwise(cuts):
        here = [mark for mark in marks if _covers(mark, offset + start)]
        piece = escape(line[start:end])
        if not here:
            yield piece
            continue
        described = attributes(
            {
                "class": " ".join(mark.css_class for mark in here),
                "title": " · ".join(mark.title for mark in here),
            }
        )
        yield f"<mark{described}>{piece}</mark>"


def _covers(mark: Mark, at: int) -> bool:
    return any(start <= at < end for start, end in mark.spans)
