"""Whether one piece of an issue continues another, and how sure that is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.characters import content_characters
from service.splitters.lines.edges import ends_sentence, widen_punctuation
from service.splitters.lines.line import Line
from service.splitters.lines.markers import Direction, Marker
from service.splitters.lines.masthead import printed_pages
from service.splitters.roles.character_models import CharacterModels
from service.splitters.stitching.matching import weigh_matchings
from service.splitters.stories import Story

EVIDENCE = (
    "headlines are alike",
    "both have headlines",
    "the first names what the second is headed by",
    "texts are alike",
    "characters go together across the cut",
    "cut end and torn beginning, or neither",
    "stands below",
    "share what no third piece has",
)
_PAGE_ODDS = 1.5
_TEAR_SCALE = 4
# Beyond so many pairs each piece is rated only with the stories that share most with it.
_MOST_PAIRS = 10_000
_MOST_RIVALS = 16
_SHORTEST_HEADLINE = 6  # shorter ones, as names of columns, stand over many stories
_GOES_ON = re.compile(r"[（(〔【]\s*续\s*[)）〕】]$")  # a headline printed again: 渡口改道（续）


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
    """The signpost at the head of a story (`from`), or the last in its body (`on`)."""
    body = story.body[:2] if direction == "from" else story.body[::-1]
    places = (*story.headline, *body) if direction == "from" else body
    for index in places:
        for marker in lines[index].markers:
            if marker.direction == direction:
                return marker
    return None


def text_lines(lines: Sequence[Line], story: Story) -> tuple[int, ...]:
    """The lines of a story's body that hold more than a signpost."""
    return tuple(index for index in story.body if lines[index].bare)


class PairRater:
    """Rates every 下转 story of an issue with every 上接 piece.

    Where one of the two signposts was lost, the same headline can stand for it.
    """

    def __init__(
        self, lines: Sequence[Line], stories: Sequence[Story], characters: CharacterModels
    ) -> None:
        """Take the lines and stories of an issue before anything is stitched."""
        self._lines, self._stories, self._characters = lines, stories, characters
        self._tears: dict[str, float] = {}
        self._on = {n: m for n, s in enumerate(stories) if (m := marker_of(lines, s, "on"))}
        self._from = {n: m for n, s in enumerate(stories) if (m := marker_of(lines, s, "from"))}
        self._continued = frozenset(n for n, s in enumerate(stories) if self._is_continued(s))
        same_headline = list(self._same_headline())
        self.candidates: list[tuple[int, int]] = []
        if same_headline or (self._on and (self._from or self._continued)):
            self._headlines = [self._character_pairs(story.headline) for story in stories]
            self._bodies = [self._character_pairs(story.body) for story in stories]
            wholes = zip(self._headlines, self._bodies, strict=True)
            self._wholes = [headline | body for headline, body in wholes]
            self._n_pieces = Counter(pair for whole in self._wholes for pair in whole)
            self._pages = printed_pages(lines)
            self.candidates = list(dict.fromkeys((*self._signposted(), *same_headline)))

    def _signposted(self) -> Iterator[tuple[int, int]]:
        """Pairs of stories that go on and pieces that come from elsewhere."""
        if len(self._on) * len(self._from) <= _MOST_PAIRS:
            pieces = (*self._from, *self._continued.difference(self._from))
            yield from ((a, b) for a in self._on for b in pieces if a != b)
            return
        stories_with: dict[int, list[int]] = {}
        for story in self._on:
            for pair in self._wholes[story]:
                if self._n_pieces[pair] <= _MOST_RIVALS:
                    stories_with.setdefault(pair, []).append(story)
        for piece in self._from:
            rivals = Counter(
                story for pair in self._wholes[piece] for story in stories_with.get(pair, ())
            )
            likely = sorted(rivals, key=lambda story: (-rivals[story], story))
            yield from ((story, piece) for story in likely[: _MOST_RIVALS + 1] if story != piece)

    def rate(self, weights: NDArray[np.float64]) -> tuple[Pair, ...]:
        """Say of each candidate how likely it is, the others being rivals.

        Args:
            weights: One for each of `EVIDENCE`, then the log-odds of a pair without any.

        Returns:
            The pairs in the order of `candidates`.
        """
        if not self.candidates:
            return ()
        evidence = np.array([self.evidence(*pair) for pair in self.candidates])
        agreement = np.array([self._pages_agree(*pair) for pair in self.candidates])
        odds = evidence @ weights[:-1] + weights[-1] + _PAGE_ODDS * agreement
        probabilities = weigh_matchings(self.candidates, odds).probabilities
        pairs = zip(self.candidates, probabilities.tolist(), strict=True)
        return tuple(Pair(*pair, confidence) for pair, confidence in pairs)

    def evidence(self, story: int, piece: int) -> NDArray[np.float64]:
        """What speaks for a pair, in the order of `EVIDENCE`."""
        near = self._characters.cohesion.overlap
        title, body = self._headlines[piece], self._bodies[piece]
        shared = self._wholes[story] & body
        own = frozenset(pair for pair in shared if self._n_pieces[pair] == 2)
        return np.array(
            [
                near(self._headlines[story], title),
                bool(self._headlines[story]) and bool(title),
                near(self._bodies[story], title),
                near(self._wholes[story], body),
                *self._cut(story, piece),
                piece > story,
                np.log1p(self._characters.cohesion.weight(own)),
            ],
            dtype=np.float64,
        )

    def _cut(self, story: int, piece: int) -> tuple[float, float]:
        """How well the characters on both sides of the cut fit, and whether both sides are torn."""
        above = text_lines(self._lines, self._stories[story])[-1:]
        below = text_lines(self._lines, self._stories[piece])[:1]
        if not above or not below:
            return 0.0, 0.0
        end, start = (widen_punctuation(self._lines[i].bare) for i in (*above, *below))
        is_open = not ends_sentence(end)
        torn = self._torn(start)
        seam = self._characters.ngrams.seam(end, start) if is_open else 0.0
        return seam, torn if is_open else -torn

    def _torn(self, start: str) -> float:
        """Whether a piece looks torn at its head; asked of it once for each of its rivals."""
        if start not in self._tears:
            odds = self._characters.beginnings.torn([start])[0]
            self._tears[start] = float(np.tanh(odds / _TEAR_SCALE))
        return self._tears[start]

    def _pages_agree(self, story: int, piece: int) -> int:
        """Whether the signposts name the pages printed around them: 2 both, -2 neither.

        Set by hand, since the pages made for training say nothing of it; two pieces on
        one page are left alone.
        """
        first, other = (self._stories[n].lines[0] for n in (story, piece))
        here, there = self._pages[first], self._pages[other]
        if here == there:
            return 0
        named = ((self._on.get(story), there), (self._from.get(piece), here))
        return sum(
            (1 if marker.page == printed else -1) for marker, printed in named if marker and printed
        )

    def _same_headline(self) -> Iterator[tuple[int, int]]:
        """Pairs under one headline of which only one has its signpost."""
        headed: dict[str, list[int]] = {}
        for number, story in enumerate(self._stories):
            printed = "".join(self._lines[i].bare for i in story.headline)
            headline = content_characters(_GOES_ON.sub("", printed))
            if len(headline) >= _SHORTEST_HEADLINE:
                headed.setdefault(headline, []).append(number)
        for numbers in headed.values():
            for place, first in enumerate(numbers, start=1):
                for other in numbers[place : place + _MOST_RIVALS]:
                    if first in self._on or other in self._from or other in self._continued:
                        yield first, other

    def _is_continued(self, story: Story) -> bool:
        """Whether the headline of a story says that it goes on there: 渡口改道（续）."""
        last = story.headline[-1:]
        return any(_GOES_ON.search(self._lines[index].bare) for index in last)

    def _character_pairs(self, indices: Sequence[int]) -> frozenset[int]:
        return self._characters.cohesion.pairs_of(self._lines[index].text for index in indices)
