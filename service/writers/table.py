"""Digests as table rows, one per article."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Any

from service.datamodels import Article, Digest

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
TEXT_COLUMN = "text"
"""The column for the clean text, for those who want it."""


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One row: an article, or an input that failed, of which only `error` and its ids are known."""

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
    text: str | None = None

    def cells(self, columns: Sequence[str]) -> dict[str, Any]:
        """The values of some columns, in their order."""
        return {column: getattr(self, column) for column in columns}


def row_of(article: Article, issue_id: str | None) -> ArticleRow:
    """The row of a scored article.

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
        text=article.text,
    )


def rows_of(digest: Digest) -> tuple[ArticleRow, ...]:
    """One row per article, in the order of the issue."""
    return tuple(row_of(article, digest.issue_id) for article in digest.articles)


def write_jsonl(rows: Iterable[ArticleRow], columns: Sequence[str], stream: IO[bytes]) -> None:
    """Write rows as JSON lines, UTF-8."""
    for row in rows:
        line = json.dumps(row.cells(columns), ensure_ascii=False, allow_nan=False)
        stream.write(f"{line}\n".encode())


def write_csv(rows: Iterable[ArticleRow], columns: Sequence[str], stream: IO[bytes]) -> None:
    """Write rows as Excel and WPS open them: UTF-8 with a byte order mark, CRLF after rows.

    What is not known is an empty cell, `uncertain` is `true` or `false`,
    `probabilities` is JSON.
    """
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row.cells(columns).values()])
    text.detach()


TableWriter = Callable[[Iterable[ArticleRow], Sequence[str], IO[bytes]], None]
"""Writes rows with some columns to a binary stream."""


def _cell(value: object) -> object:
    if isinstance(value, bool | dict):
        return json.dumps(value, ensure_ascii=False)
    return value
