"""Damage and disorder in a table cost the row they are in, or are told; nothing else."""

from __future__ import annotations

import gzip
import os
import sys
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from openpyxl import Workbook

from service.batch.articles import read_articles
from service.characters import is_unicode
from service.errors import ReadError
from service.readers.tables import as_xlsx, read_table

COLUMNS = ("id", "text")


def test_a_cell_beyond_the_columns_of_a_sheet_is_an_error_of_its_row(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["编号", "正文"], [1, "桥通了", "过江的人多了。"], [2, "路好了。", " "]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "稿.xlsx")
    parted, whole = read_table(tmp_path / "稿.xlsx", COLUMNS)
    assert (parted.cells, "有 3 格，表头只有 2 列" in (parted.fault or "")) == ({"id": "1"}, True)
    assert (whole.cells, whole.fault) == ({"id": "2", "text": "路好了。"}, None)


def test_damage_inside_a_sheet_is_told_whatever_finds_it(tmp_path: Path) -> None:
    path = tmp_path / "稿.xlsx"
    book = Workbook()
    book.worksheets[0].append(COLUMNS)
    book.save(path)
    with ZipFile(path) as packed:
        place = packed.getinfo("xl/worksheets/sheet1.xml").header_offset
    content = bytearray(path.read_bytes())
    start = place + 30 + len("xl/worksheets/sheet1.xml")
    content[start : start + 8] = b"\xff" * 8  # no block of deflate begins so
    path.write_bytes(content)
    with pytest.raises(ReadError, match=r"另存为 \.xlsx"):
        list(read_table(path, COLUMNS))


def test_a_sheet_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "稿.xlsx"
    book = Workbook()
    book.worksheets[0].append(COLUMNS)
    book.save(path)
    monkeypatch.setattr(as_xlsx, "_MOST_BYTES", 1000)
    with pytest.raises(ReadError, match=r"展开后有 0 MiB，至多 0 MiB"):
        list(read_table(path, COLUMNS))


def test_a_sheet_nested_without_end_is_told(tmp_path: Path) -> None:
    path = tmp_path / "稿.xlsx"
    with ZipFile(path, "w", ZIP_STORED) as packed:
        packed.writestr("[Content_Types].xml", "<a>" * 20_000)
    with pytest.raises(ReadError, match=r"另存为 \.xlsx"):
        list(read_table(path, COLUMNS))


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        ("csv", "id,text\n1,桥\0通了。\n2,路好了。\n"),
        ("jsonl", '{"id": "1", "text": "桥\0通了。"}\n{"id": "2", "text": "路好了。"}\n'),
    ],
)
def test_a_nul_costs_its_row_alone(tmp_path: Path, suffix: str, content: str) -> None:
    path = tmp_path / f"稿.{suffix}"
    path.write_text(content, encoding="utf-8")
    damaged, whole = read_table(path, COLUMNS)
    assert "不合法的字节" in (damaged.fault or "")
    assert whole.cells == {"id": "2", "text": "路好了。"}


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        ("csv", b"id,te\xffxt\n1,\xe6\xa1\xa5\n"),
        ("tsv", b"\x80id\ttext\ttitle\n1\tb\n"),
        ("jsonl", b'{"id": "1", "te\\ud800xt": "a"}\n'),
    ],
)
def test_what_is_told_of_damaged_names_can_be_written(
    suffix: str, content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / f"稿.{suffix}"
    path.write_bytes(content)
    (told,) = read_articles([str(path)])
    assert "\ufffd" in (told.error or "")
    assert is_unicode(told.error or "")


def test_text_full_of_nul_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "稿.csv"
    path.write_bytes("id,text\n1,桥通了。\n".encode("utf-16-le"))
    with pytest.raises(ReadError, match="NUL"):
        list(read_table(path, COLUMNS))


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl", ".csv.gz", ".jsonl.gz"])
def test_a_line_without_an_end_is_not_waited_for(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"t{suffix}"
    write = gzip.open if suffix.endswith(".gz") else open
    with write(path, "wb") as stream:
        stream.write(b"id,title,text\n" if "csv" in suffix else b"id\ttitle\ttext\n")
        stream.writelines(b"x" * (1 << 20) for _ in range(17))
    with pytest.raises(ReadError, match=r"第 \d 行有 16777216 字还没有完"):
        list(read_table(path))


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes there")
@pytest.mark.parametrize("suffix", [".csv", ".jsonl.gz", ".xlsx", ".parquet"])
def test_a_pipe_that_nobody_writes_is_not_waited_for(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"t{suffix}"
    os.mkfifo(path)
    (failed,) = read_articles([str(path)])
    assert str(failed.error).startswith(f"{path}: 不是文件")


def test_blank_lines_without_an_end_are_no_table(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"\n" * 2_000_000 + b"id,title,text\n1,a,b\n")
    with pytest.raises(ReadError, match="id"):
        list(read_table(path, ("id", "text")))
    path.write_bytes(b"\n" * 200 + b"id,title,text\n1,a,b\n")
    assert len(list(read_table(path, ("id", "text")))) == 1
