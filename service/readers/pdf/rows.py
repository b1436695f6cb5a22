"""Pieces on one line of a page, and cells of a table among them."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from statistics import median

from service.readers.pdf.glyphs import Glyph, middle

# In heights of a character.
_SAME_LINE = 0.5
_CELL_GAP, _WIDEST_CELL = 2.0, 6.0
_REGULAR = 0.8  # of the rows


def rows_of(block: list[Glyph]) -> list[list[Glyph]]:
    """Lines from top to bottom, the pieces of each from left to right; a table has several."""
    lines: list[list[Glyph]] = []
    for piece in sorted(block, key=lambda piece: -middle(piece)):
        if lines and abs(middle(lines[-1][0]) - middle(piece)) < _SAME_LINE * piece.height:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda piece: piece.left) for line in lines]


def table_rows(pieces: list[Glyph]) -> list[list[Glyph]]:
    """The rows of pieces that are the cells of a table, nothing for columns of text.

    Cells are short, and as many in nearly every row; of two columns the second holds figures.
    """
    rows = rows_of(pieces)
    ((n_cells, n_regular),) = Counter(map(len, rows)).most_common(1)
    width = median(piece.width / max(piece.height, 1.0) for piece in pieces)
    if n_cells < 2 or n_regular < _REGULAR * len(rows) or width > _WIDEST_CELL:
        return []
    if n_cells == 2:
        n_figures = sum(any(map(str.isdigit, row[-1].text)) for row in rows)
        return rows if n_figures > len(rows) / 2 and len(rows) > 1 else []
    return rows


def has_cells(row: list[Glyph]) -> bool:
    """Whether pieces of a line are further apart than any space in text."""
    return any(
        right.left - left.right >= _CELL_GAP * max(left.height, right.height)
        for left, right in pairwise(row)
    )
