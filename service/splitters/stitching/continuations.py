"""Stories that go on elsewhere in the issue, stitched together."""

from __future__ import annotations

from collections.abc import Sequence

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
