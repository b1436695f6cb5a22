"""What is seen of hard-wrapped text: at which edges lines end, and how paragraphs are told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from service.splitters.lines.edges import (
    FINAL_STOPS,
    ends_sentence,
    is_pausing,
    printed_width,
    widen_punctuation,
)
from service.splitters.lines.line import Line
from service.text import CLOSERS

# Log-odds that the heads of some texts were cut from their sentence, as `Beginnings.torn` gives.
Torn = Callable[[Sequence[str]], NDArray[np.float32]]

MOST_ROOM = 3.0  # characters before the edge, beyond what the next line begins with
INDENTED = 2  # half-width columns
_NARROWEST, _WIDEST = 12, 50  # characters; wider lines are paragraphs
# Lines that end at the edge in mid-sentence: how many, of those that end there, per wider line.
_FEWEST_CUT, _SHARE_CUT, _PER_WIDER = 3, 0.5, 0.5
_MOST_EDGES = 3
_HANGING = 2.0  # characters over the edge: a stop, and what half-width letters leave
_NEVER_FIRST = "，。、；：！？）》”’」』】〕,;:!?)%℃"
_UNIT = re.compile(rf"[（《“‘「『【〔(]*(?:[A-Za-z0-9.%:/_-]+|.)[{_NEVER_FIRST}]*")
# A sign or number that opens an item of a list or a headline.
_ITEM = re.compile(r"[•·>▶►■●◆▲□☆★◎※◇○]|\d{1,2}[.、．]\D")
_SURELY = 8.0  # log-odds
_HABIT = 0.6  # share of the ends of paragraphs that show it


@dataclass(frozen=True, slots=True)
class Edge:
    """Where lines end: a width in characters, ASCII ones counted half where `by_columns`."""

    width: float
    by_columns: bool

    def measure(self, text: str) -> float:
        """The width of a text."""
        return printed_width(text) / 2 if self.by_columns else float(len(text))


@dataclass(frozen=True, slots=True)
class Habits:
    """How a page tells its paragraphs.

    Attributes:
        indents: Whether it indents them.
        parts: Whether blank lines part them.
        spaces: Whether blank lines part the lines of one, too.
    """

    indents: bool
    parts: bool
    spaces: bool


class WrappedPage:
    """The printed lines of an issue and what is seen where one ends and the next begins.

    Attributes:
        lines: The lines, in order; all else is by their index.
        texts: What is matched of each.
        stops: Whether each ends with a full stop.
        indents: How far each is indented beyond what most are, in half-width columns.
    """

    def __init__(self, lines: Sequence[Line], torn: Torn) -> None:
        """Look at lines; `torn` tells how likely texts were cut from their sentence's beginning."""
        self.lines = lines
        self.texts = [line.text for line in lines]
        self._torn = torn
        self.stops = [text.rstrip(CLOSERS + '"')[-1:] in FINAL_STOPS for text in self.texts]
        counts = Counter(line.indent for line in lines)
        flush = min((indent for indent, n in counts.items() if 6 * n >= len(lines)), default=0)
        self.indents = [max(line.indent - flush, 0) for line in lines]

    @cached_property
    def odds(self) -> list[float]:
        """Log-odds that a line begins in mid-sentence."""
        texts = [widen_punctuation(text) for text in self.texts]
        odds = np.clip(self._torn(texts), -4, 4).tolist()
        return [
            _SURELY if text[0] in _NEVER_FIRST else -_SURELY if begins else value
            for text, value, begins in zip(texts, odds, self._begins, strict=True)
        ]

    @cached_property
    def _begins(self) -> list[bool]:
        """Whether a line certainly begins something: an item, who wrote a story, a signpost."""
        return [
            bool(_ITEM.match(line.text))
            or line.is_byline
            or line.is_row
            or any(marker.direction == "from" and marker.start < 2 for marker in line.markers)
            for line in self.lines
        ]

    def find_edges(self) -> list[Edge]:
        """The widths at which many lines end in mid-sentence, the most common first."""
        edges: list[Edge] = []
        taken: set[int] = set()
        while len(edges) < _MOST_EDGES:
            found = max(
                (self._cut_at(edge, taken) for edge in self._candidates(taken)),
                key=lambda entry: len(entry[1]) + self._n_flush(*entry[:2]),
                default=None,
            )
            if found is None or len(found[1]) < _FEWEST_CUT:
                break
            edges.append(found[0])
            taken |= found[2]
        return edges

    def _candidates(self, taken: set[int]) -> list[Edge]:
        """Widths that some lines in mid-sentence share."""
        candidates = []
        for by_columns in (False, True):
            measure = Edge(0, by_columns).measure
            counts = Counter(
                measure(text) + self.indents[index] // 2
                for index, text in enumerate(self.texts)
                if len(text) <= 2 * _WIDEST and index not in taken and not self.stops[index]
            )
            candidates += [
                Edge(width, by_columns)
                for width, n in counts.most_common(3)
                if n >= _FEWEST_CUT - 1 and _NARROWEST <= width <= _WIDEST
            ]
        return candidates

    def _cut_at(self, edge: Edge, taken: set[int]) -> tuple[Edge, set[int], set[int]]:
        """The lines that end at an edge in mid-sentence, and all that end there."""
        full = {
            index
            for index in range(len(self.texts) - 1)
            if index not in taken
            and self.room(edge, index) < 0
            and self.fits(edge, index + 1)
            and self.indents[index + 1] < INDENTED
        }
        cut = {index for index in full if not self.stops[index] and self.odds[index + 1] > 0}
        n_over = sum(
            not self.fits(edge, index) for index in range(len(self.texts)) if index not in taken
        )
        is_edge = len(cut) >= max(_SHARE_CUT * len(full), _PER_WIDER * n_over)
        return edge, cut if is_edge else set(), full

    def _n_flush(self, edge: Edge, cut: set[int]) -> int:
        """How many of the cut lines end right at the edge.

        An edge a little before the true one holds as many lines, as stops may hang over it; only
        headlines of that width would end there.
        """
        indents, texts = self.indents, self.texts
        return sum(
            any(
                abs(edge.measure(texts[index]) + part - edge.width) < 1
                for part in (0.0, indents[index] / 2)
            )
            for index in cut
        )

    def fits(self, edge: Edge, index: int) -> bool:
        """Whether a line is no wider than an edge, but for what may hang over it."""
        return edge.measure(self.texts[index]) <= edge.width + _HANGING

    def room(self, edge: Edge, index: int) -> float:
        """The room left at the end of a line once the next unit had been put there.

        Negative where it had no place; infinite where the line is wider than the edge. The
        indent of a paragraph counts, or does not: whichever fills the line better.
        """
        unit = _UNIT.match(self.texts[index + 1])
        needed = edge.measure(unit.group()) if unit else 1.0
        width, indent = edge.measure(self.texts[index]), self.indents[index] / 2
        rooms = [
            edge.width - width - part - needed
            for part in {0.0, indent if edge.by_columns else round(indent)}
            if width + part <= edge.width + _HANGING
        ]
        return min(rooms, default=float("inf"))

    def is_unended(self, edge: Edge, index: int) -> bool:
        """Whether a line below 。 ends without a stop and short of an edge, as headlines do."""
        above, text = self.texts[index - 1], self.texts[index]
        is_other = ends_sentence(text) or is_pausing(text) or text[0] in "（("
        is_last = index + 1 == len(self.texts)
        if is_other or is_last or not above.rstrip(CLOSERS + '"').endswith("。"):
            return False
        return self.room(edge, index) > (0 if self.indents[index + 1] >= INDENTED else MOST_ROOM)

    def habits(self, edges: Sequence[Edge]) -> Habits:
        """How paragraphs are told, by those that end well before each of some edges."""
        ends = [
            index + 1
            for index in range(len(self.texts) - 1)
            if self.stops[index] and all(self.room(edge, index) > 1 for edge in edges)
        ]
        cut = [
            index + 1
            for index in range(len(self.texts) - 1)
            if self.room(edges[0], index) < 0 and not self.stops[index] and self.odds[index + 1] > 1
        ]
        spaces = _share([self.lines[i].n_blank > 0 for i in cut]) > _HABIT
        return Habits(
            indents=_share([self.indents[i] >= INDENTED for i in ends]) > _HABIT,
            parts=_share([self.lines[i].n_blank > spaces for i in ends]) > _HABIT,
            spaces=spaces,
        )

    def slack(self, edge: Edge) -> float:
        """The share of lines cut in mid-sentence that end before the edge all the same."""
        rooms = [
            self.room(edge, index)
            for index in range(len(self.texts) - 1)
            if not self.stops[index] and self.odds[index + 1] > 1
        ]
        return _share([room >= 0 for room in rooms if room <= MOST_ROOM])


def _share(answers: Sequence[bool]) -> float:
    return sum(answers) / len(answers) if answers else 0.0
