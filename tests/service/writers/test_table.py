"""Table rows read back as they were written."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from pyarrow import parquet

from service.errors import MissingExtraError
from service.writers.as_parquet import write_parquet
from service.writers.table import (
    ARTICLE_COLUMNS,
    ISSUE_COLUMNS,
    ArticleRow,
    TableWriter,
    row_of,
    rows_of,
    write_csv,
    write_jsonl,
)
from service.writers.table_formats import table_writer_for
from tests.factories import make_article, make_digest

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


def test_parquet_is_typed() -> None:
    stream = io.BytesIO()
    write_parquet([*rows_of(make_digest()), FAILED], ISSUE_COLUMNS, stream)
    table = parquet.read_table(io.BytesIO(stream.getvalue()))
    types = {name: str(table.schema.field(name).type) for name in table.schema.names}
    assert tuple(types) == ISSUE_COLUMNS
    assert (types["probability"], types["uncertain"]) == ("double", "bool")
    assert types["probabilities"].startswith("map<string, double")
    rows = table.to_pylist()
    assert dict(rows[0]["probabilities"])["livelihood"] == 0.6
    assert [row["uncertain"] for row in rows] == [False, True, None]
    assert rows[2] == dict.fromkeys(ISSUE_COLUMNS) | {"issue_id": "p2", "error": FAILED.error}


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
