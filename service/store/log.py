"""The log of corrections: entries are added, and never changed or taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, insert, select, update

from service.corrections import Correction, What, active
from service.datamodels import Span
from service.store import tables
from service.store.records import Changed, from_text, to_text

_LOG = tables.corrections


def load_log(connection: Connection, issue: int) -> tuple[Correction, ...]:
    """The log of an issue, in order."""
    query = select(_LOG).where(_LOG.c.issue == issue).order_by(_LOG.c.version)
    return tuple(correction_of(row) for row in connection.execute(query).mappings())


def append_entry(connection: Connection, issue: RowMapping, correction: Correction) -> None:
    """Add an entry to the log of an issue; its version is one more than there are."""
    connection.execute(insert(_LOG).values(issue=issue["number"], **row_of(correction)))
    issues = tables.issues
    connection.execute(
        update(issues)
        .where(issues.c.number == issue["number"])
        .values(n_corrections=correction.version, version=issues.c.version + 1)
    )


def load_changes(connection: Connection, after: int, limit: int) -> tuple[Changed, ...]:
    """The entries of all logs behind one, in the order in which they were added."""
    query = (
        select(_LOG, tables.issues.c.key)
        .join(tables.issues, tables.issues.c.number == _LOG.c.issue)
        .where(_LOG.c.number > after)
        .order_by(_LOG.c.number)
        .limit(limit)
    )
    return _changes(connection, query)


def load_effective(connection: Connection, whats: Sequence[What]) -> tuple[Changed, ...]:
    """The entries of some kinds that were not undone, of all logs, in the order of their making."""
    query = (
        select(_LOG, tables.issues.c.key)
        .join(tables.issues, tables.issues.c.number == _LOG.c.issue)
        .where(_LOG.c.what.in_((*whats, "undo", "redo")))
        .order_by(_LOG.c.number)
    )
    found = _changes(connection, query)
    counting = {correction.id for correction in active([each.correction for each in found])}
    return tuple(each for each in found if each.correction.id in counting)


def _changes(connection: Connection, query: Select[Any]) -> tuple[Changed, ...]:
    rows: Sequence[RowMapping] = connection.execute(query).mappings().all()
    return tuple(Changed(row["number"], row["key"], correction_of(row)) for row in rows)


def correction_of(row: RowMapping) -> Correction:
    """An entry as the table has it."""
    return Correction(
        id=row["id"],
        version=row["version"],
        when=from_text(row["made_at"]),
        who=row["who"],
        what=row["what"],
        place=Span(row["place_start"], row["place_end"]),
        before=row["before"],
        after=row["after"],
    )


def row_of(correction: Correction) -> dict[str, Any]:
    """What the table has of an entry."""
    return {
        "id": correction.id,
        "version": correction.version,
        "made_at": to_text(correction.when),
        "who": correction.who,
        "what": correction.what,
        "place_start": correction.place.start,
        "place_end": correction.place.end,
        "before": correction.before,
        "after": correction.after,
    }
