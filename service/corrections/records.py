"""What a person corrected: records that are only ever added to, never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias, get_args

from service.datamodels import Span

What = Literal[
    "set_topic",
    "set_headline",
    "set_kicker",
    "set_byline",
    "set_summary",
    "split",
    "join",
    "move",
    "put_back",
    "leave_out",
    "undo",
    "redo",
]
WHATS: tuple[What, ...] = get_args(What)
Position = Literal["in_order", "first", "last"]
Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"


@dataclass(frozen=True, slots=True)
class Change:
    """What a person asks for; the functions of `service.corrections.changes` make it.

    Attributes:
        what: The kind of change.
        place: The passage of the source that it is about. An article is named by the
            passage from its first character of headline or body to the end of its first line
            of text, so that it is found again in whatever another model made of the source.
        after: The new value, as that kind of change has it.
    """

    what: What
    place: Span
    after: Json = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A change as it was kept.

    Attributes:
        id: Its name, the same wherever the log is copied to.
        version: Its number in the log of its issue, from 1, without gaps.
        when: When it was made, in UTC.
        who: Who made it.
        what: The kind of change.
        place: The passage of the source that it is about.
        before: What stood there.
        after: What stands there now.
    """

    id: str
    version: int
    when: datetime
    who: str
    what: What
    place: Span
    before: Json
    after: Json

    @property
    def entry(self) -> str | None:
        """The id of the entry that an undo or redo is about; None of every other."""
        if self.what not in ("undo", "redo") or not isinstance(self.after, str):
            return None
        return self.after


@dataclass(frozen=True, slots=True)
class Edit:
    """Who changed what of an article, and when."""

    id: str
    who: str
    what: What
    when: datetime


@dataclass(frozen=True, slots=True)
class Orphan:
    """A correction that could not be replayed, and why, in words for a reader."""

    correction: Correction
    reason: str
