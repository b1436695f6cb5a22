"""Who did what: a list that is only ever added to."""

from __future__ import annotations

from sqlalchemy import func, insert, select

from service.corrections import Json
from service.store import tables
from service.store.connection import Database
from service.store.cursors import read_cursor
from service.store.records import Listing, Note, from_text, now, to_text

_AUDIT = tables.audit


class Audit:
    """The audit list of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, who: str, action: str, what: str | None = None, detail: Json = None) -> None:
        """Add a line.

        Args:
            who: Who did it.
            action: What was done, such as `login` or `delete`.
            what: What it was done to.
            detail: What more is to be known; nothing secret.
        """
        row = {
            "noted_at": to_text(now()),
            "who": who,
            "action": action,
            "object": what,
            "detail": detail,
        }
        with self._database.write() as connection:
            connection.execute(insert(_AUDIT).values(**row))

    def list(self, *, limit: int = 100, cursor: str | None = None) -> Listing[Note]:
        """The lines, the newest first.

        Raises:
            StoreError: If the cursor is none that an earlier answer gave.
        """
        query = select(_AUDIT).order_by(_AUDIT.c.number.desc()).limit(limit + 1)
        if cursor is not None:
            _, (number,) = read_cursor(cursor, n_numbers=1)
            query = query.where(_AUDIT.c.number < number)
        with self._database.read() as connection:
            rows = connection.execute(query).mappings().all()
            total = connection.execute(select(func.count()).select_from(_AUDIT)).scalar_one()
        notes = tuple(
            Note(
                row["number"],
                from_text(row["noted_at"]),
                row["who"],
                row["action"],
                row["object"],
                row["detail"],
            )
            for row in rows[:limit]
        )
        return Listing(notes, total, str(notes[-1].number) if len(rows) > limit else None)
