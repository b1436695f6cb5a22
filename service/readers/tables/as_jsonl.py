"""Tables as JSON lines, and as other files of JSON objects."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from service.characters import is_unicode
from service.errors import ReadError
from service.readers.tables.columns import find_columns, names_as_written
from service.readers.tables.rows import Row, is_missing, place_of

_KINDS = {list: "数组 (an array)", str: "字符串 (a string)", bool: "真假值 (a boolean)"}
_DECODER = json.JSONDecoder(strict=False)
# What stands between objects that are not one a line.
_BETWEEN = re.compile(r"[\s,;]*+[\[\]]?[\s,;]*+")
_UNSEEN = "\ufeff\u200b\u2060\x1e"
_REMARKS = ("//", "#")
# An object printed over more lines than this is none: each is tried anew with the next one.
_MOST_LINES, _MOST_CHARACTERS = 1_000, 1 << 22
_LAST_SIGNS = ("}", "]", "},", "];", "};", "],")

_Numbered = tuple[int, str]


class _Lines:
    """The lines of a file with their numbers; some can be looked at ahead."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._unread = enumerate(lines, start=1)
        self._given_back: deque[_Numbered] = deque()

    def take(self) -> _Numbered | None:
        """The next line, None behind the last one."""
        return self._given_back.popleft() if self._given_back else next(self._unread, None)

    def give_back(self, lines: Sequence[_Numbered]) -> None:
        """Lines that are to be taken again."""
        self._given_back.extendleft(reversed(lines))


def read_jsonl(lines: Iterable[str], name: str, required: Sequence[str]) -> Iterator[Row]:  # noqa: ARG001  # each row names its own columns
    """Read the objects of a file, as a rule one to a line.

    They may also stand in an array, several on a line or each over several lines, with commas
    between. A key that stands twice counts as it stands last.
    """
    source = _Lines(lines)
    while item := source.take():
        number, line = item
        bare = line.strip().strip(_UNSEEN).strip()
        if not bare or bare.startswith(_REMARKS):
            continue
        if not is_unicode(bare) or "\0" in bare:
            fault = "有不合法的字节，文件在此处损坏 (bytes that are no text)"
            yield Row(place_of(name, number), fault=fault)
            continue
        try:
            values, last = _values(bare), number
        except (ValueError, RecursionError) as error:
            values, last = _values_over_lines(bare, error, source)
            if not last:
                fault = f"不是 JSON；请检查，或另存一份 (no JSON, mend it or save it anew: {error})"
                yield Row(place_of(name, number), fault=fault)
        yield from (_row(value, place_of(name, number, last)) for value in values)


def _values(text: str) -> list[object]:
    """The values in a text.

    Raises:
        ValueError: If some of it is no JSON.
        RecursionError: If values are nested too deeply.
    """
    try:
        found = _DECODER.decode(text)
    except json.JSONDecodeError:
        return _objects(text)
    is_table = isinstance(found, list) and all(isinstance(value, dict) for value in found)
    return found if is_table else [found]


def _objects(text: str) -> list[object]:
    """Objects one behind the other."""
    found: list[object] = []
    at = _end_of_gap(text, 0)
    while at < len(text):
        value, at = _DECODER.raw_decode(text, at)
        if not isinstance(value, dict):
            raise json.JSONDecodeError("Extra data", text, 0)
        found.append(value)
        at = _end_of_gap(text, at)
    return found


def _end_of_gap(text: str, at: int) -> int:
    gap = _BETWEEN.match(text, at)
    return gap.end() if gap else at


def _values_over_lines(text: str, error: Exception, source: _Lines) -> tuple[list[object], int]:
    """The values of a text that goes on in the next lines, and the number of the last of these.

    Nothing and 0 where it does not: the lines are then still to be taken.
    """
    taken: list[_Numbered] = []
    goes_on = _lacks_end(text, error)
    while goes_on and len(taken) < _MOST_LINES and (item := source.take()):
        taken.append(item)
        text = f"{text}\n{item[1].rstrip()}"
        if text.endswith(_LAST_SIGNS):
            try:
                return _values(text), item[0]
            except (ValueError, RecursionError) as found:
                goes_on = _lacks_end(text, found)
    source.give_back(taken)
    return [], 0


def _lacks_end(text: str, error: Exception) -> bool:
    """Whether what is wrong with a text may be that its end is missing."""
    if not isinstance(error, json.JSONDecodeError) or len(text) > _MOST_CHARACTERS:
        return False
    return error.pos >= len(text) or error.msg.startswith("Unterminated string")


def _row(found: object, place: str) -> Row:
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
