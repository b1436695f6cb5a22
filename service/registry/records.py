"""What is known of a version: where it comes from, what was measured, who made it and when."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from service.config import Schema

Way = Literal["adapt", "calibrate", "train"]


class VersionRecord(Schema):
    """`version.json`.

    Attributes:
        model: `name@version`, what digests tell.
        way: How it was made.
        parent: The version that served when it was made, and that it was compared with.
        base: The version whose encoder it has.
        made: When, ISO 8601 with the offset from UTC.
        by: Who ran the command.
        data: SHA-256 of each file that it learned from, by name.
        settings: With which it was made.
        figures: What was measured, by name.
        passed: Whether it may be promoted.
        reasons: Why not, one line each; empty where it may.
    """

    model: str
    way: Way
    parent: str
    base: str
    made: str
    by: str
    data: dict[str, str]
    settings: dict[str, Any]
    figures: dict[str, Any]
    passed: bool
    reasons: tuple[str, ...] = ()

    @property
    def made_at(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.made)


class Judgement(Schema):
    """What some models said of one article of the frozen test.

    Attributes:
        key: Of its content.
        id: As the desk calls it.
        title: As printed, None where none is.
        excerpt: The beginning of its text.
        topic: What a person said.
        secondary: A second topic that is right, too; None where there is none.
        labels: What each model said, by version.
        probabilities: How sure each was, likewise.
        sure: Whether each called itself sure, likewise.
    """

    key: str
    id: str
    title: str | None
    excerpt: str
    topic: str
    secondary: str | None = None
    labels: dict[str, str]
    probabilities: dict[str, Annotated[float, Field(ge=0, le=1)]]
    sure: dict[str, bool]

    def is_right(self, version: str) -> bool:
        """Whether a model gave the topic that the person gave."""
        return self.labels[version] == self.topic


class Judgements(Schema):
    """`judgements.json`: all articles of the frozen test."""

    articles: tuple[Judgement, ...]


class Learned(Schema):
    """`learned.json`: the content keys of the articles that a version learned from."""

    keys: tuple[str, ...]


class Switched(Schema):
    """An article that a version tells otherwise than the one that serves.

    Attributes:
        issue: The key of its issue.
        place: Where it begins there.
        issue_id: As the desk calls the issue.
        paper: Of the issue, None where it is not told.
        date: Likewise.
        headline: As printed, None where none is.
        excerpt: The beginning of its text.
        labels: What each said: the one that served, the new one.
        probabilities: How sure each was, likewise.
        told: What a person said, None if nobody did.
    """

    issue: str
    place: int
    issue_id: str
    paper: str | None
    date: str | None
    headline: str | None
    excerpt: str
    labels: tuple[str, str]
    probabilities: tuple[float, float]
    told: str | None = None


class LastIssues(Schema):
    """`last_issues.json`: what a version would have told otherwise.

    Attributes:
        n_issues: Issues looked at, the latest of the store.
        n_articles: Articles in them.
        n_unsure: How many of them each calls uncertain: the one that served, the new one.
        switched: Those with another topic.
    """

    n_issues: int
    n_articles: int
    n_unsure: tuple[int, int]
    switched: tuple[Switched, ...]
