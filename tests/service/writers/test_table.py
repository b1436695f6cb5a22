"""Table rows read back as they were written."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pyarrow import parquet

from service.errors import MissingExtraError
from service.writers.as_parquet import write_parquet
from service.writers.as_xlsx import write_xlsx
from service.writers.cells import guarded, unguarded
from service.writers.table import (
    ARTICLE_COLUMNS,
    ISSUE_COLUMNS,
    LENGTH_COLUMNS,
    PRINT_COLUMNS,
    ArticleRow,
    TableWriter,
    row_of,
    rows_of,
    write_csv,
    write_jsonl,
)
from service.writers.table_formats import table_writer_for
from tests.factories import make_article, make_digest

COLUMNS = (*ISSUE_COLUMNS, *LENGTH_COLUMNS, *PRINT_COLUMNS)
FAILED = ArticleRow(issue_id="p2", id=None, error='坏了, "真的"\n第二行')


def test_columns_are_those_of_the_contract() -> None:
    assert ",".join(ISSUE_COLUMNS) == (
        "issue_id,id,headline,kind,topic,probability,uncertain,probabilities,summary,error"
    )
    assert ARTICLE_COLUMNS[0] == "id"


def test_jsonl_holds_every_column_in_order() -> None:
    stream = io.BytesIO()
    write_jsonl([*rows_of(make_digest()), FAILED], ISSUE_COLUMNS, stream)
    rows = [json.loads(line) for line in stream.getvalue().decode().splitlines()]
    assert all(tuple(row) == ISSUE_COLUMNS for row in rows)
    assert [row["id"] for row in rows] == ["a1", "a2", None]
    assert rows[0]["probabilities"]["livelihood"] == 0.6
    assert rows[1]["uncertain"] is True
    assert rows[2] == dict.fromkeys(ISSUE_COLUMNS) | {"issue_id": "p2", "error": FAILED.error}


def test_csv_opens_in_a_spreadsheet() -> None:
    stream = io.BytesIO()
    write_csv([*rows_of(make_digest()), FAILED], ISSUE_COLUMNS, stream)
    content = stream.getvalue()
    assert content.startswith(b"\xef\xbb\xbfissue_id,id,")
    assert content.endswith(b"\r\n")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert json.loads(rows[0]["probabilities"])["livelihood"] == 0.6
    assert [row["uncertain"] for row in rows] == ["false", "true", ""]
    assert rows[2]["error"] == FAILED.error


FORMULAS = ("=1+1", "+86", "-3", "@a", "\t=1", "\r=1", "＝1", "'=1", "''@", "'a", "a=1", "-")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_csv_is_a_formula_and_each_reads_back(text: str) -> None:
    stream = io.BytesIO()
    write_csv([replace(FAILED, headline=text, flags=("stitched", "no_headline"))], COLUMNS, stream)
    (row,) = csv.DictReader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline=""))
    assert row["headline"][0] not in "=+-@\t\r＝"
    assert unguarded(row["headline"]) == text
    assert row["flags"] == "stitched no_headline"


@given(st.text(alphabet="'=+-@\t\r\n＝a甲", max_size=5))
def test_a_guarded_cell_reads_back(text: str) -> None:
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", [*FORMULAS, "\x1b[31m", "_x001B_", "#N/A", "两\n行", "\ufffe"])
def test_a_workbook_holds_text_as_text(text: str) -> None:
    stream = io.BytesIO()
    write_xlsx([*rows_of(make_digest()), replace(FAILED, headline=text)], COLUMNS, stream)
    (sheet,) = load_workbook(stream).worksheets
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    cell = sheet.cell(4, COLUMNS.index("headline") + 1)
    assert cell.data_type in ("s", "inlineStr")
    found = re.sub(r"_x([0-9A-F]{4})_", lambda code: chr(int(code[1], 16)), str(cell.value))
    assert found == text
    assert cell.quotePrefix == (text[0] in "=+-@\t\r＝'" and text != "'a")
    assert sheet.cell(2, COLUMNS.index("probability") + 1).value == 0.6


def test_the_same_rows_give_the_same_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    contents = []
    for seconds in (1_000_000_000, 1_400_000_000):
        monkeypatch.setattr("time.time", partial(float, seconds))
        stream = io.BytesIO()
        write_xlsx(rows_of(make_digest()), COLUMNS, stream)
        contents.append(stream.getvalue())
    assert contents[0] == contents[1]
    properties = load_workbook(io.BytesIO(contents[0])).properties
    assert properties.created == properties.modified == datetime(2000, 1, 1)


def test_a_text_too_long_for_a_cell_is_cut_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    stream = io.BytesIO()
    long = replace(FAILED, headline="𠮷" * 16_384, summary="字" * 32_766)
    write_xlsx([long], ("headline", "summary"), stream)
    (sheet,) = load_workbook(stream).worksheets
    cut, whole = (str(cell.value) for cell in sheet[2])
    assert cut.startswith("𠮷" * 4_000)
    assert cut.endswith("全文见 csv 或 jsonl）")
    assert whole == long.summary
    assert "1 格文字" in capsys.readouterr().err


def test_a_full_sheet_goes_on_with_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.writers.as_xlsx.ROWS_OF_A_SHEET", 3)
    stream = io.BytesIO()
    write_xlsx([replace(FAILED, headline=str(n)) for n in range(5)], ("headline",), stream)
    sheets = [[row[0] for row in sheet.values] for sheet in load_workbook(stream).worksheets]
    assert sheets == [["headline", "0", "1"], ["headline", "2", "3"], ["headline", "4"]]


def test_parquet_is_typed() -> None:
    stream = io.BytesIO()
    write_parquet([*rows_of(make_digest()), FAILED], COLUMNS, stream)
    table = parquet.read_table(io.BytesIO(stream.getvalue()))
    types = {name: str(table.schema.field(name).type) for name in table.schema.names}
    assert tuple(types) == COLUMNS
    assert (types["n_chars"], types["flags"]) == ("int64", "list<element: string>")
    assert (types["probability"], types["uncertain"]) == ("double", "bool")
    assert types["probabilities"].startswith("map<string, double")
    rows = table.to_pylist()
    assert dict(rows[0]["probabilities"])["livelihood"] == 0.6
    assert [row["uncertain"] for row in rows] == [False, True, None]
    assert rows[2] == dict.fromkeys(COLUMNS) | {"issue_id": "p2", "error": FAILED.error}


def test_an_empty_parquet_table_keeps_its_schema() -> None:
    stream = io.BytesIO()
    write_parquet([], ARTICLE_COLUMNS, stream)
    table = parquet.read_table(io.BytesIO(stream.getvalue()))
    assert (tuple(table.schema.names), table.num_rows) == (ARTICLE_COLUMNS, 0)


def test_a_missing_pyarrow_says_which_command_adds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.extras.find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match=r"baozhai\[parquet\]"):
        table_writer_for(Path("out.parquet"))


@pytest.mark.parametrize("write", [write_jsonl, write_csv])
def test_ready_articles_have_no_issue(write: TableWriter) -> None:
    stream = io.BytesIO()
    write(rows_of(make_digest()), ARTICLE_COLUMNS, stream)
    assert b"issue_id" not in stream.getvalue()


def test_an_unscored_article_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="a1 was not scored"):
        row_of(make_article("正文。"), None)
