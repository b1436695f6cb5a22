"""The whole store as JSON lines, written and read back: backups, moves to another database.

One line is one row of a table, under the names of its columns; rows of an issue name its key.
Sessions stay behind, and what can be made anew.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, LargeBinary, RowMapping, Table, func, insert, select, update

from service.errors import StoreError
from service.store import tables
from service.store.connection import Database
from service.store.issues import Issues, issue_row
from service.store.migrating import HEAD
from service.store.writing import insert_new

_FORMAT = "baozhai store"
_VERSION = 1
# Behind what they name.
_TABLES = (
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
_BY_NAME = {table.name: table for table in _TABLES}
_TEXTS = ("source", "document")  # in bytes, but UTF-8; other bytes are written as Base64


def export_lines(database: Database) -> Iterator[str]:
    """The lines of an export, each with its end; of one state of the store."""
    yield _line({"format": _FORMAT, "version": _VERSION, "tables": HEAD})
    with database.read() as connection:
        keys = _keys(connection)
        for table in _TABLES:
            rows = connection.execute(
                select(table).order_by(*table.primary_key), execution_options={"yield_per": 100}
            )
            for row in rows.mappings():
                yield _line({"table": table.name, **_outward(table, row, keys)})


def import_lines(database: Database, issues: Issues, lines: Iterable[str]) -> Mapping[str, int]:
    """Read an export into a store; all of it, or with an error nothing.

    What is there already stays as it is, so that a second import adds nothing. Corrections of
    an issue that has others are put behind these.

    Returns:
        How many rows of each table were new.

    Raises:
        StoreError: If a line is none of an export; the message names it.
    """
    counts: dict[str, int] = {}
    with database.write() as connection:
        keys: dict[str, int] = {}
        for number, line in enumerate(lines, 1):
            name = _import_line(connection, number, line, keys)
            if name is not None:
                counts[name] = counts.get(name, 0) + 1
        for key in keys:
            issues.refresh(connection, issue_row(connection, key))
    return counts


def _import_line(
    connection: Connection, number: int, line: str, keys: dict[str, int]
) -> str | None:
    """Import a line; the name of its table where it was new."""
    try:
        row = json.loads(line)
        if number == 1:
            _check_head(row)
            return None
        table = _BY_NAME[row.pop("table")]
        is_new = _IMPORTS.get(table.name, _import_row)(connection, table, row, keys)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(
            f"第 {number} 行不是 baozhai store export 写的 "
            f"(line {number} is none of an export): {error!r}"
        ) from error
    return table.name if is_new else None


def _check_head(row: Mapping[str, Any]) -> None:
    if row["format"] != _FORMAT:
        raise ValueError(row["format"])
    if row["version"] != _VERSION:
        raise StoreError(
            f"这是第 {row['version']} 版的导出，这一版只认第 {_VERSION} 版；请升级报摘 "
            "(the export is of a later version: install that)"
        )


def _import_row(
    connection: Connection, table: Table, row: dict[str, Any], keys: Mapping[str, int]
) -> bool:
    return insert_new(connection, table, _inward(table, row, keys))


def _import_issue(
    connection: Connection, table: Table, row: dict[str, Any], keys: dict[str, int]
) -> bool:
    # Its log follows, entry by entry.
    is_new = insert_new(connection, table, {**_inward(table, row, keys), "n_corrections": 0})
    number = select(table.c.number).where(table.c.key == row["key"])
    keys[row["key"]] = connection.execute(number).scalar_one()
    return is_new


def _import_correction(
    connection: Connection, table: Table, row: dict[str, Any], keys: Mapping[str, int]
) -> bool:
    """Put an entry behind the log of its issue, unless it is in it."""
    values = _inward(table, row, keys)
    if connection.execute(select(table.c.id).where(table.c.id == row["id"])).first():
        return False
    last = select(func.max(table.c.version)).where(table.c.issue == values["issue"])
    version = (connection.execute(last).scalar() or 0) + 1
    connection.execute(insert(table).values(**{**values, "version": version}))
    issues = tables.issues
    grown = update(issues).where(issues.c.number == values["issue"])
    connection.execute(grown.values(n_corrections=version))
    return True


def _import_note(
    connection: Connection, table: Table, row: dict[str, Any], keys: Mapping[str, int]
) -> bool:
    values = _inward(table, row, keys)
    told = ("noted_at", "who", "action", "object")
    same = [table.c[name].is_not_distinct_from(values[name]) for name in told]
    if connection.execute(select(table.c.number).where(*same)).first():
        return False
    connection.execute(insert(table).values(**values))
    return True


_Import = Callable[[Connection, Table, dict[str, Any], dict[str, int]], bool]
_IMPORTS: Mapping[str, _Import] = {
    "issues": _import_issue,
    "corrections": _import_correction,
    "audit": _import_note,
}


def _outward(table: Table, row: RowMapping, keys: Mapping[int, str]) -> dict[str, Any]:
    told = {name: value for name, value in row.items() if name != "number"}
    if "issue" in table.c:
        told["issue"] = keys[row["issue"]]
    for name in _in_bytes(table, told):
        told[name] = told[name].decode() if name in _TEXTS else b64encode(told[name]).decode()
    return told


def _inward(table: Table, row: Mapping[str, Any], keys: Mapping[str, int]) -> dict[str, Any]:
    values = dict(row)
    if "issue" in table.c:
        values["issue"] = keys[values["issue"]]
    for name in _in_bytes(table, values):
        values[name] = values[name].encode() if name in _TEXTS else b64decode(values[name])
    return values


def _in_bytes(table: Table, row: Mapping[str, Any]) -> list[str]:
    """The columns that hold bytes, in this row."""
    names = (column.name for column in table.c if isinstance(column.type, LargeBinary))
    return [name for name in names if row[name] is not None]


def _keys(connection: Connection) -> dict[int, str]:
    query = select(tables.issues.c.number, tables.issues.c.key)
    return {number: key for number, key in connection.execute(query)}  # noqa: C416 - rows, no pairs


def _line(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n"
