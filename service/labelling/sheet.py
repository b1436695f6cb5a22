"""The table in which a desk tells topics: a workbook with a list to choose from, or csv, jsonl."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from service.config import TopicSet
from service.errors import WriteError
from service.files import write_file
from service.labelling.datamodels import LabelRow
from service.writers.cells import escaped, fills_cell, guarded, is_formula

# Name of each column and its width in the workbook, in characters.
_COLUMNS = {
    "编号": 18,
    "标题": 36,
    "正文": 80,
    "主题": 10,
    "副主题": 10,
    "建议主题": 10,
    "把握": 8,
    "摘要句": 60,
}
_TO_FILL = ("主题", "副主题")

Render = Callable[[Sequence[LabelRow], TopicSet], bytes]


def write_label_table(rows: Sequence[LabelRow], topics: TopicSet, output: Path) -> None:
    """Write articles for a person to label; `label import` reads each text as it was.

    The column 主题 is empty: what stands there later was put there by somebody.

    Args:
        rows: In the order in which to label them.
        topics: What there is to choose from, by Chinese title.
        output: A .xlsx, .csv or .jsonl file.

    Raises:
        WriteError: If the suffix is another, the file cannot be written, or a text is longer
            than a cell of Excel can be.
    """
    write_file(output, label_format(output)(rows, topics))


def label_format(output: Path) -> Render:
    """What writes a table to a file of this name.

    Raises:
        WriteError: If the suffix is of another format.
    """
    suffix = output.suffix.lower()
    if suffix not in _FORMATS:
        raise WriteError(
            f"{output}: 后缀须是 {'、'.join(_FORMATS)} 之一，不是 {suffix!r}；请改文件名 "
            "(unknown suffix: name another file)"
        )
    return _FORMATS[suffix]


def _cells(row: LabelRow, topics: TopicSet, told: Callable[[str], str]) -> dict[str, Any]:
    """The cells of an article by column, its texts told as the format needs it."""
    cells = {
        "编号": row.id,
        "标题": row.headline or "",
        "正文": row.text,
        "主题": "",
        "副主题": "",
        "建议主题": topics[row.suggested].zh,
        "把握": row.probability,
        "摘要句": "\n".join(row.sentences),
    }
    return {name: told(cell) if isinstance(cell, str) else cell for name, cell in cells.items()}


def _as_xlsx(rows: Sequence[LabelRow], topics: TopicSet) -> bytes:
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):  # a new book has one
        raise TypeError("a new workbook has no sheet")
    sheet.title = "校对"
    _write_head(sheet)
    for number, row in enumerate(rows, start=2):
        for column, (name, value) in enumerate(_cells(row, topics, _told_apart).items(), start=1):
            _write_cell(sheet, number, column, value, f"{row.id} 的{name}")
    _offer_topics(sheet, len(rows), len(topics.topics))
    _write_codebook(book.create_sheet("主题"), topics)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_head(sheet: Worksheet) -> None:
    for column, (name, width) in enumerate(_COLUMNS.items(), start=1):
        cell = sheet.cell(1, column, name)
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "C2"


def _write_cell(sheet: Worksheet, row: int, column: int, value: object, what: str) -> None:
    cell = sheet.cell(row, column)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if not isinstance(value, str):
        cell.value = value  # type: ignore[assignment]  # a number
        return
    if fills_cell(value):
        raise WriteError(
            f"{what}有 {len(value)} 字，Excel 一格放不下；请写成 .csv 或 .jsonl "
            "(longer than a cell of Excel: write .csv or .jsonl)"
        )
    if value:
        # As text, whatever it looks like, also after somebody has edited it.
        cell.value, cell.data_type = escaped(value), "s"
        cell.quotePrefix = is_formula(value)


def _offer_topics(sheet: Worksheet, n_rows: int, n_topics: int) -> None:
    """Let topics be chosen from a list in the cells that are to be filled."""
    choice = DataValidation(
        type="list",
        formula1=f"'主题'!$A$2:$A${n_topics + 1}",
        allow_blank=True,
        showErrorMessage=True,
    )
    choice.errorTitle, choice.error = "主题", "请从列表里选一个主题；说明见“主题”页"
    sheet.add_data_validation(choice)
    for name in _TO_FILL:
        letter = get_column_letter(list(_COLUMNS).index(name) + 1)
        choice.add(f"{letter}2:{letter}{max(n_rows, 1) + 1}")


def _write_codebook(sheet: Worksheet, topics: TopicSet) -> None:
    """What each topic is, and what the list in the cells is made of."""
    sheet.append(["名称", "说明", "标签"])
    for topic in topics.topics:
        sheet.append([topic.zh, topic.definition, topic.id])
    sheet.column_dimensions["B"].width = 100


def _as_csv(rows: Sequence[LabelRow], topics: TopicSet) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for row in rows:
        writer.writerow(_cells(row, topics, guarded).values())
    return text.getvalue().encode("utf-8-sig")


def _as_jsonl(rows: Sequence[LabelRow], topics: TopicSet) -> bytes:
    lines = [json.dumps(_cells(row, topics, _told_apart), ensure_ascii=False) for row in rows]
    return "".join(f"{line}\n" for line in lines).encode()


def _told_apart(text: str) -> str:
    """One apostrophe more where one was printed before a formula.

    A csv table may come back as another one, so `label import` takes one off in every format.
    """
    return guarded(text) if text.startswith("'") else text


_FORMATS: dict[str, Render] = {".xlsx": _as_xlsx, ".csv": _as_csv, ".jsonl": _as_jsonl}
