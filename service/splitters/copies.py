"""Which of two equal passages is the copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.splitters.cohesion import Cohesion
from service.splitters.duplicates import Repeat, find_repeats
from service.splitters.lines import Line
from service.splitters.stories import Story

_N_NEIGHBOURS = 4
_INSIDE = 0.08
_BEFORE_OWN = 0.25
_LONG = 30


@dataclass(frozen=True, slots=True)
class CleanLines:
    """The lines of an issue without those that are certainly copies.

    Attributes:
        lines: What is left, in order.
        copies: For each line taken out the line that keeps its text.
        repeats: Equal passages among `lines`; which is the copy, the stories tell.
    """

    lines: tuple[Line, ...]
    copies: Mapping[Line, Line]
    repeats: tuple[Repeat, ...]


def set_copies_aside(lines: Sequence[Line]) -> CleanLines:
    """Take out passages that are only part of what stands elsewhere.

    Args:
        lines: All lines of an issue.

    Returns:
        The lines without them, and what still stands twice.
    """
    kept_by: dict[int, int] = {}
    repeats = find_repeats([line.text for line in lines])
    for repeat in repeats:
        own = range(repeat.first, repeat.last + 1)
        other = range(repeat.other_first, repeat.other_last + 1)
        if repeat.is_part and not any(i in kept_by for i in (*own, *other)):
            kept_by.update(dict.fromkeys(own, repeat.other_last))
    copies = {lines[copy]: lines[_kept(copy, kept_by)] for copy in kept_by}
    left = tuple(line for index, line in enumerate(lines) if index not in kept_by)
    if copies:
        repeats = find_repeats([line.text for line in left])
    return CleanLines(left, copies, repeats)


def remove_repeats(
    clean: CleanLines, stories: Sequence[Story], cohesion: Cohesion
) -> tuple[tuple[Story, ...], dict[Line, Line]]:
    """Take the stray one of two equal passages out of its story.

    That is the one that has less to do with the lines around it in its story, where a
    passage inside a story counts for more than one at its end; of two as near the one
    printed first.

    Args:
        clean: The lines of the issue.
        stories: Its stories in page order.
        cohesion: Nearness of passages.

    Returns:
        The stories without copies, empty ones dropped, and for each line
        taken out the line that keeps its text, those set aside before included.
    """
    story_of = {index: story for story in stories for index in story.body}
    kept_by: dict[int, int] = {}
    for repeat in clean.repeats:
        own = range(repeat.first, repeat.last + 1)
        other = range(repeat.other_first, repeat.other_last + 1)
        if any(i not in story_of or i in kept_by for i in (*own, *other)):
            continue
        if repeat.is_part:
            continue
        nearness = [_nearness(clean.lines, story_of, place, cohesion) for place in (own, other)]
        nearness[0] -= _BEFORE_OWN * _stands_before(own, story_of[other[0]])
        nearness[1] -= _BEFORE_OWN * _stands_before(other, story_of[own[0]])
        is_first = own[0] < other[0]
        if nearness[0] < nearness[1] or (nearness[0] == nearness[1] and is_first):
            kept_by.update(dict.fromkeys(own, other[-1]))
    left = (story.without(set(kept_by)) for story in stories)
    copies = {clean.lines[i]: clean.lines[_kept(i, kept_by)] for i in kept_by}
    for copy, keeper in clean.copies.items():
        copies[copy] = copies.get(keeper, keeper)
    return tuple(story for story in left if story.headline or story.body), copies


def _stands_before(place: range, story: Story) -> bool:
    """Whether a passage stands right above a story that holds it too."""
    return story.lines[0] == place[-1] + 1


def _nearness(
    lines: Sequence[Line], story_of: Mapping[int, Story], place: range, cohesion: Cohesion
) -> float:
    """How much a passage has to do with what stands around it in its story."""
    story = story_of[place[0]]
    before = [i for i in story.lines if i < place[0]]
    after = [i for i in story.lines if i > place[-1]]
    around = (*story.headline, *before[-_N_NEIGHBOURS:], *after[:_N_NEIGHBOURS])
    if not around:
        return -1.0
    passage = _pairs(lines, place, cohesion)
    nearness = cohesion.overlap(passage, _pairs(lines, around, cohesion))
    is_inside = any(len(lines[i].text) >= _LONG for i in after)
    return nearness + _INSIDE * is_inside


def _pairs(lines: Sequence[Line], indices: Sequence[int], cohesion: Cohesion) -> frozenset[int]:
    return frozenset().union(*(cohesion.pairs(lines[i].text) for i in indices))


def _kept(line: int, kept_by: Mapping[int, int]) -> int:
    """The line that keeps the text of a line that may have been taken out itself."""
    while line in kept_by:
        line = kept_by[line]
    return line
