"""Hard-wrapped text: printed lines of equal width joined to the lines they were cut from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from service.splitters.lines.edges import ends_sentence
from service.splitters.lines.line import Line
from service.splitters.lines.wrapped_page import INDENTED, MOST_ROOM, Edge, Torn, WrappedPage

_SLACK = 0.2  # share of cut lines below which the edge is kept to the character
_CHANGE = 0.5  # log-odds against lines of another edge below
_NEVER = -1e9
_PAUSE = re.compile(r"[，。；：、,;:]")
_OPENS = re.compile(r"(?:\d{4}年)?\d{1,2}月|近日|日前|[昨今前][天日]|本报|记者|连日来|[本上]周")
# States of a line: first of an indented paragraph or of flush text, or further down in it.
_INDENTED_FIRST, _FLUSH_FIRST, _INDENTED_MORE, _SECOND, _MORE = _STATES = range(5)
_FIRSTS = (_INDENTED_FIRST, _FLUSH_FIRST)
# The state of a line joined to one of each state.
_BELOW = (_INDENTED_MORE, _SECOND, _INDENTED_MORE, _MORE, _MORE)

_Place = tuple[int, int]
"""An edge, by its index, and a state."""


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
    page = WrappedPage(lines, torn)
    edges = page.find_edges()
    if not edges:
        return tuple(lines)
    runs: list[list[Line]] = []
    for line, is_joined in zip(lines, _Search(page, edges).joins(), strict=True):
        if is_joined:
            runs[-1].append(line)
        else:
            runs.append([line])
    return tuple(first.joined(*rest) if rest else first for first, *rest in runs)


class _Search:
    """Finds the likeliest way through the lines of a page: the edge and the state of each."""

    def __init__(self, page: WrappedPage, edges: Sequence[Edge]) -> None:
        self._page = page
        self._edges = range(len(edges))
        self._indents = page.habits(edges).indents
        self._gains = [_gains(page, edge) for edge in edges]

    def joins(self) -> list[bool]:
        """For each line whether it is joined to the one above."""
        n = len(self._page.texts)
        totals = [[0.0 if s == self._first(0) else _NEVER for s in _STATES] for _ in self._edges]
        origins: list[list[list[_Place]]] = []
        for index in range(1, n):
            totals, origin = self._step(index, totals)
            origins.append(origin)
        ended = self._ended(n - 1, totals)
        edge, state = max(ended, key=ended.__getitem__)
        joined = [state not in _FIRSTS]
        for origin in reversed(origins):
            edge, state = origin[edge][state]
            joined.append(state not in _FIRSTS)
        return joined[::-1]

    def _step(
        self, index: int, totals: Sequence[Sequence[float]]
    ) -> tuple[list[list[float]], list[list[_Place]]]:
        """The log-odds of the best way to each place of a line, and the place above it."""
        ended = self._ended(index - 1, totals)
        best, first = max(ended, key=ended.__getitem__), self._first(index)
        following = [[_NEVER] * len(_STATES) for _ in self._edges]
        origin = [[best] * len(_STATES) for _ in self._edges]
        for edge in self._edges:
            own = max(((edge, state) for state in _STATES), key=ended.__getitem__)
            change = ended[best] - _CHANGE
            following[edge][first] = max(ended[own], change)
            origin[edge][first] = own if ended[own] >= change else best
            for state, total in enumerate(totals[edge]):
                below = _BELOW[state]
                joined = total + self._gains[edge][index - 1] + self._join_cost(state)
                if joined > following[edge][below]:
                    following[edge][below], origin[edge][below] = joined, (edge, state)
        return following, origin

    def _first(self, index: int) -> int:
        """The state of a line where it is joined to none above."""
        return _INDENTED_FIRST if self._page.indents[index] >= INDENTED else _FLUSH_FIRST

    def _ended(self, index: int, totals: Sequence[Sequence[float]]) -> dict[_Place, float]:
        """The log-odds of each place of a line if a paragraph or headline ends with it."""
        costs = [self._end_cost(index, state) for state in _STATES]
        return {(e, s): totals[e][s] + costs[s] for e in self._edges for s in _STATES}

    def _end_cost(self, index: int, state: int) -> float:
        """What speaks against ending a paragraph or headline with a line."""
        if ends_sentence(self._page.texts[index]):
            return -1.0 if self._indents and state in (_SECOND, _MORE) else 0.0
        second = 0.0 if self._indents else -1.0
        return {_INDENTED_MORE: -2.0, _SECOND: second, _MORE: -2.0}.get(state, 0.0)

    def _join_cost(self, state: int) -> float:
        """What speaks against flush text of three lines on a page of indented paragraphs."""
        return -2.0 if self._indents and state == _SECOND else 0.0


def _gains(page: WrappedPage, edge: Edge) -> list[float]:
    """How much speaks for joining each line with the next at an edge, in log-odds."""
    habits, slack = page.habits([edge]), page.slack(edge)
    gains = []
    for index, (above, line) in enumerate(pairwise(page.lines)):
        following, room = index + 1, page.room(edge, index)
        is_parted = line.starts_page or line.has_meta_above
        is_parted |= above.has_meta_below or above.heads_page
        is_parted |= _heads_news(page.lines, index)
        is_parted |= above.brief in ("rubric", "headline") or line.brief is not None
        if room > MOST_ROOM or not page.fits(edge, following) or is_parted:
            gains.append(_NEVER)
            continue
        gain = 1.5 if room < 0 else -2.0 - 2.0 * room - 3.0 * (slack < _SLACK)
        odds = page.odds[following]
        if page.stops[index]:
            gain += 0.2 * odds + (1.5 if habits.indents or habits.parts else -0.3)
            gain -= 3.0 * page.is_unended(edge, following)
        else:
            gain += 2.0 + 0.7 * odds
        gain -= (6.0 + 6.0 * habits.indents) * (page.indents[following] >= INDENTED)
        gain -= 5.0 * (line.n_blank > habits.spaces)
        gains.append(gain)
    return gains


def _heads_news(lines: Sequence[Line], index: int) -> bool:
    """Whether the first line of a page is a headline as wide as the column: news opens below."""
    line, below = lines[index], lines[index + 1]
    is_first = line.starts_page or not index or lines[index - 1].heads_page
    return is_first and not _PAUSE.search(line.text) and _OPENS.match(below.text) is not None
