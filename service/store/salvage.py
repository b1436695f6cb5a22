"""What can still be read of a damaged file, as an export that can be imported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, literal_column, select
from sqlalchemy.exc import DBAPIError

from service.errors import DigestError
from service.store import tables
from service.store.connection import Database
from service.store.exporting import TABLES, end_line, head_line, line_of, outward
from service.store.issue_rows import issue_row
from service.store.machine import MachineDigests
from service.store.row_checks import check_row

_ROWID: ColumnElement[int] = literal_column("rowid")
# What reading raises where bytes are wrong: SQLite, UTF-8 and JSON, times, what is missing.
_DAMAGE = (DBAPIError, DigestError, ValueError, LookupError, TypeError)


class Salvage:
    """Reads a damaged store row by row, and passes over what cannot be read.

    An issue without its text or a digest is passed over with all that is of it, and so is what
    is of a person who is gone: what comes out can be imported as a whole.

    Attributes:
        lost: How many rows of each table could not be read, or not be used without others.
    """

    def __init__(self, database: Database) -> None:
        """Take a file of SQLite."""
        self.lost: Counter[str] = Counter()
        self._database = database
        self._keys: dict[int, str] = {}
        self._people: set[str] = set()

    def lines(self) -> Iterator[str]:
        """The lines of an export of what is left."""
        n = 1
        yield head_line()
        with self._database.read() as connection:
            for table in TABLES:
                for number in _numbers(connection, table):
                    line = self._line(connection, table, number)
                    if line is not None:
                        n += 1
                        yield line
        yield end_line(n)

    def _line(self, connection: Connection, table: Table, number: int) -> str | None:
        """A row as a line; None where there is none, or it is lost."""
        try:
            one = select(table).where(_ROWID.in_([number]))
            row = connection.execute(one).mappings().first()
            return None if row is None else self._told(connection, table, row)
        except _DAMAGE:
            self.lost[table.name] += 1
            return None

    def _told(self, connection: Connection, table: Table, row: RowMapping) -> str:
        if table is tables.issues:
            # Reads its text and its newest digest, which an import cannot do without.
            MachineDigests().newest(connection, issue_row(connection, row["key"]))
            self._keys[row["number"]] = row["key"]
        if table is tables.users:
            self._people.add(row["name"])
        if table is tables.tokens and row["user_name"] not in self._people:
            raise LookupError(row["user_name"])
        check_row(table, outward(table, row, self._keys))
        return line_of(table, row, self._keys)


def _numbers(connection: Connection, table: Table) -> list[int]:
    """The numbers of the rows, and all that lie between two damaged places."""
    from_first, is_whole = _until_damage(connection, table, _ROWID)
    if is_whole:
        return from_first
    from_last, _ = _until_damage(connection, table, _ROWID.desc())
    last = max(from_first, default=0)
    if not from_last:
        return from_first
    return [*from_first, *range(last + 1, min(from_last)), *sorted(from_last)]


def _until_damage(
    connection: Connection, table: Table, order: ColumnElement[int]
) -> tuple[list[int], bool]:
    """The numbers of rows up to where no more can be read, and whether that was the end."""
    numbers: list[int] = []
    try:
        for number in connection.execute(
            select(_ROWID).select_from(table).order_by(order)
        ).scalars():
            numbers.append(number)  # noqa: PERF402 - those before damage are wanted
    except DBAPIError:
        return numbers, False
    return numbers, True
