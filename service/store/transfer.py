"""The whole store as JSON lines, written and read back: backups, moves to another database.

One line is one row of a table, under the names of its columns; rows of an issue name its key.
The last line tells how many there are before it, so that an export that was cut off is known.
Sessions stay behind, and what can be made anew.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, LargeBinary, RowMapping, Table, func, insert, select, update

from service.errors import DigestError, StoreError
from service.store import tables
from service.store.connection import Database
from service.store.issue_rows import issue_row
from service.store.issues import Issues
from service.store.migrating import HEAD
from service.store.row_checks import check_row, check_text
from service.store.writing import insert_new

_FORMAT = "baozhai store"
_VERSION = 2
_NO_END = 1  # the version that had no last line yet
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
_BY_NAME = {table.name: table for table in TABLES}
# What is raised for lines that nobody but a stranger, or damage, can have written.
_WRONG = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
_TEXTS = ("source", "document")  # in bytes, but UTF-8; other bytes are written as Base64


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
    return _line({"format": _FORMAT, "version": _VERSION, "tables": HEAD})


def end_line(n_before: int) -> str:
    """The last line of an export, behind so many."""
    return _line({"end": n_before})


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
        reader = _Reader(connection)
        for number, line in enumerate(lines, 1):
            name = reader.read(number, line)
            if name is not None:
                counts[name] = counts.get(name, 0) + 1
        reader.check_end()
        for key in reader.keys:
            try:
                issues.refresh(connection, issue_row(connection, key))
            except (*_WRONG, DigestError) as error:
                raise StoreError(
                    f"{key}: 这一期的报摘读不了：{_reason(error)}；什么也没有导入 "
                    "(its digest cannot be read; nothing was imported)"
                ) from error
    return counts


class _Reader:
    """Puts the lines of an export into tables.

    Attributes:
        keys: The numbers of the issues in it, by key.
    """

    def __init__(self, connection: Connection) -> None:
        self.keys: dict[str, int] = {}
        self._has_end = True
        self._is_over = False
        self._connection = connection
        self._new: set[int] = set()
        self._ways: dict[str, Callable[[Table, dict[str, Any]], bool]] = {
            "issues": self._add_issue,
            "corrections": self._add_correction,
            "audit": self._add_note,
        }

    def read(self, number: int, line: str) -> str | None:
        """Put a line where it belongs; the name of its table where it was new.

        Raises:
            StoreError: If it is no line of an export; the message tells its number.
        """
        try:
            return self._read(number, json.loads(line, parse_constant=_refuse))
        except _WRONG as error:
            raise StoreError(
                f"第 {number} 行不是 baozhai store export 写的：{_reason(error)}；什么也没有导入，"
                f"请给它写的文件 (line {number} is none of an export; nothing was imported)"
            ) from error

    def check_end(self) -> None:
        """See that nothing is missing.

        Raises:
            StoreError: If the export was cut off.
        """
        if self._has_end and not self._is_over:
            raise StoreError(
                "导出的文件不全，末行不见了；什么也没有导入，请另找一份完整的 "
                "(the export was cut off; nothing was imported: take one that is whole)"
            )

    def _read(self, number: int, row: dict[str, Any]) -> str | None:
        if number == 1:
            self._has_end = _check_head(row) != _NO_END
            return None
        if "end" in row:
            self._is_over = row == {"end": number - 1}
            return None
        self._is_over = False
        table = _BY_NAME[row.pop("table")]
        check_row(table, row)
        values = _inward(table, row, self.keys)
        is_new = self._ways.get(table.name, self._add)(table, values)
        return table.name if is_new else None

    def _add(self, table: Table, row: dict[str, Any]) -> bool:
        return insert_new(self._connection, table, row)

    def _add_issue(self, table: Table, row: dict[str, Any]) -> bool:
        check_text(row)
        # Its log follows, entry by entry.
        is_new = insert_new(self._connection, table, {**row, "n_corrections": 0})
        number = select(table.c.number).where(table.c.key == row["key"])
        self.keys[row["key"]] = self._connection.execute(number).scalar_one()
        if is_new:
            self._new.add(self.keys[row["key"]])
        return is_new

    def _add_correction(self, table: Table, row: dict[str, Any]) -> bool:
        """Put an entry behind the log of its issue, unless it is in it."""
        if self._connection.execute(select(table.c.id).where(table.c.id == row["id"])).first():
            return False
        issue, issues = row["issue"], tables.issues
        last = select(func.max(table.c.version)).where(table.c.issue == issue)
        version = (self._connection.execute(last).scalar() or 0) + 1
        self._connection.execute(insert(table).values(**{**row, "version": version}))
        changes: dict[str, Any] = {"n_corrections": version}
        if issue not in self._new:
            changes["version"] = issues.c.version + 1
        grown = update(issues).where(issues.c.number == issue)
        self._connection.execute(grown.values(**changes))
        return True

    def _add_note(self, table: Table, row: dict[str, Any]) -> bool:
        told = ("noted_at", "who", "action", "object")
        same = [table.c[name].is_not_distinct_from(row[name]) for name in told]
        if self._connection.execute(select(table.c.number).where(*same)).first():
            return False
        self._connection.execute(insert(table).values(**row))
        return True


def _reason(error: Exception) -> str:
    """Why a line cannot be one of an export, without the names of Python's errors."""
    if isinstance(error, json.JSONDecodeError):
        return f"第 {error.colno} 字起不是 JSON (no JSON from column {error.colno})"
    if isinstance(error, KeyError):
        return f"缺 {error.args[0]} (it has no {error.args[0]})"
    if isinstance(error, TypeError | AttributeError):
        return "须是一个对象 {…}，各值也要合格 (must be an object of fitting values)"
    return f"内容不对 (a value is wrong): {error}"


def _refuse(constant: str) -> float:
    raise ValueError(constant)  # NaN and the like, which JSON does not have


def _check_head(row: Mapping[str, Any]) -> int:
    """The version of an export."""
    if row["format"] != _FORMAT:
        raise ValueError(row["format"])
    if row["version"] not in (_NO_END, _VERSION):
        raise StoreError(
            f"这是第 {row['version']} 版的导出，这一版只认第 {_VERSION} 版；请升级报摘 "
            "(the export is of a later version: install that)"
        )
    return int(row["version"])


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
