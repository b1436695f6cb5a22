"""Whether one piece of an issue continues another, and how sure that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.splitters.features import LetterModels
from service.splitters.furniture import printed_pages
from service.splitters.lines import Line, ends_sentence, widen_punctuation
from service.splitters.markers import Direction, Marker, find_markers, without_markers
from service.splitters.stories import Story

EVIDENCE = (
    "headlines are alike",
    "both have headlines",
    "the first names what the second is headed by",
    "texts are alike",
    "none is more alike",
    "letters go together across the cut",
    "cut end and torn beginning, or neither",
    "stands below",
    "share what no third piece has",
)
_PAGE_ODDS = 1.5
_TEAR_SCALE = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """A story and its continuation, as indices.

    Attributes:
        story: Which story goes on elsewhere.
        continuation: The piece it is thought to go on in.
        confidence: Probability that it does, from 0 to 1.
    """

    story: int
    continuation: int
    confidence: float


def marker_of(lines: Sequence[Line], story: Story, direction: Direction) -> Marker | None:
    """The signpost at the head (`from`) or at the foot (`on`) of a story."""
    body = story.body[:2] if direction == "from" else story.body[-3:][::-1]
    places = (*story.headline, *body) if direction == "from" else body
    for index in places:
        for marker in find_markers(lines[index].text):
            if marker.direction == direction:
                return marker
    return None


def text_lines(lines: Sequence[Line], story: Story) -> tuple[int, ...]:
    """The lines of a story's body that hold more than a signpost."""
    return tuple(index for index in story.body if without_markers(lines[index].text))


class PairRater:
    """Rates every 下转 story of an issue with every 上接 piece."""

    def __init__(
        self, lines: Sequence[Line], stories: Sequence[Story], letters: LetterModels
    ) -> None:
        """Take the lines and stories of an issue before anything is stitched."""
        self._lines, self._stories, self._letters = lines, stories, letters
        self._on = {n: m for n, s in enumerate(stories) if (m := marker_of(lines, s, "on"))}
        self._from = {n: m for n, s in enumerate(stories) if (m := marker_of(lines, s, "from"))}
        self.candidates = [(a, b) for a in self._on for b in self._from if a != b]
        if self.candidates:
            self._headlines = [self._letter_pairs(story.headline) for story in stories]
            self._bodies = [self._letter_pairs(story.body) for story in stories]
            wholes = zip(self._headlines, self._bodies, strict=True)
            self._wholes = [headline | body for headline, body in wholes]
            self._n_pieces = Counter(pair for whole in self._wholes for pair in whole)
            self._pages = printed_pages(lines)

    def rate(self, weights: NDArray[np.float64]) -> tuple[Pair, ...]:
        """Say of each candidate how likely it is.

        Args:
            weights: One for each of `EVIDENCE`, then the log-odds of a pair without any.

        Returns:
            The pairs in the order of `candidates`.
        """
        return tuple(Pair(a, b, self._confidence(a, b, weights)) for a, b in self.candidates)

    def _confidence(self, story: int, piece: int, weights: NDArray[np.float64]) -> float:
        odds = self.evidence(story, piece) @ weights[:-1] + weights[-1]
        odds += _PAGE_ODDS * self._pages_agree(story, piece)
        return float(1 / (1 + np.exp(-np.clip(odds, -30, 30))))

    def evidence(self, story: int, piece: int) -> NDArray[np.float64]:
        """What speaks for a pair, in the order of `EVIDENCE`."""
        near = self._letters.cohesion.overlap
        title, body = self._headlines[piece], self._bodies[piece]
        alike = near(self._wholes[story], body)
        others = (near(w, body) for n, w in enumerate(self._wholes) if n not in (story, piece))
        shared = self._wholes[story] & body
        own = frozenset(pair for pair in shared if self._n_pieces[pair] == 2)
        return np.array(
            [
                near(self._headlines[story], title),
                bool(self._headlines[story]) and bool(title),
                near(self._bodies[story], title),
                alike,
                alike - max(others, default=0.0),
                *self._cut(story, piece),
                piece > story,
                np.log1p(self._letters.cohesion.weight(own)),
            ],
            dtype=np.float64,
        )

    def _cut(self, story: int, piece: int) -> tuple[float, float]:
        """How well the letters on both sides of the cut fit, and whether both sides are torn."""
        above = text_lines(self._lines, self._stories[story])[-1:]
        below = text_lines(self._lines, self._stories[piece])[:1]
        if not above or not below:
            return 0.0, 0.0
        end, start = (
            widen_punctuation(without_markers(self._lines[i].text)) for i in (*above, *below)
        )
        is_open = not ends_sentence(end)
        torn = float(np.tanh(self._letters.beginnings.torn([start])[0] / _TEAR_SCALE))
        seam = self._letters.ngrams.seam(end, start) if is_open else 0.0
        return seam, torn if is_open else -torn

    def _pages_agree(self, story: int, piece: int) -> int:
        """Whether the signposts name the pages printed around them: 2 both, -2 neither.

        Set by hand, since the pages made for training say nothing of it; two pieces on
        one page are left alone.
        """
        first, other = (self._stories[n].lines[0] for n in (story, piece))
        here, there = self._pages[first], self._pages[other]
        if here == there:
            return 0
        named = ((self._on[story].page, there), (self._from[piece].page, here))
        return sum((1 if page == printed else -1) for page, printed in named if printed)

    def _letter_pairs(self, indices: Sequence[int]) -> frozenset[int]:
        pairs = self._letters.cohesion.pairs
        return frozenset().union(*(pairs(self._lines[index].text) for index in indices))
