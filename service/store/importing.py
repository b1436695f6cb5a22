"""An export read back into a store: all of it, or with an error nothing."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, update

from service.errors import DigestError, StoreError
from service.store import tables
from service.store.connection import Database
from service.store.exporting import FORMAT, TABLES, TEXTS, VERSION, in_bytes
from service.store.issue_rows import issue_row
from service.store.issues import Issues
from service.store.row_checks import check_row, check_text
from service.store.writing import insert_new

_NO_END = 1  # the version that had no last line yet
_BY_NAME = {table.name: table for table in TABLES}
# What is raised for lines that nobody but a stranger, or damage, can have written.
_WRONG = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


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
    if row["format"] != FORMAT:
        raise ValueError(row["format"])
    if row["version"] not in (_NO_END, VERSION):
        raise StoreError(
            f"这是第 {row['version']} 版的导出，这一版只认第 {VERSION} 版；请升级报摘 "
            "(the export is of a later version: install that)"
        )
    return int(row["version"])


def _inward(table: Table, row: Mapping[str, Any], keys: Mapping[str, int]) -> dict[str, Any]:
    values = dict(row)
    if "issue" in table.c:
        values["issue"] = keys[values["issue"]]
    for name in in_bytes(table, values):
        values[name] = values[name].encode() if name in TEXTS else b64decode(values[name])
    return values
