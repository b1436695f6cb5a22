"""Whether a short line parts two stories or two sections of one: by its page and by the texts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.splitters.cohesion import Cohesion
from service.splitters.lines.edges import ends_sentence
from service.splitters.lines.line import Line
from service.splitters.roles.line_scorer import LineScores
from service.splitters.roles.looks import BOX_LABEL, is_short
from service.splitters.stories import Role

# Log-odds, fitted by logistic regression beside those of the line scorer: to made pages of
# national and of local papers, and to pages of local stories, few of them with leads. A
# headline lost spoils two stories, a subhead taken for one spoils one: hence -4 for -4.6.
_BIAS, _ABOVE, _BELOW, _SHARED = -4.0, 1.2, 0.4, -1.2
_SURE_HEAD, _NOT_APART = -0.85, -4.7
_SET_IN = -3.0  # judged, not fitted: no national page sets its subheads in
_MOST = 4.0
_SURELY = 4.0  # log-odds of the scorer
_MOST_SURE = 3
_CENTRED = 2  # half-width columns


@dataclass(frozen=True, slots=True)
class _Section:
    """Short lines and the text below them, as indices of lines."""

    first: int
    text: int
    end: int


def section_odds(
    lines: Sequence[Line], scores: LineScores, cohesion: Cohesion
) -> Mapping[int, float]:
    """How much rather the short lines above texts are headlines than subheads.

    The scorer sees two lines on each side. Here the texts are compared whole: sections of one
    story name the same people and places, two stories share little, and least what stands all
    over the page. And a line is held against the headlines that are sure: where those stand
    apart, one that does not is a subhead; the fewer there are, the rather are the others
    headlines that the scorer doubts.

    Args:
        lines: The lines of an issue.
        scores: What is known of each line by itself.
        cohesion: The rarity of character pairs.

    Returns:
        Log-odds by the index of the first line of each run of short lines that parts two
        texts, from -4 to 4; positive for headlines. Nothing for other lines.

    References:
        Hearst, TextTiling, Computational Linguistics 1997. There every gap between blocks is
        judged; here only those at lines that look like headings.
    """
    sections = list(_sections(lines))
    pairs = [cohesion.pairs_of(line.text for line in lines[s.first : s.end]) for s in sections]
    times = Counter(pair for section in pairs for pair in section)
    page = _Page(lines, scores, sections)
    odds: dict[int, float] = {}
    for place, section in enumerate(sections):
        if place and section.first < section.text < section.end:
            above, below = pairs[place - 1], pairs[place]
            shared = sum(
                cohesion.weight(frozenset((pair,))) / math.sqrt(times[pair] - 1)
                for pair in above & below
            )
            told = (
                _BIAS
                + _ABOVE * math.log1p(cohesion.weight(above))
                + _BELOW * math.log1p(cohesion.weight(below))
                + _SHARED * math.log1p(shared)
                + page.odds(section)
            )
            odds[section.first] = min(max(told, -_MOST), _MOST)
    return odds


class _Page:
    """The sure headlines of an issue, and how others look beside them."""

    def __init__(
        self, lines: Sequence[Line], scores: LineScores, sections: Sequence[_Section]
    ) -> None:
        self._lines = lines
        margins = scores.roles[:, Role.HEADLINE] - scores.roles[:, Role.BODY]
        self._sure = {
            section.first
            for section in sections[1:]
            if section.first < section.text < section.end and margins[section.first] > _SURELY
        }
        # Below a masthead all headlines stand apart.
        amid = [first for first in self._sure if not lines[first - 1].is_furniture]
        self._n_blank = sorted((lines[first].n_blank, first) for first in amid)[:2]
        self._indents = sorted(((lines[first].indent, first) for first in amid), reverse=True)[:2]

    def odds(self, section: _Section) -> float:
        """What the other sure headlines say of a line."""
        first, line = section.first, self._lines[section.first]
        told = _SURE_HEAD * min(len(self._sure) - (first in self._sure), _MOST_SURE)
        n_blank = [n for n, other in self._n_blank if other != first]
        indents = [n for n, other in self._indents if other != first]
        told += _NOT_APART * bool(n_blank and n_blank[0] > line.n_blank)
        return told + _SET_IN * bool(indents and line.indent >= indents[0] + _CENTRED)


def _sections(lines: Sequence[Line]) -> Iterator[_Section]:
    """The sections of an issue, in order; what stands above the first short line is one too."""
    heads = [_may_head(line) for line in lines]
    firsts = [at for at, is_head in enumerate(heads) if not at or (is_head and not heads[at - 1])]
    for first, end in zip(firsts, [*firsts[1:], len(lines)], strict=True):
        text = next((at for at in range(first, end) if not heads[at]), end)
        yield _Section(first, text, end)


def _may_head(line: Line) -> bool:
    is_other = line.is_furniture or line.is_byline or ends_sentence(line.text)
    return is_short(line.text) and not (is_other or BOX_LABEL.fullmatch(line.text))
