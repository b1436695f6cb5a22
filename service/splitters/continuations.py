"""Stories that go on elsewhere in the issue, stitched together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from service.splitters.lines import Line, ends_sentence, similarity_bigrams
from service.splitters.markers import Marker, find_markers, without_markers
from service.splitters.stories import Story

MIN_CONFIDENCE = 0.2
_HEADLINE_WEIGHT = 0.6
_TEXT_WEIGHT = 0.9
_CUT_WEIGHT = 0.15
_PAGE_WEIGHT = 0.15


@dataclass(frozen=True, slots=True)
class Pair:
    """A story and its continuation, as indices, and the confidence in it from 0 to 1."""

    story: int
    continuation: int
    confidence: float


def marker_of(lines: Sequence[Line], story: Story, direction: str) -> Marker | None:
    """The signpost at the head (`from`) or at the foot (`on`) of a story."""
    body = story.body[:2] if direction == "from" else story.body[-3:][::-1]
    places = (*story.headline, *body) if direction == "from" else body
    for index in places:
        for marker in find_markers(lines[index].text):
            if marker.direction == direction:
                return marker
    return None


def pair_continuations(lines: Sequence[Line], stories: Sequence[Story]) -> tuple[Pair, ...]:
    """Find which 上接 piece continues which 下转 story.

    Every pair of open ends is rated by headline and text overlap, by whether
    the cut fits and by order; the best pair is taken first, one to one.

    Args:
        lines: All lines of the issue.
        stories: Its stories in page order.

    Returns:
        The pairs, best first; ends without a partner are in none.
    """
    open_ends = [n for n, s in enumerate(stories) if marker_of(lines, s, "on")]
    beginnings = [n for n, s in enumerate(stories) if marker_of(lines, s, "from")]
    rated = [
        Pair(a, b, _confidence(lines, stories[a], stories[b], is_after=b > a))
        for a in open_ends
        for b in beginnings
        if a != b
    ]
    pairs: list[Pair] = []
    for pair in sorted(rated, key=lambda p: (-p.confidence, p.story, p.continuation)):
        is_free = all(
            pair.story != other.story and pair.continuation != other.continuation for other in pairs
        )
        if is_free and pair.confidence >= MIN_CONFIDENCE:
            pairs.append(pair)
    return tuple(pairs)


def stitch(
    lines: Sequence[Line], stories: Sequence[Story], pairs: Sequence[Pair]
) -> tuple[Story, ...]:
    """Join the pairs; a story may run over more than two pieces.

    Args:
        lines: All lines of the issue.
        stories: The stories in page order.
        pairs: What continues what, one to one.

    Returns:
        The stories, each piece in one of them, ordered by their first line.
    """
    next_piece = {pair.story: pair.continuation for pair in pairs}
    continuations = set(next_piece.values())
    joined = []
    for number, story in enumerate(stories):
        if number in continuations and not _in_circle(number, next_piece):
            continue
        joined.append(
            _follow(lines, stories, number, next_piece) if number in next_piece else story
        )
    return tuple(sorted(joined, key=lambda story: story.lines[0]))


def _in_circle(number: int, next_piece: dict[int, int]) -> bool:
    """Whether this is the first piece of a ring, which has no beginning."""
    seen = [number]
    while (following := next_piece.get(seen[-1])) is not None:
        if following == number:
            return number == min(seen)
        if following in seen:
            return False
        seen.append(following)
    return False


def _first_text(lines: Sequence[Line], piece: Story) -> tuple[int, ...]:
    """The first line of a piece that holds more than a signpost."""
    text = (index for index in piece.body if without_markers(lines[index].text))
    return tuple(islice(text, 1))


def _follow(
    lines: Sequence[Line], stories: Sequence[Story], number: int, next_piece: dict[int, int]
) -> Story:
    story = stories[number]
    body = list(story.body)
    later: list[int] = []
    seams: list[int] = []
    seen = {number}
    while (following := next_piece.get(number)) is not None and following not in seen:
        seen.add(following)
        piece = stories[following]
        seams.extend(_first_text(lines, piece))
        body.extend(piece.body)
        later.extend(piece.headline)
        number = following
    return Story(story.headline, tuple(body), tuple(later), tuple(seams))


def _confidence(lines: Sequence[Line], story: Story, piece: Story, *, is_after: bool) -> float:
    titles = [similarity_bigrams([lines[i].text for i in s.headline]) for s in (story, piece)]
    bodies = [similarity_bigrams([lines[i].text for i in s.body]) for s in (story, piece)]
    score = _TEXT_WEIGHT * _overlap(bodies[0] | titles[0], bodies[1])
    if titles[1]:
        score += _HEADLINE_WEIGHT * max(_overlap(*titles), 0.7 * _overlap(bodies[0], titles[1]))
    end = lines[story.body[-1]].text if story.body else ""
    if end and not ends_sentence(end):
        score += _CUT_WEIGHT / 3
    return min(1.0, score + (_PAGE_WEIGHT if is_after else 0.0))


def _overlap(one: set[str], other: set[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0
