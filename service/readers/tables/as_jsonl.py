"""Tables as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from service.characters import is_unicode
from service.errors import ReadError
from service.readers.tables.columns import find_columns, names_as_written
from service.readers.tables.rows import Row, is_missing, place_of

_KINDS = {list: "数组 (an array)", str: "字符串 (a string)", bool: "真假值 (a boolean)"}


def read_jsonl(lines: Iterable[str], name: str, required: Sequence[str]) -> Iterator[Row]:  # noqa: ARG001  # each row names its own columns
    """Read one object per line; a key that stands twice counts as it stands last."""
    for number, line in enumerate(lines, start=1):
        bare = line.strip().removeprefix("\ufeff")
        if bare:
            yield _row(bare, name, number)


def _row(line: str, name: str, number: int) -> Row:
    place = place_of(name, number)
    if not is_unicode(line) or "\0" in line:
        return Row(place, fault="有不合法的字节，文件在此处损坏 (bytes that are no text)")
    try:
        found = json.loads(line, strict=False)
    except (ValueError, RecursionError) as error:
        return Row(
            place,
            fault=f"不是 JSON；请检查，或另存一份 (no JSON, mend it or save it anew: {error})",
        )
    if not isinstance(found, dict):
        kind = _KINDS.get(type(found), "数或 null (a number or null)")
        return Row(place, fault=f"不是对象，而是{kind} (not an object)")
    try:
        columns = _columns(tuple(found))
    except ReadError as error:
        return Row(place, fault=str(error))
    values = list(found.values())
    cells = {column: values[n] for column, n in columns.items() if not is_missing(values[n])}
    return Row(place, cells, written=names_as_written(columns, tuple(found)))


@lru_cache(maxsize=256)
def _columns(keys: tuple[str, ...]) -> dict[str, int]:
    return find_columns(keys, (), "")
