"""Lines grouped into stories by their roles."""

from __future__ import annotations

from collections.abc import Sequence, Set
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

    def without(self, lines: Set[int]) -> Story:
        """The story with some of its lines taken out."""
        headline, body = (
            tuple(line for line in part if line not in lines) for part in (self.headline, self.body)
        )
        return replace(self, headline=headline, body=body)


def group_stories(
    roles: Sequence[Role], credits_at: frozenset[int], goes_on_at: frozenset[int]
) -> tuple[Story, ...]:
    """Group lines into stories.

    A story goes on below a photo, and a photo ends with its credit.

    Args:
        roles: The role of each line, in page order.
        credits_at: Lines that end with the name of a photographer.
        goes_on_at: Lines that go on in mid-sentence from the line above, or are the next of
            several captions.

    Returns:
        The stories in order; furniture is in none of them.
    """
    page = _Page([])
    of_photo = credits_at | goes_on_at
    for index, role in enumerate(roles):
        if role is Role.FURNITURE:
            continue
        if role is Role.CAPTION:
            page.add_caption(index)
        elif page.photo and role is Role.BODY and index in of_photo:
            page.photo.body.append(index)
        else:
            page.add_line(index, role)
        if index in credits_at:
            page.photo = None
    return tuple(Story(tuple(draft.headline), tuple(draft.body)) for draft in page.drafts)


def join_notes(stories: Sequence[Story], notes_at: Set[int]) -> tuple[Story, ...]:
    """Let an editor's note that stands by itself right above a headline be of that story.

    Args:
        stories: The stories in order.
        notes_at: Lines that are such notes.

    Returns:
        The stories, each with the note above its headline as the first of its text.
    """
    joined: list[Story] = []
    for story in stories:
        above = joined[-1] if joined else None
        is_note = above is not None and not above.headline and notes_at >= set(above.body)
        if above and is_note and story.headline and story.lines[0] == above.lines[-1] + 1:
            joined[-1] = replace(story, body=above.body + story.body)
        else:
            joined.append(story)
    return tuple(joined)


@dataclass(slots=True)
class _Draft:
    """A story while its lines are gathered."""

    headline: list[int]
    body: list[int]


@dataclass(slots=True)
class _Page:
    """The stories gathered so far.

    Attributes:
        drafts: All of them, in order.
        story: The one that text goes on in.
        above: The one before it.
        photo: The photo right above, until its credit is read.
    """

    drafts: list[_Draft]
    story: _Draft | None = None
    above: _Draft | None = None
    photo: _Draft | None = None

    def add_caption(self, index: int) -> None:
        """Begin a photo; a headline right above is its own."""
        if self.story and not self.story.body:
            self.photo, self.story = self.story, self.above
        else:
            self.photo = self._begin()
        self.photo.body.append(index)

    def add_line(self, index: int, role: Role) -> None:
        """Add a line of headline or body."""
        if self.story is None or role in (Role.HEADLINE, Role.START):
            self.story, self.above = self._begin(), self.story
        is_headline = role is Role.HEADLINE or (role is Role.HEADLINE_MORE and not self.story.body)
        (self.story.headline if is_headline else self.story.body).append(index)
        self.photo = None

    def _begin(self) -> _Draft:
        self.drafts.append(_Draft([], []))
        return self.drafts[-1]
