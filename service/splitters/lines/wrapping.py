"""Hard-wrapped text: printed lines of equal width joined to the lines they were cut from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from service.splitters.lines.edges import (
    FINAL_STOPS,
    ends_sentence,
    printed_width,
    widen_punctuation,
)
from service.splitters.lines.line import Line
from service.text import CLOSERS

# Log-odds that the heads of some texts were cut from their sentence, as `Beginnings.torn` gives.
Torn = Callable[[Sequence[str]], NDArray[np.float32]]

_NARROWEST, _WIDEST = 12, 50  # characters; wider lines are paragraphs
# Lines that end at the edge in mid-sentence: how many, of those that end there, per wider line.
_FEWEST_CUT, _SHARE_CUT, _PER_WIDER = 3, 0.5, 0.5
_MOST_EDGES = 3
_HANGING = 2.0  # characters over the edge: a stop, and what half-width letters leave
_MOST_ROOM = 3.0  # characters before the edge, beyond what the next line begins with
_NEVER_FIRST = "，。、；：！？）》”’」』】〕,;:!?)%℃"
_UNIT = re.compile(rf"[（《“‘「『【〔(]*(?:[A-Za-z0-9.%:/_-]+|.)[{_NEVER_FIRST}]*")
# A sign or number that opens an item of a list or a headline.
_ITEM = re.compile(r"[•·>▶►■●◆▲□☆★◎※◇○]|\d{1,2}[.、．]\D")
_INDENTED = 2  # half-width columns
_SLACK = 0.2  # share of cut lines below which the edge is kept to the character
_SURELY = 8.0  # log-odds
_HABIT = 0.6  # share of the ends of paragraphs that show it
_NEVER = -1e9
# States of a line: first of an indented paragraph or of flush text, or further down in it.
_INDENTED_FIRST, _FLUSH_FIRST, _INDENTED_MORE, _SECOND, _MORE = range(5)
_FIRSTS = (_INDENTED_FIRST, _FLUSH_FIRST)
_BELOW = (_INDENTED_MORE, _SECOND, _INDENTED_MORE, _MORE, _MORE)


def join_wrapped(lines: Sequence[Line], torn: Torn) -> tuple[Line, ...]:
    """Join the printed lines of hard-wrapped text to the lines they were cut from.

    Text is hard-wrapped where many lines end at one edge in mid-sentence. There a line goes
    on below if what the next one begins with had no room left before the edge; indents,
    blank lines, stops and the letters on both sides decide where several readings are
    possible, all lines of a page together (a Viterbi search; ties go to what is not joined).

    Args:
        lines: The printed lines of an issue, in order.
        torn: Tells how likely texts were cut from the beginning of their sentence.

    Returns:
        The lines, joined where they were cut; the same lines where text is not wrapped.
    """
    page = _Page(lines, torn)
    edges = page.find_edges()
    if not edges:
        return tuple(lines)
    runs: list[list[Line]] = []
    for line, is_joined in zip(lines, page.search(edges), strict=True):
        if is_joined:
            runs[-1].append(line)
        else:
            runs.append([line])
    return tuple(first.joined(*rest) if rest else first for first, *rest in runs)


@dataclass(frozen=True, slots=True)
class _Edge:
    """Where lines end: a width in characters, ASCII ones counted half where `by_columns`."""

    width: float
    by_columns: bool

    def measure(self, text: str) -> float:
        """The width of a text."""
        return printed_width(text) / 2 if self.by_columns else float(len(text))


class _Page:
    """The printed lines of an issue and what is seen where one ends and the next begins."""

    def __init__(self, lines: Sequence[Line], torn: Torn) -> None:
        self._lines = lines
        self._texts = [line.text for line in lines]
        self._torn = torn
        self._stops = [text.rstrip(CLOSERS + '"')[-1:] in FINAL_STOPS for text in self._texts]
        counts = Counter(line.indent for line in lines)
        flush = min((indent for indent, n in counts.items() if 6 * n >= len(lines)), default=0)
        self._indents = [max(line.indent - flush, 0) for line in lines]

    @cached_property
    def _odds(self) -> list[float]:
        """Log-odds that a line begins in mid-sentence."""
        texts = [widen_punctuation(text) for text in self._texts]
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
            for line in self._lines
        ]

    def find_edges(self) -> list[_Edge]:
        """The widths at which many lines end in mid-sentence, the most common first."""
        edges: list[_Edge] = []
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

    def _candidates(self, taken: set[int]) -> list[_Edge]:
        """Widths that some lines in mid-sentence share."""
        candidates = []
        for by_columns in (False, True):
            measure = _Edge(0, by_columns).measure
            counts = Counter(
                measure(text) + self._indents[index] // 2
                for index, text in enumerate(self._texts)
                if len(text) <= 2 * _WIDEST and index not in taken and not self._stops[index]
            )
            candidates += [
                _Edge(width, by_columns)
                for width, n in counts.most_common(3)
                if n >= _FEWEST_CUT - 1 and _NARROWEST <= width <= _WIDEST
            ]
        return candidates

    def _cut_at(self, edge: _Edge, taken: set[int]) -> tuple[_Edge, set[int], set[int]]:
        """The lines that end at an edge in mid-sentence, and all that end there."""
        full = {
            index
            for index in range(len(self._texts) - 1)
            if index not in taken
            and self._room(edge, index) < 0
            and self._fits(edge, index + 1)
            and self._indents[index + 1] < _INDENTED
        }
        cut = {index for index in full if not self._stops[index] and self._odds[index + 1] > 0}
        n_over = sum(
            not self._fits(edge, index) for index in range(len(self._texts)) if index not in taken
        )
        is_edge = len(cut) >= max(_SHARE_CUT * len(full), _PER_WIDER * n_over)
        return edge, cut if is_edge else set(), full

    def _n_flush(self, edge: _Edge, cut: set[int]) -> int:
        """How many of the cut lines end right at the edge.

        An edge a little before the true one holds as many lines, as stops may hang over it; only
        headlines of that width would end there.
        """
        indents, texts = self._indents, self._texts
        return sum(
            any(
                abs(edge.measure(texts[index]) + part - edge.width) < 1
                for part in (0.0, indents[index] / 2)
            )
            for index in cut
        )

    def _fits(self, edge: _Edge, index: int) -> bool:
        return edge.measure(self._texts[index]) <= edge.width + _HANGING

    def _room(self, edge: _Edge, index: int) -> float:
        """The room left at the end of a line once the next unit had been put there.

        Negative where it had no place; infinite where the line is wider than the edge. The
        indent of a paragraph counts, or does not: whichever fills the line better.
        """
        unit = _UNIT.match(self._texts[index + 1])
        needed = edge.measure(unit.group()) if unit else 1.0
        width, indent = edge.measure(self._texts[index]), self._indents[index] / 2
        rooms = [
            edge.width - width - part - needed
            for part in {0.0, indent if edge.by_columns else round(indent)}
            if width + part <= edge.width + _HANGING
        ]
        return min(rooms, default=float("inf"))

    def search(self, edges: Sequence[_Edge]) -> list[bool]:
        """For each line whether it is joined to the one above."""
        n_states = len(_BELOW)
        gains = [self._gains(edge) for edge in edges]
        habits = self._habits(edges)
        total = [
            [0.0 if s in self._openings(0) else _NEVER for s in range(n_states)] for _ in edges
        ]
        back: list[list[list[tuple[int, int]]]] = []
        for index in range(1, len(self._texts)):
            openings = self._openings(index)
            ended = [
                (total[k][s] + self._end_cost(index - 1, s, habits), k, s)
                for k in range(len(edges))
                for s in range(n_states)
            ]
            value, edge_above, state_above = max(ended, key=lambda entry: entry[0])
            following = [[_NEVER] * n_states for _ in edges]
            origin = [[(edge_above, state_above)] * n_states for _ in edges]
            for k in range(len(edges)):
                own = max((entry for entry in ended if entry[1] == k), key=lambda entry: entry[0])
                change, came = value - 0.5, (edge_above, state_above)
                if own[0] >= change:
                    change, came = own[0], (k, own[2])
                for s in openings:
                    following[k][s], origin[k][s] = change, came
                gain = gains[k][index - 1]
                for s in range(n_states):
                    below = _BELOW[s]
                    joined = total[k][s] + gain + self._join_cost(s, habits)
                    if joined > following[k][below]:
                        following[k][below], origin[k][below] = joined, (k, s)
            total = following
            back.append(origin)
        last = len(self._texts) - 1
        _, k, s = max(
            (total[k][s] + self._end_cost(last, s, habits), -k, -s)
            for k in range(len(edges))
            for s in range(n_states)
        )
        k, s = -k, -s
        joins = [s not in _FIRSTS]
        for origin in reversed(back):
            k, s = origin[k][s]
            joins.append(s not in _FIRSTS)
        return joins[::-1]

    def _openings(self, index: int) -> tuple[int, ...]:
        return (_INDENTED_FIRST,) if self._indents[index] >= _INDENTED else (_FLUSH_FIRST,)

    def _habits(self, edges: Sequence[_Edge]) -> tuple[bool, bool, bool]:
        """Whether paragraphs are indented, parted by blank lines, and lines too."""
        ends = [
            index + 1
            for index in range(len(self._texts) - 1)
            if self._stops[index] and all(self._room(edge, index) > 1 for edge in edges)
        ]
        cut = [
            index + 1
            for index in range(len(self._texts) - 1)
            if self._room(edges[0], index) < 0
            and not self._stops[index]
            and self._odds[index + 1] > 1
        ]
        is_spaced = _share([self._lines[i].n_blank > 0 for i in cut]) > _HABIT
        return (
            _share([self._indents[i] >= _INDENTED for i in ends]) > _HABIT,
            _share([self._lines[i].n_blank > is_spaced for i in ends]) > _HABIT,
            is_spaced,
        )

    def _gains(self, edge: _Edge) -> list[float]:
        """How much speaks for joining each line with the next at an edge, in log-odds."""
        indented, parted, spaced = self._habits([edge])
        slack = self._slack(edge)
        gains = []
        for index, following in pairwise(range(len(self._texts))):
            room, line, above = self._room(edge, index), self._lines[following], self._lines[index]
            is_parted = line.starts_page or line.has_meta_above
            is_parted |= above.has_meta_below or above.heads_page
            if room > _MOST_ROOM or not self._fits(edge, following) or is_parted:
                gains.append(_NEVER)
                continue
            gain = 1.5 if room < 0 else -2.0 - 2.0 * room - 3.0 * (slack < _SLACK)
            odds = self._odds[following]
            if self._stops[index]:
                gain += 0.2 * odds + (1.5 if indented or parted else -0.3)
            else:
                gain += 2.0 + 0.7 * odds
            gain -= (6.0 + 6.0 * indented) * (self._indents[following] >= _INDENTED)
            gain -= 5.0 * (line.n_blank > spaced)
            gains.append(gain)
        return gains

    def _slack(self, edge: _Edge) -> float:
        """The share of lines cut in mid-sentence that end before the edge all the same."""
        rooms = [
            self._room(edge, index)
            for index in range(len(self._texts) - 1)
            if not self._stops[index] and self._odds[index + 1] > 1
        ]
        return _share([room >= 0 for room in rooms if room <= _MOST_ROOM])

    def _end_cost(self, index: int, state: int, habits: tuple[bool, bool, bool]) -> float:
        """What speaks against ending a paragraph or headline with a line."""
        if ends_sentence(self._texts[index]):
            return -1.0 if habits[0] and state in (_SECOND, _MORE) else 0.0
        return {_INDENTED_MORE: -2.0, _SECOND: -1.0 * (not habits[0]), _MORE: -2.0}.get(state, 0.0)

    def _join_cost(self, state: int, habits: tuple[bool, bool, bool]) -> float:
        """What speaks against flush text of three lines on a page of indented paragraphs."""
        return -2.0 if habits[0] and state in (_SECOND,) else 0.0


def _share(answers: Sequence[bool]) -> float:
    return sum(answers) / len(answers) if answers else 0.0
