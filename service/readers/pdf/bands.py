"""What stands alone between two level lines across a page: running heads and feet, headlines."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise
from statistics import median

from service.readers.pdf.glyphs import Glyph, middle, sides, widest_gap

# The part of a line's height that is ink; boxes of neighboring lines may overlap.
_INK = 0.7
# In heights of a character.
_APART, _FAR_APART = 1.2, 2.0
_SMALL_TYPE, _TEXT_TYPE, _LARGE_TYPE = 0.95, 1.15, 1.3
_HEADLINE_SPACE = 1.5
# Lines as far apart throughout, as in a manuscript, are one block.
_WIDEST_SPACING, _LEAST_WIDTH = 2.2, 10
# In widths of the block.
_OFF_CENTER = 0.1
_FEWEST_STRIPES, _EVEN = 3, 1.2


def without_running_lines(
    pieces: list[Glyph],
) -> tuple[list[list[Glyph]], list[Glyph], list[list[Glyph]]]:
    """The lines of the running head, all between, and the lines of the running foot."""
    if not pieces:
        return [], [], []
    bands = bands_of(pieces)
    height = median(piece.height for piece in pieces)
    usual = _usual_stripe(bands)
    first, last = 0, len(bands) - 1
    while first < last and _is_apart(bands[first], bands[first + 1], height, usual):
        first += 1
    while last > first and _is_apart(bands[last], bands[last - 1], height, usual):
        last -= 1
    return bands[:first], in_one(bands[first : last + 1]), bands[last + 1 :]


def bands_of(pieces: list[Glyph]) -> list[list[Glyph]]:
    """The pieces from top to bottom, apart wherever a level line crosses none of them."""
    bands: list[list[Glyph]] = []
    lowest = math.inf
    for piece in sorted(pieces, key=lambda piece: -_ink(piece)[1]):
        bottom, top = _ink(piece)
        if not bands or top <= lowest:
            bands.append([])
        bands[-1].append(piece)
        lowest = min(lowest, bottom)
    return bands


def _ink(piece: Glyph) -> tuple[float, float]:
    """Bottom and top of what is printed of a piece."""
    half = _INK * piece.height / 2
    return middle(piece) - half, middle(piece) + half


def _is_apart(band: list[Glyph], neighbor: list[Glyph], height: float, usual: float) -> bool:
    """Whether a band is one line, no larger than the text and well away from it.

    That is further than lines lie from each other, `usual`.
    """
    size = median(piece.height for piece in band)
    lower, upper = sorted((_extent(band), _extent(neighbor)))
    least = _APART if size < _SMALL_TYPE * height else _FAR_APART
    return (
        size < height * _TEXT_TYPE
        and _is_one_line(band, size)
        and upper[0] - lower[1] >= max(least * height, _EVEN * usual)
    )


def _is_one_line(band: list[Glyph], size: float) -> bool:
    bottom, top = _extent(band)
    return top - bottom < size


def _extent(band: list[Glyph]) -> tuple[float, float]:
    return min(_ink(piece)[0] for piece in band), max(_ink(piece)[1] for piece in band)


def centered_headline(bands: list[list[Glyph]], height: float, gutter: float) -> int | None:
    """Find the first band that is a headline over all columns: in their middle, or amid them.

    Args:
        bands: The bands of a block, from top to bottom.
        height: Usual height of a piece, in points.
        gutter: Where the columns part, in points from the left.

    Returns:
        Its place among the bands; None if there is none, or no other band.
    """
    pieces = in_one(bands)
    left, right = _width(pieces)
    column = min(piece.left for piece in pieces if piece.left >= gutter)
    for n, band in enumerate(bands):
        size = median(piece.height for piece in band)
        if size < _LARGE_TYPE * height or len(bands) == 1 or not _is_one_line(band, size):
            continue
        gap = widest_gap(band, sides)
        off_center = abs(sum(_width(band)) - left - right) / 2
        if (
            (gap is None or gap[0] < _HEADLINE_SPACE * size)
            and (off_center <= _OFF_CENTER * (right - left) or _breaks_columns(bands, n, gutter))
            and not _is_two_headlines(band, left, column, size)
        ):
            return n
    return None


def _breaks_columns(bands: list[list[Glyph]], n: int, gutter: float) -> bool:
    """Whether all columns stop at a band of the first one and go on below it."""
    return all(
        any(piece.left < gutter for piece in pieces)
        and any(piece.left >= gutter for piece in pieces)
        for pieces in (in_one(bands[:n]), in_one(bands[n + 1 :]))
    )


def _is_two_headlines(band: list[Glyph], left: float, column: float, size: float) -> bool:
    """Whether parts of a line begin where the columns below do."""
    starts = (piece.left for piece in band)
    return abs(_width(band)[0] - left) < size / 2 and any(
        abs(start - column) < size / 2 for start in starts
    )


def _width(pieces: list[Glyph]) -> tuple[float, float]:
    return min(piece.left for piece in pieces), max(piece.right for piece in pieces)


def in_one(bands: Iterable[list[Glyph]]) -> list[Glyph]:
    """The pieces of several bands."""
    return [piece for band in bands for piece in band]


def is_spacing(pieces: list[Glyph], stripe: float, height: float) -> bool:
    """Whether the widest white between lines is what lies between all of them."""
    is_text = max(piece.width for piece in pieces) >= _LEAST_WIDTH * height
    if stripe > _WIDEST_SPACING * height or not is_text:
        return False
    usual = _usual_stripe(bands_of(pieces))
    return stripe + (1 - _INK) * height <= _EVEN * usual


def _usual_stripe(bands: list[list[Glyph]]) -> float:
    """The white between lines of text, the closer ones; 0 where they are too few to tell."""
    stripes = sorted(_extent(upper)[0] - _extent(lower)[1] for upper, lower in pairwise(bands))
    return stripes[len(stripes) // 4] if len(stripes) >= _FEWEST_STRIPES else 0.0
