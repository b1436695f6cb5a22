"""Tables as sheets of Excel."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from openpyxl import load_workbook

from service.errors import ReadError
from service.readers.tables.columns import (
    count_known,
    find_columns,
    has_columns,
    names_as_written,
)
from service.readers.tables.rows import Row, is_missing, place_of
from service.readers.tables.sheet_parts import SheetParts, read_parts

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
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A visible sheet.

    Attributes:
        place: What messages call it: the file, and the sheet where there are several.
        lines: Its rows that are not blank.
        parts: What more is known of its cells.
    """

    place: str
    lines: list[Line]
    parts: SheetParts


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet, the places of its columns, their names as they stand, and the rows below."""

    sheet: _Sheet
    columns: dict[str, int]
    head: tuple[str, ...]
    lines: list[Line]

    def rows(self) -> Iterator[Row]:
        """Each row that is not blank."""
        written = names_as_written(self.columns, self.head)
        for number, line in self.lines:
            cells = {column: line[n] for column, n in self.columns.items() if n < len(line)}
            cells = {column: cell for column, cell in cells.items() if not is_missing(cell)}
            unknown = self._find_unknown(number)
            fault = unknown or _find_cut(cells, written) or _find_beyond(line, len(self.head))
            if cells or unknown:
                known = {"id": cells["id"]} if fault and "id" in cells else {}
                place = place_of(self.sheet.place, number)
                yield Row(place, known if fault else cells, fault, written)

    def _find_unknown(self, number: int) -> str | None:
        unknown = self.sheet.parts.unknown
        named = [self.head[n] for n in self.columns.values() if (number, n) in unknown]
        if not named:
            return None
        return (
            f"的 {'、'.join(named)} 是公式，文件里没有存下算出的值；请用 Excel 或 WPS 打开、"
            "保存一次，或改成文字 (a formula without its value: open the file and save it once)"
        )


def read_xlsx(path: Path, name: str, required: Sequence[str]) -> Iterator[Row]:
    """Read the visible sheets that have the columns, each cell as it is shown.

    Where no columns are required, the first one counts, and those with the same head.
    Formulas give the values that were stored with them, errors such as #REF! nothing. What
    stands in a cell merged over several rows holds for each of them.
    Memory holds a sheet.
    """
    refused: ReadError | None = None
    first: tuple[str, ...] | None = None
    for sheet in _sheets(path, name):
        try:
            table = _find_table(sheet, required)
        except ReadError as error:
            refused = refused or error
            continue
        if first is None or required or table.head == first:
            yield from table.rows()
        first = first or table.head
    if first is None:
        raise refused or ReadError(
            f"{name}: 表里没有内容；请检查文件 (the sheets are empty: is it the right file?)"
        )


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


def _find_table(sheet: _Sheet, required: Sequence[str]) -> _Table:
    """The table of a sheet, below its title if it has one.

    Raises:
        ReadError: If no row at its top names the columns.
    """
    top = sheet.lines[:_MOST_ROWS_ABOVE]
    # The first that will do, else the one that names most of what there may be.
    place = max(
        range(len(top)), key=lambda n: (has_columns(top[n][1], required), count_known(top[n][1]))
    )
    number, cells = top[place]
    columns = find_columns(cells, required, place_of(sheet.place, number))
    return _Table(sheet, columns, cells, sheet.lines[place + 1 :])


def _sheets(path: Path, name: str) -> Iterator[_Sheet]:
    """The visible sheets that are not empty."""
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
                parts = read_parts(path, sheet._worksheet_path)  # type: ignore[attr-defined]
                lines = list(_spread(_lines(sheet.iter_rows()), parts.merged))
                place = f"{name} 的“{sheet.title}”" if len(sheets) > 1 else name
                if lines:
                    yield _Sheet(place, lines, parts)
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
