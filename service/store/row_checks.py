"""What a row that comes from outside must be before it is put into a table."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import JSON, Column, Integer, LargeBinary, String, Table

from service.corrections.records import WHATS
from service.store.records import ROLES, from_text, to_text

_LARGEST = 2**31 - 1  # of a whole number on PostgreSQL
_ID = re.compile(r"[0-9a-f]{32}")


def check_row(table: Table, row: Mapping[str, Any]) -> None:
    """See that a row has the columns of its table, each with a value of its kind.

    Args:
        table: Of this version.
        row: As an export has it: under the names of the columns but `number`, bytes as text.

    Raises:
        ValueError: If it has not; the message names the column.
    """
    names = {column.name for column in table.c} - {"number"}
    if row.keys() != names:
        raise ValueError(f"{sorted(row.keys() ^ names)}")
    for name, value in row.items():
        if not _fits(table, table.c[name], value):
            raise ValueError(f"{name}: {str(value)[:40]!r}")


def check_text(row: Mapping[str, Any]) -> None:
    """See that an issue goes by the checksum of its text.

    Raises:
        ValueError: If it does not.
    """
    content = hashlib.sha256(row["source"]).hexdigest()
    if (row["content"], row["key"]) != (content, content[:16]):
        raise ValueError(f"source: {content[:16]}, {str(row['key'])[:40]!r}")


def _fits(table: Table, column: Column[Any], value: object) -> bool:
    if value is None:
        return bool(column.nullable)
    if fits := _OWN.get((table.name, column.name)):
        return fits(value)
    if column.name == "issue":  # by its key
        return isinstance(value, str)
    if column.name.endswith("_at"):
        return _is_time(value)
    fits = next(fits for kind, fits in _BY_KIND if isinstance(column.type, kind))
    length = getattr(column.type, "length", None)
    return fits(value) and (length is None or len(str(value)) <= length)


def _is_number(value: object) -> bool:
    return type(value) is int and 0 <= value <= _LARGEST


def _is_text(value: object) -> bool:
    return isinstance(value, str) and "\0" not in value


def _is_time(value: object) -> bool:
    return isinstance(value, str) and to_text(from_text(value)) == value


def _is_day(value: object) -> bool:
    return isinstance(value, str) and date.fromisoformat(value).isoformat() == value


def _is_id(value: object) -> bool:
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _is_list(value: object) -> bool:
    return isinstance(value, list)


_OWN: Mapping[tuple[str, str], Callable[[object], bool]] = {
    ("issues", "date"): _is_day,
    ("issues", "pages"): _is_list,
    ("issues", "selection"): _is_list,
    ("corrections", "id"): _is_id,
    ("corrections", "what"): WHATS.__contains__,
    ("users", "role"): ROLES.__contains__,
}
# JSON is taken as it comes by whoever reads it; bytes are text in an export.
_BY_KIND: Sequence[tuple[type, Callable[[object], bool]]] = (
    (JSON, lambda _: True),
    (LargeBinary, lambda value: isinstance(value, str)),
    (Integer, _is_number),
    (String, _is_text),
)
