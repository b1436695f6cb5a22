"""Issues as the tables have them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, Select, func, select

from service.errors import NotFoundError
from service.store import tables
from service.store.records import StoredIssue, from_text

_ISSUES = tables.issues
# All that is told of an issue but its text, which is long.
COLUMNS = tuple(column for column in _ISSUES.c if column.name != "source")


def issue_row(connection: Connection, key: str, *, for_update: bool = False) -> RowMapping:
    """What the table has of an issue, but for its text.

    Raises:
        NotFoundError: If none is kept by this key.
    """
    query: Select[tuple[object, ...]] = select(*COLUMNS).where(_ISSUES.c.key == key)
    row = connection.execute(query.with_for_update() if for_update else query).mappings().first()
    if row is None:
        raise NotFoundError(f"没有编号是 {key} 的一期 (no issue is kept by this key)")
    return row


def stored_issues(connection: Connection, rows: Sequence[RowMapping]) -> tuple[StoredIssue, ...]:
    """The issues of some rows, in their order."""
    numbers = [row["number"] for row in rows]
    names = _names(connection, numbers)
    counts = _counts(connection, numbers)
    budgets = _budgets(connection, numbers)
    return tuple(
        StoredIssue(
            key=row["key"],
            issue_id=row["issue_id"],
            paper=row["paper"],
            date=row["date"],
            added_at=from_text(row["added_at"]),
            added_by=row["added_by"],
            version=row["version"],
            n_corrections=row["n_corrections"],
            files=tuple(names.get(row["number"], ())),
            selection=None if row["selection"] is None else tuple(row["selection"]),
            n_articles=counts.get(row["number"], 0),
            max_chars=budgets.get(row["number"]),
        )
        for row in rows
    )


def _names(connection: Connection, numbers: Sequence[int]) -> dict[int, list[str]]:
    """The names of the files of some issues."""
    files = tables.files
    query = select(files.c.issue, files.c.name).where(files.c.issue.in_(numbers))
    names: dict[int, list[str]] = {}
    for issue, name in connection.execute(query.order_by(files.c.number)):
        names.setdefault(issue, []).append(name)
    return names


def _counts(connection: Connection, numbers: Sequence[int]) -> dict[int, int]:
    """How many articles some issues have."""
    articles = tables.articles
    query = select(articles.c.issue, func.count()).where(articles.c.issue.in_(numbers))
    return dict(connection.execute(query.group_by(articles.c.issue)).all())


def _budgets(connection: Connection, numbers: Sequence[int]) -> dict[int, int]:
    """The budgets of the newest digests of some issues."""
    digests = tables.digests
    query = select(digests.c.issue, digests.c.settings).where(digests.c.issue.in_(numbers))
    rows = connection.execute(query.order_by(digests.c.number))
    return {issue: json.loads(settings)["max_chars"] for issue, settings in rows}
