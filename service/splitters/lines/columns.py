"""How wide the columns of a page are, told by its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from service.splitters.lines.edges import printed_width
from service.splitters.lines.line import Line

_WIDEST_COLUMN = 100
_RAGGED = 3  # a line may end so many half-width characters early
_FEWEST_FULL, _SHARE_FULL = 6, 0.35


def column_width(lines: Sequence[Line]) -> int | None:
    """How wide the columns of an issue are whose lines stand as they were set.

    Then many lines are about as wide as the widest that is common.

    Args:
        lines: The lines of an issue.

    Returns:
        The width in half-width characters; None where paragraphs stand on one line each.
    """
    counts = Counter(printed_width(line.text) for line in lines)
    full = {
        width: sum(counts[width - n] for n in range(_RAGGED + 1))
        for width in counts
        if width <= _WIDEST_COLUMN
    }
    if not full:
        return None
    n, width = max((n, width) for width, n in full.items())
    return width if n >= max(_FEWEST_FULL, _SHARE_FULL * len(lines)) else None
