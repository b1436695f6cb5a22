"""Characters on a page, and pieces of lines made of them, with their places."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

# In points; what differs by less is equal but for rounding.
_EQUAL = 0.01


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its box, in points from the lower left corner of the page.

    `after_space` tells that the file has white space before it. `is_block` marks
    text of its own that was laid out already and joins no line.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    after_space: bool = False
    is_block: bool = False

    @property
    def height(self) -> float:
        """How tall the box is."""
        return self.top - self.bottom

    @property
    def width(self) -> float:
        """How wide the box is."""
        return self.right - self.left


def middle(piece: Glyph) -> float:
    """The height at which a piece stands."""
    return (piece.bottom + piece.top) / 2


def center(piece: Glyph) -> float:
    """How far to the right the middle of a piece lies."""
    return (piece.left + piece.right) / 2


def sides(piece: Glyph) -> tuple[float, float]:
    """Left and right end of a piece."""
    return piece.left, piece.right


def turned(piece: Glyph, quarters: int) -> Glyph:
    """A piece as it lies when the page is turned counterclockwise by quarters of a circle."""
    left, bottom, right, top = piece.left, piece.bottom, piece.right, piece.top
    for _ in range(quarters % 4):
        left, bottom, right, top = -top, left, -bottom, right
    return replace(piece, left=left, bottom=bottom, right=right, top=top)


def around(pieces: Iterable[Glyph], text: str, *, is_block: bool = False) -> Glyph:
    """One piece in the place of several."""
    pieces = tuple(pieces)
    return Glyph(
        text,
        min(piece.left for piece in pieces),
        min(piece.bottom for piece in pieces),
        max(piece.right for piece in pieces),
        max(piece.top for piece in pieces),
        pieces[0].after_space,
        is_block,
    )


def widest_gap(
    pieces: list[Glyph], extent: Callable[[Glyph], tuple[float, float]]
) -> tuple[float, float] | None:
    """Width and middle of the widest range that no piece covers; None where all touch.

    Of equal ones it is that in the middle, so that cutting there again and
    again takes few steps.
    """
    gaps: list[tuple[float, float]] = []
    extents = sorted(extent(piece) for piece in pieces)
    reach = extents[0][1]
    for start, end in extents:
        if start > reach:
            gaps.append((start - reach, (start + reach) / 2))
        reach = max(reach, end)
    if not gaps:
        return None
    most = max(width for width, _ in gaps) - _EQUAL
    widest = [gap for gap in gaps if gap[0] >= most]
    return widest[len(widest) // 2]
