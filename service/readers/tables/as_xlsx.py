"""Tables as sheets of Excel."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.utils.cell import column_index_from_string

from service.errors import ReadError
from service.readers.tables.columns import find_columns, names_as_written
from service.readers.tables.rows import Row, is_missing, place_of

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell

    AnyCell = Cell | MergedCell | ReadOnlyCell | EmptyCell

Line = tuple[int, tuple[str, ...]]
"""A row of a sheet: its number and its cells as they are shown, without blank ones at the end."""

# Above the names of the columns there may be the title of the sheet.
_MOST_ROWS_ABOVE = 10
# The most characters that a cell of Excel holds; of a longer text the rest is gone without a word.
_LONGEST_CELL = 32_767
_MOST_BYTES = 512 << 20  # of all parts, unpacked
_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"'
)
_CHUNK = 1 << 20  # bytes
_LONGEST_TAG = 200  # bytes
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_xlsx(path: Path, name: str, required: Sequence[str]) -> Iterator[Row]:
    """Read the first visible sheet that has the columns, each cell as it is shown.

    Formulas give the values that were stored with them, errors such as #REF! nothing. What
    stands in a cell merged over several rows holds for each of them.
    Memory holds the sheet.
    """
    columns, head, lines = _find_table(_sheets(path, name), name, required)
    written = names_as_written(columns, head)
    for number, line in lines:
        cells = {column: line[n] for column, n in columns.items() if n < len(line)}
        cells = {column: cell for column, cell in cells.items() if not is_missing(cell)}
        if cells:
            fault = _find_cut(cells, written) or _find_beyond(line, len(head))
            known = {"id": cells["id"]} if fault and "id" in cells else {}
            yield Row(place_of(name, number), known if fault else cells, fault, written)


def _find_cut(cells: dict[str, str], written: dict[str, str]) -> str | None:
    cut = next((column for column, cell in cells.items() if _n_units(cell) >= _LONGEST_CELL), None)
    if cut is None:
        return None
    return (
        f"的 {written[cut]} 有 {_LONGEST_CELL} 字，正是 Excel 一格的上限，后面的已被截断；"
        "请改用 csv 或 jsonl (as long as a cell can be, so the rest was cut off)"
    )


def _find_beyond(line: tuple[str, ...], n_columns: int) -> str | None:
    """A text that was parted at its commas goes on right of the last column."""
    if len(line) <= n_columns:
        return None
    return (
        f"有 {len(line)} 格，表头只有 {n_columns} 列；正文若被逗号分到了几格，请合回一格，"
        f"另有用处的一列请在表头写上列名 ({len(line)} cells for {n_columns} columns)"
    )


def _find_table(
    sheets: Iterable[list[Line]], name: str, required: Sequence[str]
) -> tuple[dict[str, int], tuple[str, ...], list[Line]]:
    """The places of the columns, their names as they stand, and the rows below."""
    refused: ReadError | None = None
    for lines in sheets:
        for place, (number, cells) in enumerate(lines[:_MOST_ROWS_ABOVE]):
            try:
                columns = find_columns(cells, required, place_of(name, number))
            except ReadError as error:
                refused = refused or error
            else:
                return columns, cells, lines[place + 1 :]
    raise refused or ReadError(
        f"{name}: 表里没有内容；请检查文件 (the sheets are empty: is it the right file?)"
    )


def _sheets(path: Path, name: str) -> Iterator[list[Line]]:
    """The rows of each visible sheet that are not blank."""
    try:
        _check_size(path, name)
        with warnings.catch_warnings():
            # Of looks and checks that the library does not keep, and nobody here needs.
            warnings.simplefilter("ignore", UserWarning)
            book = load_workbook(path, read_only=True, data_only=True)
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            for sheet in sheets:
                sheet.reset_dimensions()  # some programs write a wrong one
                # Reading by rows, the library names the part nowhere else.
                merged = _merged_rows(path, sheet._worksheet_path)  # type: ignore[attr-defined]
                yield list(_spread(_lines(sheet.iter_rows()), merged))
            book.close()
    except (OSError, ReadError, MemoryError):
        raise
    except Exception as error:  # openpyxl, zipfile, zlib and the parser raise ten kinds for damage
        raise ReadError(
            f"{name}: 不是 Excel 的 .xlsx，或已损坏；请用 Excel 或 WPS 另存为 .xlsx "
            f"(no .xlsx, or damaged, save it as .xlsx again: {error})"
        ) from error


def _check_size(path: Path, name: str) -> None:
    """Refuse what unpacks to more than a table of articles holds."""
    with ZipFile(path) as parts:
        size = sum(part.file_size for part in parts.infolist())
    if size > _MOST_BYTES:
        raise ReadError(
            f"{name}: 展开后有 {size >> 20} MiB，至多 {_MOST_BYTES >> 20} MiB；"
            "请拆成几个，或另存为 csv (too large once unpacked: split it, or save it as csv)"
        )


def _lines(rows: Iterable[Iterable[AnyCell]]) -> Iterator[Line]:
    for number, row in enumerate(rows, start=1):
        cells = [_shown(cell) for cell in row]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield number, tuple(cells)


def _merged_rows(path: Path, part: str) -> list[tuple[int, int, int]]:
    """First row, last row and column of cells merged downwards; reading by rows tells none."""
    found, tail = set(), b""
    with ZipFile(path) as parts, parts.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            tail = tail[-_LONGEST_TAG:] + chunk
            found.update(_MERGED.findall(tail))
    return sorted(
        (int(first), int(last), column_index_from_string(left.decode()) - 1)
        for left, first, right, last in found
        if left == right
    )


def _spread(lines: Iterable[Line], merged: Sequence[tuple[int, int, int]]) -> Iterator[Line]:
    """Rows with what stands in merged cells above; rows that are blank were left out before."""
    waiting = list(reversed(merged))
    held: dict[int, tuple[int, str]] = {}
    for number, cells in lines:
        filled = list(cells)
        while waiting and waiting[-1][0] <= number:
            first, last, column = waiting.pop()
            if first == number and column < len(filled):
                held[column] = last, filled[column]
        held = {column: kept for column, kept in held.items() if kept[0] >= number}
        for column, (_, text) in held.items():
            filled += [""] * (column + 1 - len(filled))
            filled[column] = filled[column] or text
        yield number, tuple(filled)


def _shown(cell: AnyCell) -> str:
    """What a cell shows; nothing for an error."""
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, str):
        return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and re.fullmatch("0+", cell.number_format):
        return str(value).zfill(len(cell.number_format))
    return str(value)


def _n_units(text: str) -> int:
    """Length in UTF-16, in which Excel counts."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2
