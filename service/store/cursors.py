"""Where a list goes on, as the part before it said."""

from __future__ import annotations

import re

from service.errors import StoreError

# What a database can count to has eighteen digits.
_CURSOR = re.compile(r"(?:(\d{4}-\d\d-\d\d)\.)?(\d{1,18}(?:\.\d{1,18})*)", re.ASCII)


def read_cursor(cursor: str, *, n_numbers: int, has_day: bool = False) -> tuple[str, list[int]]:
    """The day and the numbers of the last row that was shown.

    Args:
        cursor: Such as `2026-03-18.7.2`, with a day and two numbers.
        n_numbers: How many there must be.
        has_day: Whether there must be a day.

    Returns:
        The day, empty where there is none, and the numbers.

    Raises:
        StoreError: If it is none that an earlier answer can have given.
    """
    found = _CURSOR.fullmatch(cursor)
    day, numbers = found.groups() if found else (None, "")
    parts = numbers.split(".")
    if found is None or len(parts) != n_numbers or (day is not None) != has_day:
        raise StoreError(
            f"cursor 是 {cursor[:40]!r}；要用上一页给出的 next_cursor "
            "(give that of the page before)"
        )
    return day or "", [int(part) for part in parts]
