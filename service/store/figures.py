"""How much there is in a store."""

from __future__ import annotations

from sqlalchemy import Connection, func, select, text

from service.store import tables


def count_models(connection: Connection) -> dict[tuple[str, str], int]:
    """How many digests each model and splitter made."""
    digests = tables.digests
    by = (digests.c.model, digests.c.splitter)
    rows = connection.execute(select(*by, func.count()).group_by(*by))
    return {(model, splitter): n for model, splitter, n in rows}


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
