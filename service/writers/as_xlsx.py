"""Table rows as a workbook of Excel and WPS."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

from service.console import tell
from service.writers.cells import CHARS_OF_A_CELL, escaped, fills_cell, is_formula
from service.writers.table import ArticleRow, plain

ROWS_OF_A_SHEET = 1_048_576
_BEGINNING = 4_000  # fits whatever has to be escaped, and in pairs of UTF-16
_CUT = "……（超过单元格的长度，全文见 csv 或 jsonl）"
_WIDTHS = {"headline": 40, "summary": 80, "text": 80, "error": 40}
# The same rows give the same bytes on any day.
_WHEN = datetime(2000, 1, 1)


def write_xlsx(rows: Iterable[ArticleRow], columns: Sequence[str], stream: IO[bytes]) -> None:
    """Write rows to a workbook, on further sheets where one is full.

    Cells are as in csv, but that numbers are numbers and nothing needs an apostrophe: each text
    is typed as one, and shown as it is even when it is edited. Control characters are
    written as OOXML has them (`_x001B_`). A text longer than the 32,767 characters of a
    cell is cut, says so at its end, and standard error tells how many were.
    """
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = _WHEN
    book.properties.creator = "baozhai"
    n_cut = 0
    sheet = _sheet(book, columns)
    for number, row in enumerate(rows, start=1):
        if number > 1 and (number - 1) % (ROWS_OF_A_SHEET - 1) == 0:
            sheet = _sheet(book, columns)
        values = [_fitting(plain(value)) for value in row.cells(columns).values()]
        n_cut += sum(isinstance(value, _Cut) for value in values)
        sheet.append([_cell(sheet, value) for value in values])
    if n_cut:
        tell(
            f"baozhai: {n_cut} 格文字超过 xlsx 单元格的 {CHARS_OF_A_CELL} 字，只写了开头；"
            "全文请写 csv 或 jsonl (cells were cut: csv and jsonl hold them whole)"
        )
    _save(book, stream)


def _sheet(book: Workbook, columns: Sequence[str]) -> Any:  # noqa: ANN401
    sheet: Any = book.create_sheet()
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns):
        if column in _WIDTHS and place < 26:
            sheet.column_dimensions[chr(ord("A") + place)].width = _WIDTHS[column]
    head = [_cell(sheet, column) for column in columns]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    return sheet


class _Cut(str):
    """A text of which a cell holds the beginning."""

    __slots__ = ()


def _fitting(value: object) -> object:
    """A value that a cell can hold."""
    if isinstance(value, str) and fills_cell(value):
        return _Cut(value[:_BEGINNING] + _CUT)
    return value


def _cell(sheet: Any, value: Any) -> Any:  # noqa: ANN401 - the library's types lack half of it
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell: Any = WriteOnlyCell(sheet, escaped(value))
    cell.data_type = "s"  # the library takes "=" for a formula and "#N/A" for an error
    cell.quotePrefix = is_formula(value)
    return cell


def _save(book: Workbook, stream: IO[bytes]) -> None:
    """Pack the parts once more, because the library stamps each, and the book, with the time."""
    with TemporaryFile() as package:
        book.save(package)
        book.properties.modified = _WHEN
        with ZipFile(package) as parts, ZipFile(stream, "w", ZIP_DEFLATED) as packed:
            for name in parts.namelist():
                entry = ZipInfo(name)
                entry.compress_type = ZIP_DEFLATED
                if name == ARC_CORE:
                    packed.writestr(entry, tostring(book.properties.to_tree()))
                    continue
                with parts.open(name) as part, packed.open(entry, "w", force_zip64=True) as copy:
                    shutil.copyfileobj(part, copy)
