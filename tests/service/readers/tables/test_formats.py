"""One table, whatever its format."""

from __future__ import annotations

import csv
import gzip
import json
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from openpyxl import Workbook
from pyarrow import parquet

from service.batch import ArticleInput, read_articles
from service.errors import ReadError
from service.readers.tables import Row, read_table

COLUMNS = ("id", "title", "text")
Cells = Sequence[Sequence[Any]]


def write_jsonl(path: Path, rows: Cells) -> None:
    lines = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    path.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), "utf-8")


def write_csv(path: Path, rows: Cells) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)


def write_xlsx(path: Path, rows: Cells) -> None:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(path)


def write_parquet(path: Path, rows: Cells) -> None:
    columns = zip(*rows[1:], strict=True)
    parquet.write_table(pyarrow.table(dict(zip(rows[0], map(list, columns), strict=True))), path)


WRITERS: dict[str, Callable[[Path, Cells], None]] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "xlsx": write_xlsx,
    "parquet": write_parquet,
}


def articles(path: Path) -> list[ArticleInput]:
    return list(read_articles([str(path)]))


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("head", [COLUMNS, ("编号", "标题", "正文")], ids=["english", "chinese"])
def test_all_formats_give_the_same_articles(
    tmp_path: Path, suffix: str, head: tuple[str, ...]
) -> None:
    path = tmp_path / f"稿.{suffix}"
    text = "　　渡口的灯亮了，“好看！”\n　　过江的人\u2028多了, 船也多了。"
    rows = [("007", "渡口, 灯", text), ("b-2", None, "桥通了。"), ("3", "NaN", "路修好了。")]
    WRITERS[suffix](path, [head, *rows])
    assert articles(path) == [
        ArticleInput("007", "渡口, 灯", text),
        ArticleInput("b-2", None, "桥通了。"),
        ArticleInput("3", None, "路修好了。"),
    ]


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_number_is_an_id(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"稿.{suffix}"
    WRITERS[suffix](path, [COLUMNS, (12, "桥", "桥通了。"), (20240105003, "路", "路好了。")])
    assert [article.id for article in articles(path)] == ["12", "20240105003"]


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("nothing", ["NaN", "null", "None", "#N/A", " ", "空"])
def test_a_word_for_nothing_is_missing(tmp_path: Path, suffix: str, nothing: str) -> None:
    path = tmp_path / f"稿.{suffix}"
    rows = [(nothing, "桥", "桥通了。"), ("2", nothing, "路好了。"), ("3", "灯", nothing)]
    WRITERS[suffix](path, [COLUMNS, *rows])
    no_id, no_title, no_text = articles(path)
    assert "没有 id" in (no_id.error or "")
    assert no_title == ArticleInput("2", None, "路好了。")
    assert no_text.id == "3"
    assert "text 是空的" in (no_text.error or "")


@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_nan_is_missing(tmp_path: Path, suffix: str) -> None:
    path, nan = tmp_path / f"稿.{suffix}", float("nan")
    WRITERS[suffix](path, [COLUMNS, (nan, nan, "桥通了。"), (2.0, nan, "路好了。")])
    first, second = articles(path)
    assert (first.id, first.error is None) == (None, False)
    assert (second.headline, second.text) == (None, "路好了。")


def test_whole_numbers_with_a_gap_are_whole_in_parquet(tmp_path: Path) -> None:
    path = tmp_path / "稿.parquet"
    columns = {"id": [1.0, None, 2.5], "title": [None] * 3, "text": ["甲。", "乙。", "丙。"]}
    parquet.write_table(pyarrow.table(columns), path)
    assert [article.id for article in articles(path)] == ["1", None, "2.5"]


def test_columns_of_parquet_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "稿.parquet"
    names = ["id", "title", "text", "text"]
    parquet.write_table(pyarrow.table([[1], ["桥"], ["甲。"], ["乙。"]], names=names), path)
    with pytest.raises(ReadError, match="列 text 有 2 个"):
        list(read_table(path, COLUMNS))
    parquet.write_table(pyarrow.table([[1], ["桥"]], names=names[:2]), path)
    with pytest.raises(ReadError, match="缺少列 text，现有 id,title"):
        list(read_table(path, COLUMNS))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('["8", "灯会"]', "不是对象，而是数组"),
        ("8", "不是对象，而是数"),
        ('"灯会"', "不是对象，而是字符串"),
        ("null", "不是对象，而是数或 null"),
        ("true", "不是对象，而是真假值"),
        ('{"id": "8", "title": "灯会", "tex', "不是 JSON"),
        ("{'id': '8'}", "不是 JSON"),
        ('{"id": "8"}, "9"', "不是 JSON"),
        ("[" * 100_000, "不是 JSON"),
        ('{"id": "8", "Text": "甲。", "TEXT": "乙。"}', "有 2 个"),
    ],
    ids=[
        *("array", "number", "string", "null", "boolean", "cut off"),
        *("python", "two", "deep", "double"),
    ],
)
@pytest.mark.parametrize("is_last", [True, False], ids=["last", "amid"])
def test_a_line_that_is_no_object_costs_no_other(
    tmp_path: Path, line: str, message: str, is_last: bool
) -> None:
    path = tmp_path / "稿.jsonl"
    others = ['{"id": "7", "text": "桥通了。"}', '{"id": "9", "text": "路好了。"}']
    lines = [*others, line] if is_last else [others[0], line, others[1]]
    path.write_text("\n".join(lines), "utf-8")
    rows = list(read_table(path))
    assert [row.cells["text"] for row in rows if not row.fault] == ["桥通了。", "路好了。"]
    (fault,) = [row for row in rows if row.fault]
    assert fault.place.endswith(f"第 {lines.index(line) + 1} 行")
    assert message in str(fault.fault)


def test_json_lines_as_they_come(tmp_path: Path) -> None:
    path = tmp_path / "稿.jsonl"
    content = (
        '\ufeff{"编号": 1, "正文": "甲\u2028乙。"}\r\n\r\n\ufeff{"ID": "2", "text": "丙\t丁。"}'
    )
    path.write_text(content, "utf-8", newline="")
    rows = [row.cells for row in read_table(path)]
    assert rows == [{"id": 1, "text": "甲\u2028乙。"}, {"id": "2", "text": "丙\t丁。"}]


def test_a_row_without_its_text_says_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "稿.jsonl"
    path.write_text('{"id": 1, "words": "桥通了。"}\n{"id": 2, "text": ["桥"]}', "utf-8")
    first, second = articles(path)
    assert "另有 words" in (first.error or "")
    assert "而是 ['桥']" in (second.error or "")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16", "big5"])
def test_json_lines_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "稿.jsonl"
    text = "橋昨天通車，過江的人多了。"
    path.write_bytes((json.dumps({"id": 1, "text": text}, ensure_ascii=False)).encode(encoding))
    assert [row.cells["text"] for row in read_table(path)] == [text]


@pytest.mark.parametrize("suffix", ["jsonl", "csv"])
def test_packed_files(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"稿.{suffix}"
    WRITERS[suffix](path, [COLUMNS, ("1", "桥", "桥通了。")])
    packed = tmp_path / f"稿.{suffix}.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert articles(packed) == [ArticleInput("1", "桥", "桥通了。")]
    packed.write_bytes(packed.read_bytes()[:-9])
    with pytest.raises(ReadError, match="读到此处出错"):
        list(read_table(packed))


def _save(path: Path, *rows: Sequence[Any], title: str = "稿件") -> Workbook:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return book


def test_a_sheet_gives_what_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "稿.xlsx"
    rows = [(6.0, 2024, "甲。"), (7, True, "乙。"), (date(2024, 1, 5), 1.5, "丙。")]
    book = _save(path, COLUMNS, *rows, ("#N/A", datetime(2024, 1, 5, 8, 30), "丁。"))
    book.worksheets[0]["A3"].number_format = "00000"
    book.save(path)
    assert [
        tuple(row.cells.get(name) for name in COLUMNS) for row in read_table(path, COLUMNS)
    ] == [
        *(("6", "2024", "甲。"), ("00007", "TRUE", "乙。"), ("2024-01-05", "1.5", "丙。")),
        (None, "2024-01-05 08:30:00", "丁。"),
    ]


def test_a_sheet_may_have_a_title_and_stand_behind_another(tmp_path: Path) -> None:
    path = tmp_path / "稿.xlsx"
    book = _save(path, ["说明"], ["每周一上报"], title="说明")
    sheet = book.create_sheet("稿件")
    table = [
        ["云川日报稿件登记表"],
        [],
        ["编号", "标题", "正文"],
        [],
        [3, "桥", "桥通了。"],
        [],
        ["x"],
    ]
    for row in table:
        sheet.append(row)
    book.save(path)
    found = list(read_table(path, COLUMNS))
    assert [(row.place[-5:], dict(row.cells)) for row in found] == [
        ("第 5 行", {"id": "3", "title": "桥", "text": "桥通了。"}),
        ("第 7 行", {"id": "x"}),
    ]


def test_a_cell_as_long_as_excel_has_them_was_cut(tmp_path: Path) -> None:
    path = tmp_path / "稿.xlsx"
    _save(path, COLUMNS, (1, "长文", "长" * 32_766 + "。"), (2, "短文", "短。"))
    long, short = articles(path)
    assert long.id == "1"
    assert "32767" in (long.error or "")
    assert short == ArticleInput("2", "短文", "短。")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([["id", "标题"], [1, "桥"]], "第 1 行: 缺少列 text，现有 id,标题"),
        (
            [["海塘晚报"], [], ["标题", "正文", "版次"], ["桥", "桥通了。", "A1"]],
            "第 3 行: 缺少列 id，",
        ),
        ([["id", "标题", "正文", "正文"]], "列 正文 有 2 个"),
        ([], "没有内容"),
    ],
    ids=["missing", "below a title", "double", "empty"],
)
def test_a_sheet_without_the_columns(tmp_path: Path, rows: list[list[Any]], message: str) -> None:
    _save(tmp_path / "稿.xlsx", *rows)
    with pytest.raises(ReadError, match=message):
        list(read_table(tmp_path / "稿.xlsx", COLUMNS))


@pytest.mark.parametrize(
    "content", [b"", b"id,title,text\n", b"PK\x03\x04nothing", b"\xd0\xcf\x11\xe0old"]
)
def test_a_file_that_is_no_sheet(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "稿.xlsx"
    path.write_bytes(content)
    with pytest.raises(ReadError, match=r"另存为 \.xlsx"):
        list(read_table(path))


@pytest.mark.parametrize("name", ["稿.xls", "稿.txt", "稿", "稿.gz"])
def test_an_unknown_suffix(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("id,title,text\n", "utf-8")
    with pytest.raises(ReadError, match=r"只读 \.jsonl、.*、\.csv、\.tsv、\.xlsx、\.parquet"):
        list(read_table(tmp_path / name))


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="文件不存在"):
        list(read_table(tmp_path / "没有.csv"))


def test_what_came_before_a_damaged_place_stays(tmp_path: Path) -> None:
    path = tmp_path / "稿.csv"
    content = "id,title,text\n" + "".join(f"{n},桥,桥通了。\n" for n in range(3_000))
    path.write_bytes(content.encode("utf-16")[:-1])
    rows: list[Row] = []
    with pytest.raises(ReadError, match="读到此处出错"):
        rows.extend(read_table(path, COLUMNS))
    assert len(rows) > 1_000
    found = articles(path)
    assert len(found) > 1_000
    assert "读到此处出错" in (found[-1].error or "")


def test_what_stands_in_a_cell_merged_downwards_holds_for_each_of_its_rows(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["云川日报 七月的稿", None, None],
        ["id", "title", "text"],
        ["n1", "河口桥通车", "一。"],
        ["n2", None, "二。"],
        ["n3", None, "三。"],
        ["n4", None, "四。"],
        ["n5", "渡口复航", "五。"],
        [None, None, None],
        ["n6", None, "六。"],
    ):
        sheet.append(row)
    for cells in ("A1:C1", "B3:B5", "B7:B9"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "稿.xlsx")
    found = [row.cells for row in read_table(tmp_path / "稿.xlsx", COLUMNS)]
    titles = {cells["id"]: cells.get("title") for cells in found}
    assert titles == {
        "n1": "河口桥通车",
        "n2": "河口桥通车",
        "n3": "河口桥通车",
        "n4": None,
        "n5": "渡口复航",
        "n6": "渡口复航",
    }


def test_every_sheet_with_the_columns_is_read_and_named(tmp_path: Path) -> None:
    path = tmp_path / "稿.xlsx"
    book = _save(path, ["填表说明"], ["一月一页"], title="说明")
    for month, head in (("三月", COLUMNS), ("四月", ("编号", "版次", "题目", "内容"))):
        sheet = book.create_sheet(month)
        sheet.append(head)
        sheet.append([f"{month}1", *(["A02"] if len(head) > 3 else []), "堤", "堤加高了。"])
    hidden = book.create_sheet("旧表")
    hidden.append(COLUMNS)
    hidden.append(["o", "旧", "旧稿。"])
    hidden.sheet_state = "hidden"
    book.save(path)
    found = [
        (row.place.partition("稿.xlsx")[2], row.cells["text"])
        for row in read_table(path, ("text",))
    ]
    assert found == [(" 的“三月” 第 2 行", "堤加高了。"), (" 的“四月” 第 2 行", "堤加高了。")]


def test_sheets_of_one_table_are_read_though_no_column_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "报.xlsx"
    book = _save(path, ["期", "栏"], ["0301", "要闻"], title="1")
    for title, rows in (
        ("2", [["期", "栏"], ["0302", "副刊"]]),
        ("注", [["栏的写法"], ["两个字"]]),
    ):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    assert [row.cells["期"] for row in read_table(path)] == ["0301", "0302"]


def test_a_formula_that_nobody_worked_out_is_told(tmp_path: Path) -> None:
    path = tmp_path / "稿.xlsx"
    _save(
        path,
        COLUMNS,
        ("1", '=CONCATENATE("堤", "坝")', "一。"),
        ("2", "渡", "=A3"),
        ("3", "桥", "三。"),
    )
    one, two, three = read_table(path, COLUMNS)
    assert (one.cells, two.cells, three.fault) == ({"id": "1"}, {"id": "2"}, None)
    assert "title 是公式" in (one.fault or "")
    assert "text 是公式" in (two.fault or "")
    # Excel stores what a formula gave, be it an empty text.
    with zipfile.ZipFile(path) as parts:
        files = {name: parts.read(name) for name in parts.namelist()}
    part = "xl/worksheets/sheet1.xml"
    files[part] = re.sub(
        rb'(r="[BC]\d")([^>]*)(><f>[^<]*</f>)<v ?(/>|></v>)', rb'\1 t="str"\3<v></v>', files[part]
    )
    with zipfile.ZipFile(path, "w") as parts:
        for name, content in files.items():
            parts.writestr(name, content)
    assert [row.fault for row in read_table(path, COLUMNS)] == [None] * 3
