"""What comes out of the store: frozen, without I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, Literal, Protocol, TypeVar, get_args

from service.corrections import Correction, Json
from service.datamodels import Article, RatedArticle, Summary

Role = Literal["reader", "editor", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)

Item = TypeVar("Item")


class Scorer(Protocol):
    """Scores articles and cuts summaries; `DigestPipeline` is one."""

    @property
    def model(self) -> str:
        """`name@version` of the model."""
        ...

    def rate(self, article: Article, *, max_chars: int | None = None) -> RatedArticle:
        """Give an article its topic and summary, and each of its sentences its salience."""
        ...

    def recut(self, rated: RatedArticle, *, max_chars: int | None = None) -> Summary:
        """Cut the summary at another budget, without the encoder."""
        ...


@dataclass(frozen=True, slots=True)
class StoredIssue:
    """An issue that is kept.

    Attributes:
        key: Its name in the store and in addresses: the first 16 hexadecimal digits of the
            SHA-256 of its text.
        issue_id: The name it was given.
        paper: As the masthead or a person says.
        date: The same, ISO 8601.
        added_at: When it was first given, in UTC.
        added_by: Who gave it.
        version: Grows with whatever is changed of it.
        n_corrections: The number of entries in its log.
        files: The names of the files it was given as, oldest first.
        selection: The articles that a person chose to send, as places, in that order; None
            where nobody chose.
        n_articles: How many articles the digest of today has.
        max_chars: The budget of the summaries in its newest digest.
        is_new: Whether it was not kept before it was given now.
    """

    key: str
    issue_id: str
    paper: str | None
    date: str | None
    added_at: datetime
    added_by: str | None
    version: int
    n_corrections: int
    files: tuple[str, ...]
    selection: tuple[int, ...] | None = None
    n_articles: int = 0
    max_chars: int | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found.

    Attributes:
        key: The key of its issue.
        place: Its address within it: the place of its first character.
        id: Its id in the digest of today.
        headline: Its headline, None without one.
        excerpt: Its text around the first word found, or its beginning.
        topic: Its topic; None while it is not scored.
        probability: Of the topic.
        uncertain: Whether a person should look.
        editors: Who corrected it.
        version: The number of the last log entry that touched it.
        paper: Of its issue.
        date: Of its issue.
    """

    key: str
    place: int
    id: str
    headline: str | None
    excerpt: str
    topic: str | None
    probability: float | None
    uncertain: bool | None
    editors: tuple[str, ...]
    version: int
    paper: str | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Listing(Generic[Item]):
    """Some of what was found, and how to get at the rest.

    Attributes:
        items: In order.
        total: How many there are altogether.
        next_cursor: What to ask for the next ones with; None behind the last.
    """

    items: tuple[Item, ...]
    total: int
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; what is None is not asked.

    Attributes:
        q: Words, parted by white space, all of which stand in headline or text. Case of Latin
            letters does not count.
        date: The day of the issue, ISO 8601.
        date_from: Its first day.
        date_to: Its last day.
        paper: The paper, as the issue has it.
        topic: The label of the article.
        who: Who corrected the article.
        uncertain: Whether a person should look at the article.
    """

    q: str | None = None
    date: str | None = None
    date_from: str | None = None
    date_to: str | None = None
    paper: str | None = None
    topic: str | None = None
    who: str | None = None
    uncertain: bool | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """A correction of any issue, with its number in the order of all of them."""

    number: int
    key: str
    correction: Correction


@dataclass(frozen=True, slots=True)
class Day:
    """A day with issues: its date, None for those without one, and what there is of it."""

    date: str | None
    n_issues: int
    n_articles: int
    topics: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may work with the store."""

    name: str
    role: Role
    added_at: datetime

    def may(self, role: Role) -> bool:
        """Whether the user may do what this role may."""
        return ROLES.index(self.role) >= ROLES.index(role)


@dataclass(frozen=True, slots=True)
class Token:
    """A token of the API; its secret is not kept.

    Attributes:
        id: Its name.
        user: Whose it is.
        label: What it is for.
        added_at: When it was made, in UTC.
        used_at: When it was last used, to the minute.
    """

    id: str
    user: str
    label: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Note:
    """A line of the audit list."""

    number: int
    when: datetime
    who: str
    action: str
    object: str | None
    detail: Json


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def to_text(when: datetime) -> str:
    """A time as the tables have it."""
    return when.astimezone(UTC).isoformat(timespec="microseconds")


def from_text(when: str) -> datetime:
    """A time of the tables."""
    return datetime.fromisoformat(when)


def plain(text: str) -> str:
    """The text without what PostgreSQL cannot keep: NUL, and halves of a character."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
