"""Text cut into lines of equal width, the way tools do that know only width."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from service.splitters.lines.edges import printed_width

_NEVER_FIRST = "，。、；：！？）》”’」』】〕,.;:!?)"
_NEVER_LAST = "（《“‘「『【〔("
_UNIT = re.compile(r"[A-Za-z0-9.%:/_-]+|.", re.S)


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a tool cuts lines.

    Attributes:
        width: Characters of a line, or half-width columns where `by_columns`.
        by_columns: Whether ASCII characters count half as much as others.
        keeps_words: Whether numbers and Latin words are never cut.
        keeps_stops: Whether a stop never opens a line: it hangs over the edge or takes the
            character before it along.
        counts_indent: Whether the indent of a paragraph counts.
    """

    width: int
    by_columns: bool = False
    keeps_words: bool = False
    keeps_stops: bool = False
    counts_indent: bool = True

    def cut(self, text: str, indent: str, rng: random.Random) -> list[str]:
        """Cut a paragraph into printed lines without its indent.

        Args:
            text: The paragraph, without white space at its ends.
            indent: What is printed before its first line.
            rng: Source of chance: whether a stop hangs or takes a character along.
        """
        lines, line = [], ""
        room = self.width - (self._width(indent) if self.counts_indent else 0)
        for unit in _UNIT.findall(text) if self.keeps_words else text:
            if line and self._width(line + unit) > room and not self._hangs(unit, rng):
                kept, unit_line = self._taken_along(line, unit)
                lines.append(kept)
                line, room = unit_line, self.width
            else:
                line += unit
        return [piece.strip() for piece in [*lines, line] if piece.strip()]

    def _hangs(self, unit: str, rng: random.Random) -> bool:
        return self.keeps_stops and unit in _NEVER_FIRST and rng.random() < 0.5

    def _taken_along(self, line: str, unit: str) -> tuple[str, str]:
        """The line that is full, and what the next begins with."""
        must_move = (
            self.keeps_stops and len(line) > 1 and (unit in _NEVER_FIRST or line[-1] in _NEVER_LAST)
        )
        return (line[:-1], line[-1] + unit) if must_move else (line, unit)

    def _width(self, text: str) -> int:
        return printed_width(text) if self.by_columns else len(text)


def draw_wrapping(rng: random.Random, styles: frozenset[str]) -> Wrapping | None:
    """How a page is cut, of the ways that its styles allow; None where lines are not cut."""
    ways = [
        style
        for style in ("wrapped_by_letters", "wrapped_by_columns", "wrapped_words")
        if style in styles
    ]
    if not ways or rng.random() < 0.5:
        return None
    way, width = rng.choice(ways), rng.choice((rng.randint(15, 30), rng.randint(15, 45)))
    return Wrapping(
        width * 2 if way == "wrapped_by_columns" else width,
        by_columns=way == "wrapped_by_columns",
        keeps_words=way == "wrapped_words",
        keeps_stops=way != "wrapped_by_letters" and rng.random() < 0.7,
        counts_indent=rng.random() < 0.75,
    )
