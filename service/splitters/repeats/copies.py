"""Which of two equal passages is the copy."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from service.splitters.cohesion import Cohesion
from service.splitters.lines.line import Line
from service.splitters.repeats.duplicates import MIN_CHARACTERS, Repeat, find_repeats
from service.splitters.stories import Story

_N_NEIGHBOURS = 4
_INSIDE = 0.08
_BEFORE_OWN = 0.5
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
    repeats = find_repeats(lines)
    for repeat in repeats:
        own = range(repeat.first, repeat.last + 1)
        other = range(repeat.other_first, repeat.other_last + 1)
        if repeat.is_torn and not any(i in kept_by for i in (*own, *other)):
            kept_by.update(dict.fromkeys(own, repeat.other_last))
    keepers = _keepers(kept_by)
    copies = {lines[copy]: lines[keeper] for copy, keeper in keepers.items()}
    left = tuple(line for index, line in enumerate(lines) if index not in kept_by)
    if copies:
        repeats = find_repeats(left)
    return CleanLines(left, copies, repeats)


def remove_repeats(
    clean: CleanLines,
    stories: Sequence[Story],
    cohesion: Cohesion,
    is_cut: Callable[[int, int], bool],
) -> tuple[tuple[Story, ...], dict[Line, Line]]:
    """Take the stray one of two equal passages out of its story.

    Where both go on from a line above, neither is a whole paragraph and both stay. Of
    two one with a signpost stays. A part of what stands elsewhere is the stray one, but
    inside the same story it is a quotation or an abstract. Of two whole passages in
    one story the stray one is that which ends it, having been printed below, else the
    one above, printed before a headline that was overlooked. Of two in different
    stories it is the one that has less to do with the lines around it, where a passage
    inside a story counts for more than one at its end; of two as near the one printed
    first. A story that is printed twice is kept where it stands first, and a headline goes
    with its story.

    Args:
        clean: The lines of the issue.
        stories: Its stories in page order.
        cohesion: Nearness of passages.
        is_cut: Whether a line, by index, goes on in mid-sentence in another.

    Returns:
        The stories without copies, empty ones dropped, and for each line
        taken out the line that keeps its text, those set aside before included.
    """
    places = _Places(clean, stories, cohesion, is_cut)
    kept_by: dict[int, int] = {}
    for repeat in clean.repeats:
        own = places.within_body(repeat.first, repeat.last)
        other = places.within_body(repeat.other_first, repeat.other_last)
        if not own or not other or any(i in kept_by for i in (*own, *other)):
            continue
        if places.is_stray(own, other, is_part=repeat.is_part):
            kept_by.update(dict.fromkeys(own, other[-1]))
    for n, story in enumerate(stories):
        if story.headline and places.is_copied(n, kept_by):
            kept = kept_by[places.first_text(n)]
            kept_by.update((i, kept) for i in story.lines if i not in kept_by)
    left = [story.without(kept_by.keys()) for story in stories]
    copies = {clean.lines[i]: clean.lines[kept] for i, kept in _keepers(kept_by).items()}
    for copy, keeper in clean.copies.items():
        copies[copy] = copies.get(keeper, keeper)
    return tuple(story for story in left if story.headline or story.body), copies


class _Places:
    """Where equal passages stand in their stories."""

    def __init__(
        self,
        clean: CleanLines,
        stories: Sequence[Story],
        cohesion: Cohesion,
        is_cut: Callable[[int, int], bool],
    ) -> None:
        self._lines = clean.lines
        self._cohesion = cohesion
        self._is_cut = is_cut
        self._headlines = [story.headline for story in stories]
        self._lines_of = [story.lines for story in stories]
        self._last_long = [
            max((i for i in lines if len(clean.lines[i].text) >= _LONG), default=-1)
            for lines in self._lines_of
        ]
        self._texts = [self._text(story) for story in stories]
        self._story_of = {index: n for n, story in enumerate(stories) for index in story.body}
        # For each line the first one from it on that is not repeated.
        self._unrepeated = list(range(len(clean.lines) + 1))
        runs = (range(repeat.first, repeat.last + 1) for repeat in clean.repeats)
        for index in sorted(set(chain.from_iterable(runs)), reverse=True):
            self._unrepeated[index] = self._unrepeated[index + 1]

    def within_body(self, first: int, last: int) -> range:
        """A passage without headlines at its ends; empty if it is short or in several stories."""
        while first <= last and first not in self._story_of:
            first += 1
        while first <= last and last not in self._story_of:
            last -= 1
        body = range(first, last + 1)
        is_long = sum(len(self._lines[index].text) for index in body) >= MIN_CHARACTERS
        stories = {self._story_of.get(index) for index in body}
        return body if is_long and len(stories) == 1 else range(0)

    def is_copied(self, story: int, kept_by: Mapping[int, int]) -> bool:
        """Whether a story has text, and all of it stands elsewhere."""
        text = self._texts[story]
        return bool(text) and all(index in kept_by for index in text)

    def first_text(self, story: int) -> int:
        """The first line of a story's text."""
        return self._texts[story][0]

    def is_stray(self, own: range, other: range, *, is_part: bool) -> bool:
        """Whether the first of two equal passages is the one to leave out."""
        if self._continues(own) and self._continues(other):
            return False
        signposts = [self._has_signpost(place) for place in (own, other)]
        if signposts[0] != signposts[1]:
            return signposts[1]
        is_first = own[0] < other[0]
        if self._story_of[own[0]] == self._story_of[other[0]]:
            is_above = is_first and not is_part and not self._ends_story(other)
            return is_above or self._ends_story(own)
        if is_part:
            return True
        if all(self._is_whole(place) for place in (own, other)):
            return not is_first
        nearness = [self._nearness(place) for place in (own, other)]
        nearness[0] -= _BEFORE_OWN * self._stands_before(own, self._story_of[other[0]])
        nearness[1] -= _BEFORE_OWN * self._stands_before(other, self._story_of[own[0]])
        return nearness[0] < nearness[1] or (nearness[0] == nearness[1] and is_first)

    def _continues(self, place: range) -> bool:
        """Whether a passage goes on from the line above it, so that it is no whole paragraph."""
        above = place[0] - 1
        story = self._story_of[place[0]]
        return self._story_of.get(above) == story and self._is_cut(above, place[0])

    def _is_whole(self, place: range) -> bool:
        """Whether a passage is all the text of a story with a headline."""
        story = self._story_of[place[0]]
        text = self._texts[story]
        return bool(self._headlines[story] and text) and text[0] in place and text[-1] in place

    def _text(self, story: Story) -> tuple[int, ...]:
        """The lines of a story's body that are neither byline nor signpost."""
        lines = ((index, self._lines[index]) for index in story.body)
        return tuple(index for index, line in lines if line.bare and not line.is_byline)

    def _has_signpost(self, place: range) -> bool:
        return any(self._lines[index].markers for index in place)

    def _ends_story(self, place: range) -> bool:
        """Whether nothing of its story stands below a passage."""
        return self._lines_of[self._story_of[place[0]]][-1] == place[-1]

    def _stands_before(self, place: range, story: int) -> bool:
        """Whether a passage, or the copies it is one of, stand right above a story."""
        below = place[-1] + 1
        return below <= self._lines_of[story][0] <= self._unrepeated[below]

    def _nearness(self, place: range) -> float:
        """How much a passage has to do with what stands around it in its story."""
        story = self._story_of[place[0]]
        lines = self._lines_of[story]
        first, end = bisect_left(lines, place[0]), bisect_right(lines, place[-1])
        before = lines[max(first - _N_NEIGHBOURS, 0) : first]
        around = (*self._headlines[story], *before, *lines[end : end + _N_NEIGHBOURS])
        if not around:
            return -1.0
        nearness = self._cohesion.overlap(self._pairs(place), self._pairs(around))
        is_inside = self._last_long[story] > place[-1]
        return nearness + _INSIDE * is_inside

    def _pairs(self, indices: Sequence[int]) -> frozenset[int]:
        return self._cohesion.pairs_of(self._lines[i].text for i in indices)


def _keepers(kept_by: Mapping[int, int]) -> dict[int, int]:
    """For each line taken out the line that keeps its text, which is none of them."""
    keepers: dict[int, int] = {}
    for line in kept_by:
        passed = [line]
        while (above := passed[-1]) in kept_by and above not in keepers:
            passed.append(kept_by[above])
        keeper = keepers.get(passed[-1], passed[-1])
        keepers.update(dict.fromkeys((i for i in passed if i in kept_by), keeper))
    return {line: keepers[line] for line in kept_by}
