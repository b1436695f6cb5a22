"""Lines grouped into stories by their roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum


class Role(IntEnum):
    """What a line does on its page."""

    HEADLINE = 0  # first line of a headline: a new story
    HEADLINE_MORE = 1  # a further line of it
    BODY = 2  # goes on in the story above; subheads and bylines too
    START = 3  # a new story without a headline
    CAPTION = 4  # a photo's caption, a story by itself; the story above may go on below it
    FURNITURE = 5


@dataclass(frozen=True, slots=True)
class Story:
    """Lines of one story, as indices into the lines of the issue.

    Attributes:
        headline: Its headline lines.
        body: All others, in reading order.
        later_headlines: Headline lines of continuations stitched to it.
        seams: Indices of the first body lines of stitched pieces.
    """

    headline: tuple[int, ...]
    body: tuple[int, ...]
    later_headlines: tuple[int, ...] = ()
    seams: tuple[int, ...] = ()

    @property
    def lines(self) -> tuple[int, ...]:
        """All lines, in page order."""
        return tuple(sorted(self.headline + self.body + self.later_headlines))

    def without(self, lines: set[int]) -> Story:
        """The story with some lines of its body taken out."""
        return replace(self, body=tuple(line for line in self.body if line not in lines))


def group_stories(roles: Sequence[Role], credits_at: frozenset[int]) -> tuple[Story, ...]:
    """Group lines into stories.

    Args:
        roles: The role of each line, in page order.
        credits_at: Lines that only name a photographer; below a caption they belong to it.

    Returns:
        The stories in order; furniture is in none of them.
    """
    stories: list[tuple[list[int], list[int]]] = []
    current: tuple[list[int], list[int]] | None = None
    above: Role | None = None
    for index, role in enumerate(roles):
        if role is Role.FURNITURE:
            continue
        above, before = role, above
        if role is Role.CAPTION:
            stories.append(([], [index]))
            continue
        if before is Role.CAPTION and role is Role.BODY and index in credits_at:
            stories[-1][1].append(index)
            continue
        if current is None or role in (Role.HEADLINE, Role.START):
            current = ([], [])
            stories.append(current)
        headline, body = current
        is_headline = role is Role.HEADLINE or (role is Role.HEADLINE_MORE and not body)
        (headline if is_headline else body).append(index)
    return tuple(Story(tuple(headline), tuple(body)) for headline, body in stories)
