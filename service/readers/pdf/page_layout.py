"""Characters on a page, by their places, to lines, columns and paragraphs."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from service.readers.pdf.bands import (
    bands_of,
    centered_headline,
    in_one,
    is_spacing,
    without_running_lines,
)
from service.readers.pdf.glyphs import Glyph, around, middle, sides, widest_gap
from service.readers.pdf.rows import has_cells, rows_of, table_rows

# All in heights of a character, so that they hold for every size of type.
_SAME_LINE = 0.5
_WORD_GAP = 1.0
_OVERLAP = 0.5
_TIGHT = 0.3
_SPACE = 0.6
_WRITTEN_SPACE = 0.12
# The least white of a gutter between columns or a stripe between blocks; that of a page apart.
_GAP, _FAR = 0.9, 3.0
_INDENT = 1.2
_SHORT_LINE = 1.6
_SAME_SIZE = 1.15


def reading_order(glyphs: Sequence[Glyph], blocks: Sequence[Glyph] = ()) -> str:
    """Give the text of a page as it is read.

    Characters become pieces of lines. Running heads and feet, lines apart from
    the rest, are set aside; the page between is cut, again and again, along
    gutters between columns, and where there is none along the widest stripe
    without text (XY cut, columns first). A headline centered over a
    gutter is cut off before the columns are. In each block lines join into paragraphs,
    which begin at an indent, behind a short line, where the size of the type
    changes, and at each row of a table.

    Args:
        glyphs: Visible characters on level lines, in the order of the file.
        blocks: What lies between them and was laid out already.

    Returns:
        Paragraphs with a blank line between; empty for a page without characters.

    References:
        Nagy and Seth, ICPR 1984. Unlike there, gutters come before stripes, because
        the lines of neighboring columns often lie on one grid.
    """
    return _text([*_join_glyphs(glyphs), *blocks])


def blocks_of(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The blocks that characters on level lines make, far from each other, with their text."""
    blocks = _cut(_join_glyphs(glyphs), least=_FAR)
    return [around(block, _text(block), is_block=True) for block in blocks]


def _text(pieces: list[Glyph]) -> str:
    head, columns, foot = without_running_lines(pieces)
    blocks = [*head, *_cut(columns), *foot]
    return "\n\n".join(paragraph for block in blocks for paragraph in _paragraphs(block))


def _join_glyphs(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Pieces of lines: neighbors on one line with no more than a word gap between."""
    return _join(_join_displaced(_join(glyphs, _TIGHT)), _WORD_GAP)


def _join(glyphs: Sequence[Glyph], most_apart: float) -> list[Glyph]:
    """Join what follows each other in the file and on a line."""
    pieces: list[Glyph] = []
    for glyph in glyphs:
        if pieces and _continues(pieces[-1], glyph, most_apart):
            pieces[-1] = _joined(pieces[-1], glyph)
        else:
            pieces.append(glyph)
    return pieces


def _join_displaced(runs: Sequence[Glyph]) -> list[Glyph]:
    """Join what touches on a line: some programs write characters of another font last."""
    pieces: list[tuple[int, Glyph]] = []
    open_pieces = _OpenPieces(max((run.height for run in runs), default=1.0))
    for place, run in sorted(enumerate(runs), key=lambda item: item[1].left):
        near = open_pieces.near(run)
        found = next((n for n in near if _continues(pieces[n][1], run, _TIGHT)), None)
        if found is None:
            found = len(pieces)
            pieces.append((place, run))
        else:
            first, piece = pieces[found]
            open_pieces.close(found, piece)
            pieces[found] = (min(first, place), _joined(piece, run))
        open_pieces.open(found, pieces[found][1])
    return [piece for _, piece in sorted(pieces, key=lambda item: item[0])]


class _OpenPieces:
    """Numbers of pieces that what comes further right may continue, by their height on the page.

    Each height keeps them by their right ends, so that a heap of characters in one place, none
    of which continues another, costs no more than a line of them.
    """

    def __init__(self, tallest: float) -> None:
        self._step = self._tallest = max(tallest, 1.0)
        self._levels: dict[int, list[tuple[float, int]]] = {}

    def open(self, number: int, piece: Glyph) -> None:
        """A piece may be continued near its right end."""
        self._tallest = max(self._tallest, piece.height)
        insort(self._levels.setdefault(self._level(piece), []), (piece.right, number))

    def close(self, number: int, piece: Glyph) -> None:
        """A piece is gone."""
        opened = self._levels[self._level(piece)]
        del opened[bisect_left(opened, (piece.right, number))]

    def near(self, run: Glyph) -> list[int]:
        """The pieces that end about where a run begins, in the order in which they were opened."""
        first, last = run.left - _TIGHT * self._step, run.left + _OVERLAP * self._tallest
        level = self._level(run)
        found: list[int] = []
        for neighbor in (level - 1, level, level + 1):
            opened = self._levels.get(neighbor, [])
            del opened[: bisect_left(opened, (first, -1))]
            found += (number for _, number in opened[: bisect_right(opened, (last, 0))])
        return sorted(found)

    def _level(self, piece: Glyph) -> int:
        return math.floor(middle(piece) / self._step)


def _continues(last: Glyph, glyph: Glyph, most_apart: float) -> bool:
    # Some fonts give the box of the ink only, which is flat for 一.
    height = max(last.height, glyph.height, 1.0)
    on_line = abs(middle(last) - middle(glyph)) < _SAME_LINE * height
    return on_line and -_OVERLAP * height < glyph.left - last.right < most_apart * height


def _joined(last: Glyph, glyph: Glyph) -> Glyph:
    space = _WRITTEN_SPACE if glyph.after_space else _SPACE
    is_wide = glyph.left - last.right > space * max(last.height, glyph.height)
    return Glyph(
        f"{last.text}{' ' if is_wide else ''}{glyph.text}",
        last.left,
        min(last.bottom, glyph.bottom),
        glyph.right,
        max(last.top, glyph.top),
        last.after_space,
    )


def _cut(pieces: list[Glyph], least: float = _GAP) -> list[list[Glyph]]:
    """Blocks in reading order, left before right, upper before lower, at `least` heights apart."""
    blocks: list[list[Glyph]] = []
    ahead = [(pieces, False)] if pieces else []
    while ahead:
        part, is_whole = ahead.pop()
        parts = [(part, True)] if is_whole else _parts(part, least)
        if len(parts) == 1:
            blocks.append(part)
        else:
            ahead.extend(reversed(parts))
    return blocks


def _parts(pieces: list[Glyph], least: float) -> list[tuple[list[Glyph], bool]]:
    """What the first cut makes of pieces, in reading order, and whether that is not to be cut."""
    height = median(piece.height for piece in pieces)
    if rows := table_rows(pieces):
        return [(row, True) for row in rows]
    gutter = widest_gap(pieces, sides)
    if gutter and gutter[0] >= least * height:
        bands = bands_of(pieces)
        headline = centered_headline(bands, height, gutter[1])
        if headline is not None:
            above, below = in_one(bands[:headline]), in_one(bands[headline + 1 :])
            parts = [(above, False), (bands[headline], True), (below, False)]
            return [part for part in parts if part[0]]
        left = [piece for piece in pieces if piece.left < gutter[1]]
        return [(left, False), ([piece for piece in pieces if piece.left >= gutter[1]], False)]
    stripe = widest_gap(pieces, lambda p: (p.bottom, p.top))
    if not stripe or stripe[0] < least * height or is_spacing(pieces, stripe[0], height):
        return [(pieces, True)]
    upper = [piece for piece in pieces if piece.bottom >= stripe[1]]
    return [(upper, False), ([piece for piece in pieces if piece.bottom < stripe[1]], False)]


def _paragraphs(block: list[Glyph]) -> list[str]:
    """The paragraphs of a block, before them what was laid out already."""
    lines = [piece for piece in block if not piece.is_block]
    done = sorted((piece for piece in block if piece.is_block), key=lambda piece: -piece.top)
    return [*(piece.text for piece in done), *(_paragraphs_of_lines(lines) if lines else [])]


def _paragraphs_of_lines(block: list[Glyph]) -> list[str]:
    rows = rows_of(block)
    lines = [_one(row) for row in rows]
    left = min(line.left for line in lines)
    right = max(line.right for line in lines)
    paragraphs = [lines[0].text]
    for n, (before, line) in enumerate(pairwise(lines), start=1):
        height = max(line.height, 1.0)
        begins = (
            has_cells(rows[n - 1])
            or has_cells(rows[n])
            or line.left - left > _INDENT * height
            or right - before.right > _SHORT_LINE * height
            or not 1 / _SAME_SIZE < line.height / max(before.height, 0.1) < _SAME_SIZE
        )
        if begins:
            paragraphs.append(line.text)
        else:
            paragraphs[-1] += _glue(paragraphs[-1], line.text) + line.text
    return paragraphs


def _one(pieces: list[Glyph]) -> Glyph:
    return around(pieces, " ".join(piece.text for piece in pieces))


def _glue(before: str, after: str) -> str:
    """A space between Latin words, nothing in Chinese."""
    both_latin = before[-1].isascii() and after[0].isascii()
    return " " if both_latin and before[-1].isalnum() and after[0].isalnum() else ""
