"""The whole store as JSON lines: backups, moves to another database.

One line is one row of a table, under the names of its columns; rows of an issue name its key.
The last line tells how many there are before it, so that an export that was cut off is known.
Sessions stay behind, and what can be made anew.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, LargeBinary, RowMapping, Table, select

from service.errors import StoreError
from service.store import tables
from service.store.connection import Database
from service.store.migrating import HEAD

FORMAT = "baozhai store"
VERSION = 2
# Behind what they name.
TABLES = (
    tables.issues,
    tables.files,
    tables.digests,
    tables.corrections,
    tables.scores,
    tables.users,
    tables.tokens,
    tables.audit,
    tables.settings,
)
TEXTS = ("source", "document")  # in bytes, but UTF-8; other bytes are written as Base64


def export_lines(database: Database) -> Iterator[str]:
    """The lines of an export, each with its end; of one state of the store."""
    n = 1
    yield head_line()
    with database.read() as connection:
        keys = _keys(connection)
        for table in TABLES:
            rows = connection.execute(
                select(table).order_by(*table.primary_key), execution_options={"yield_per": 100}
            )
            for row in rows.mappings():
                yield line_of(table, row, keys)
                n += 1
    yield end_line(n)


def head_line() -> str:
    """The first line of an export."""
    return _line({"format": FORMAT, "version": VERSION, "tables": HEAD})


def end_line(n_before: int) -> str:
    """The last line of an export, behind so many."""
    return _line({"end": n_before})


def line_of(table: Table, row: RowMapping, keys: Mapping[int, str]) -> str:
    """A row as a line.

    Args:
        table: Whose row it is.
        row: As the database has it.
        keys: Of the issues, by number.

    Raises:
        StoreError: If it is damaged, or of an issue that is gone.
    """
    try:
        return _line({"table": table.name, **outward(table, row, keys)})
    except (LookupError, ValueError) as error:
        raise StoreError(
            f"{table.name}: 有一行坏了：{error}；baozhai store check 说明哪里坏了 "
            "(a row is damaged: baozhai store check tells more)"
        ) from error


def outward(table: Table, row: RowMapping, keys: Mapping[int, str]) -> dict[str, Any]:
    """A row as an export has it: issues by key, bytes as text."""
    told = {name: value for name, value in row.items() if name != "number"}
    if "issue" in table.c:
        told["issue"] = keys[row["issue"]]
    for name in in_bytes(table, told):
        told[name] = told[name].decode() if name in TEXTS else b64encode(told[name]).decode()
    return told


def in_bytes(table: Table, row: Mapping[str, Any]) -> list[str]:
    """The columns that hold bytes, in this row."""
    names = (column.name for column in table.c if isinstance(column.type, LargeBinary))
    return [name for name in names if row[name] is not None]


def _keys(connection: Connection) -> dict[int, str]:
    query = select(tables.issues.c.number, tables.issues.c.key)
    return {number: key for number, key in connection.execute(query)}  # noqa: C416 - rows, no pairs


def _line(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n"
