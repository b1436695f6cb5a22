"""Issues that are kept, as they are shown."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from service.api.models.digests import (
    ArticleModel,
    LeftOutModel,
    PageModel,
    Pair,
    SummaryModel,
    Topic,
)


class EditModel(BaseModel):
    """Who changed what of an article, and when."""

    id: str
    who: str
    what: str
    when: datetime


class EntryModel(BaseModel):
    """An entry of the log of an issue."""

    id: str
    what: str
    who: str
    when: datetime
    place: Pair
    entry: str | None = Field(description="The entry that an undo or redo is about.")


class OrphanModel(EntryModel):
    """A correction whose place is gone, and why; nothing of it is lost."""

    reason: str


class HistoryEntryModel(EntryModel):
    """An entry with what it changed, and whether it still counts."""

    version: int
    before: Any
    after: Any
    is_active: bool
    orphan: str | None


class ParagraphModel(BaseModel):
    """A paragraph of an article's text, and its place in the source."""

    start: int
    end: int
    place: Pair


class FullArticleModel(ArticleModel):
    """An article of an issue that is kept, with what an editor needs of it."""

    topic: Topic | None
    summary: SummaryModel | None
    kicker: str | None
    address: str = Field(description="Its id for `articles/{id}`: the issue, and its place there.")
    href: str
    place: int = Field(description="Its first character in the source; it goes by that.")
    version: int
    etag: str
    edits: list[EditModel]
    sentences: list[Pair]
    paragraphs: list[ParagraphModel]
    file: str | None
    page: int | None


class IssueModel(BaseModel):
    """An issue that is kept, as lists show it."""

    id: str
    issue_id: str
    paper: str | None
    date: str | None
    added_at: datetime
    added_by: str | None
    version: int
    n_articles: int
    n_corrections: int
    files: list[str]
    selection: list[int] | None = Field(description="Places of the articles to send, in order.")
    href: str


class FullIssueModel(IssueModel):
    """All of an issue as it is now."""

    model_config = ConfigDict(populate_by_name=True, protected_namespaces=())

    schema_: int = Field(1, alias="schema")
    model: str | None
    splitter: str | None
    source_text: str
    pages: list[PageModel]
    articles: list[FullArticleModel]
    left_out: list[LeftOutModel]
    orphans: list[OrphanModel]
    undo: EntryModel | None = Field(description="What your next undo takes back.")
    redo: EntryModel | None


class IssuesModel(BaseModel):
    """Some of the issues found, and where the next ones are."""

    items: list[IssueModel]
    total: int
    next: str | None = Field(description="Address of the next ones; null behind the last.")


class HitModel(BaseModel):
    """An article that was found."""

    address: str
    href: str
    issue: str
    place: int
    id: str
    headline: str | None
    excerpt: str
    topic: str | None
    probability: float | None
    uncertain: bool | None
    editors: list[str]
    version: int
    paper: str | None
    date: str | None


class HitsModel(BaseModel):
    """Some of the articles found, and where the next ones are."""

    items: list[HitModel]
    total: int
    next: str | None


class DayModel(BaseModel):
    """A day with issues; its date is null for those without one."""

    date: str | None
    n_issues: int
    n_articles: int
    topics: dict[str, int]


class ShareModel(BaseModel):
    """How much of a day is about a topic."""

    topic: str
    title: str
    n_articles: int
    share: float = Field(description="Of the articles, from 0 to 1.")


class DaySharesModel(BaseModel):
    """A day and its topics, in the order of the topics."""

    date: str
    n_issues: int
    n_articles: int
    topics: list[ShareModel]


class CompareModel(BaseModel):
    """Two days side by side."""

    days: list[DaySharesModel]


class UndoneModel(BaseModel):
    """What was undone or redone, and the issue after it."""

    version: int
    correction: EntryModel
    articles: list[int] = Field(description="Places of the articles that it touched.")


class ChangedModel(BaseModel):
    """The issue after a change of boundaries."""

    version: int
    etag: str
    articles: list[FullArticleModel]
    left_out: list[LeftOutModel]
