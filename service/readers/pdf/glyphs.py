"""Characters on a page, and pieces of lines made of them, with their places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its box, in points from the lower left corner of the page.

    `after_space` tells that the file has white space before it.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    after_space: bool = False

    @property
    def height(self) -> float:
        """How tall the box is."""
        return self.top - self.bottom


def middle(piece: Glyph) -> float:
    """The height at which a piece stands."""
    return (piece.bottom + piece.top) / 2


def sides(piece: Glyph) -> tuple[float, float]:
    """Left and right end of a piece."""
    return piece.left, piece.right


def widest_gap(
    pieces: list[Glyph], extent: Callable[[Glyph], tuple[float, float]]
) -> tuple[float, float] | None:
    """Width and middle of the widest range that no piece covers; None where all touch."""
    extents = sorted(extent(piece) for piece in pieces)
    widest: tuple[float, float] | None = None
    reach = extents[0][1]
    for start, end in extents:
        if start > reach and (widest is None or start - reach > widest[0]):
            widest = (start - reach, (start + reach) / 2)
        reach = max(reach, end)
    return widest
