"""Digests as table rows, one per article."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import IO, Any

from service.config import TopicSet
from service.datamodels import Article, Digest
from service.writers.cells import guarded
from service.writers.wording import page_of

NO_PATHS: Mapping[str, str] = MappingProxyType({})
ISSUE_COLUMNS = (
    "issue_id",
    "id",
    "headline",
    "kind",
    "topic",
    "probability",
    "uncertain",
    "probabilities",
    "summary",
    "error",
)
ARTICLE_COLUMNS = ISSUE_COLUMNS[1:]
"""The columns for ready articles, which belong to no issue."""
LENGTH_COLUMNS = ("topic_title", "n_chars", "n_summary_chars")
"""Further columns of every table."""
PRINT_COLUMNS = ("paper", "date", "file", "page", "byline", "flags")
"""Further columns of what comes from an issue."""
TEXT_COLUMN = "text"
"""The column for the clean text, for those who want it."""


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One row: an article, or an input that failed, of which only `error` and its ids are known.

    `topic_title` is what readers call the topic, `file` the path of the input on which the article
    begins, `page` its page in there; `n_chars` and `n_summary_chars` count code points.
    """

    issue_id: str | None
    id: str | None
    headline: str | None = None
    kind: str | None = None
    topic: str | None = None
    probability: float | None = None
    uncertain: bool | None = None
    probabilities: dict[str, float] | None = None
    summary: str | None = None
    error: str | None = None
    topic_title: str | None = None
    n_chars: int | None = None
    n_summary_chars: int | None = None
    paper: str | None = None
    date: str | None = None
    file: str | None = None
    page: int | None = None
    byline: str | None = None
    flags: Sequence[str] | None = None
    text: str | None = None

    def cells(self, columns: Sequence[str]) -> dict[str, Any]:
        """The values of some columns, in their order."""
        return {column: getattr(self, column) for column in columns}


def row_of(article: Article, issue_id: str | None, topics: TopicSet | None = None) -> ArticleRow:
    """The row of a scored article, with the title of its topic where `topics` are given.

    Raises:
        ValueError: If it was not scored.
    """
    topic, summary = article.topic, article.summary
    if topic is None or summary is None:
        raise ValueError(f"article {article.id} was not scored; run the pipeline first")
    return ArticleRow(
        issue_id=issue_id,
        id=article.id,
        headline=article.headline,
        kind=article.kind,
        topic=topic.label,
        probability=topic.probability,
        uncertain=topic.uncertain,
        probabilities=dict(topic.probabilities),
        summary=summary.text,
        topic_title=topics[topic.label].zh if topics else None,
        n_chars=len(article.text),
        n_summary_chars=len(summary.text or ""),
        byline=article.byline,
        flags=article.flags,
        text=article.text,
    )


def rows_of(
    digest: Digest, topics: TopicSet | None = None, paths: Mapping[str, str] = NO_PATHS
) -> tuple[ArticleRow, ...]:
    """One row per article, in the order of the issue.

    Args:
        digest: The digest, scored.
        topics: The label set, for the titles of topics.
        paths: The path of each file of the issue, by its name; the name stands for one not here.
    """
    return tuple(_row_of(article, digest, topics, paths) for article in digest.articles)


def _row_of(
    article: Article, digest: Digest, topics: TopicSet | None, paths: Mapping[str, str]
) -> ArticleRow:
    page = page_of(article, digest)
    return replace(
        row_of(article, digest.issue_id, topics),
        paper=digest.paper,
        date=digest.date,
        file=paths.get(page.file, page.file) if page else None,
        page=page.page if page else None,
    )


def write_jsonl(rows: Iterable[ArticleRow], columns: Sequence[str], stream: IO[bytes]) -> None:
    """Write rows as JSON lines, UTF-8."""
    for row in rows:
        line = json.dumps(row.cells(columns), ensure_ascii=False, allow_nan=False)
        stream.write(f"{line}\n".encode())


def write_csv(rows: Iterable[ArticleRow], columns: Sequence[str], stream: IO[bytes]) -> None:
    """Write rows as Excel and WPS open them: UTF-8 with a byte order mark, CRLF after rows.

    What is not known is an empty cell, `uncertain` is `true` or `false`, `probabilities` is
    JSON, `flags` are joined by spaces; what looks like a formula is `guarded`.
    """
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row.cells(columns).values()])
    text.detach()


TableWriter = Callable[[Iterable[ArticleRow], Sequence[str], IO[bytes]], None]
"""Writes rows with some columns to a binary stream."""


def plain(value: object) -> object:
    """A value as spreadsheets hold it: a number, a text or None."""
    if isinstance(value, bool | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return " ".join(value)
    return value


def _cell(value: object) -> object:
    shown = plain(value)
    return guarded(shown) if isinstance(shown, str) else shown
