"""Stories that go on elsewhere in the issue, stitched together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from service.splitters.lines.line import Line
from service.splitters.stitching.pairs import Pair, text_lines
from service.splitters.stories import Story

# Below even: a stitch that is missed costs a reader as much as a wrong one.
MIN_CONFIDENCE = 0.4


def choose_pairs(rated: Sequence[Pair]) -> tuple[Pair, ...]:
    """Choose which 上接 piece continues which 下转 story.

    The most likely pair is taken first, one to one; equals go by page order.

    Args:
        rated: Every story and piece that could belong together.

    Returns:
        The pairs likely enough, best first; ends without a partner are in none.
    """
    pairs: list[Pair] = []
    stories: set[int] = set()
    continuations: set[int] = set()
    likely = [pair for pair in rated if pair.confidence >= MIN_CONFIDENCE]
    for pair in sorted(likely, key=lambda p: (-p.confidence, p.story, p.continuation)):
        if pair.story not in stories and pair.continuation not in continuations:
            pairs.append(pair)
            stories.add(pair.story)
            continuations.add(pair.continuation)
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
    joined = []
    inner = set(next_piece.values()) - _first_of_rings(next_piece)
    for number, story in enumerate(stories):
        if number in inner:
            continue
        joined.append(
            _follow(lines, stories, number, next_piece) if number in next_piece else story
        )
    return tuple(sorted(joined, key=lambda story: story.lines[0]))


def _first_of_rings(next_piece: Mapping[int, int]) -> set[int]:
    """The first pieces of rings, which have no beginning; what continues what is one to one."""
    firsts: set[int] = set()
    seen: set[int] = set()
    for start in next_piece:
        way: list[int] = []
        at: int | None = start
        while at is not None and at not in seen:
            seen.add(at)
            way.append(at)
            at = next_piece.get(at)
        if way and at == start:
            firsts.add(min(way))
    return firsts


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
        seams.extend(text_lines(lines, piece)[:1])
        body.extend(piece.body)
        later.extend(piece.headline)
        number = following
    return Story(story.headline, tuple(body), tuple(later), tuple(seams))
