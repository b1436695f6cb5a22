"""How much there is in a store."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, func, select, text

from service.drift import ArticleFacts
from service.store import tables

_MONTH = len("2026-03")


def count_models(connection: Connection) -> dict[tuple[str, str], int]:
    """How many digests each model and splitter made."""
    digests = tables.digests
    by = (digests.c.model, digests.c.splitter)
    rows = connection.execute(select(*by, func.count()).group_by(*by))
    return {(model, splitter): n for model, splitter, n in rows}


def article_facts(connection: Connection) -> Iterator[ArticleFacts]:
    """What drift is told by, of the articles of all issues that have a date."""
    articles, issues = tables.articles, tables.issues
    asked = (
        select(
            issues.c.date,
            articles.c.topic,
            articles.c.uncertain,
            func.length(articles.c.body),
            articles.c.headline != "",
        )
        .join(issues, issues.c.number == articles.c.issue)
        .where(issues.c.date.is_not(None), articles.c.topic.is_not(None))
        .order_by(articles.c.number)
    )
    for date, topic, is_unsure, n_chars, has_headline in connection.execute(asked):
        yield ArticleFacts(date[:_MONTH], topic, bool(is_unsure), n_chars, bool(has_headline))


def count_rows(connection: Connection) -> dict[str, int]:
    """How many rows each table has, and the size of all in bytes."""
    counts = {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in tables.metadata.sorted_tables
        if table.name != "sessions"
    }
    return {**counts, "size_bytes": _size(connection)}


def _size(connection: Connection) -> int:
    if connection.dialect.name != "sqlite":
        query = "SELECT pg_database_size(current_database())"
        return int(connection.execute(text(query)).scalar_one())
    pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    return int(pages) * int(connection.execute(text("PRAGMA page_size")).scalar_one())
