"""Rows of tables: of data, or of what is laid out in cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from service.readers.docx.elements import shown_children
from service.readers.docx.package import W

_LONGEST_DATUM = 20
_SENTENCE = re.compile("[。！？\n]")


def cells_of(row: etree._Element) -> Iterator[etree._Element]:
    """The cells of a row, whatever they are wrapped in."""
    for child in shown_children(row):
        if child.tag == f"{W}tc":
            yield child
        else:
            yield from cells_of(child)


def row_text(cells: Iterable[Sequence[str]]) -> Sequence[str]:
    """The paragraphs of a row: one where its cells hold data, else cell by cell.

    Args:
        cells: The paragraphs of each cell that hold text.
    """
    cells = list(cells)
    texts = [text for cell in cells for text in cell]
    are_data = len(texts) > 1 and all(
        len(cell) <= 1 and all(map(_is_datum, cell)) for cell in cells
    )
    return ["\u3000".join(map(str.strip, texts))] if are_data else texts


def _is_datum(text: str) -> bool:
    return len(text.strip()) <= _LONGEST_DATUM and not _SENTENCE.search(text)
