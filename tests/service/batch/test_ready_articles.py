"""Articles that were split before are rated as they are, one row each."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from service.batch import ArticleInput, BatchSettings, read_articles
from tests.service.batch.batches import Interrupted, dying_after, rows_of, run_items, write_file

READY = BatchSettings("fake@1", 150, ready_articles=True, version="0")


def test_ready_articles_give_one_row_each_in_order(tmp_path: Path) -> None:
    source = tmp_path / "articles.jsonl"
    lines = [
        {"id": "x9", "title": "社区开会", "text": "大家都来。", "more": 1},
        {"id": 7, "title": None, "text": "医院开诊。"},
        {"id": "x8", "title": "", "text": " "},
        {"id": None, "title": "", "text": "无名。"},
        {"id": "x7", "title": 3, "text": "题目是数。"},
    ]
    source.write_text(
        "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines) + "{坏\n[1]\n\n",
        encoding="utf-8",
    )
    output = tmp_path / "out.jsonl"
    report = run_items(read_articles([str(source)]), output, settings=READY)
    rows = rows_of(output)
    assert list(rows[0])[:2] == ["id", "headline"]
    assert [row["id"] for row in rows] == ["x9", "7", "x8", None, "x7", None, None]
    assert [row["topic"] for row in rows] == ["livelihood", "medicine", *[None] * 5]
    assert rows[1]["headline"] is None
    assert "第 6 行不是 JSON" in rows[5]["error"]
    assert (report.n_done, len(report.failures)) == (2, 5)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_ready_articles_come_from_csv_of_any_encoding(tmp_path: Path, encoding: str) -> None:
    source = tmp_path / "articles.csv"
    with source.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream)
        writer.writerows([["id", "title", "text"], ["1", "快递, 进村", "甲。\n乙。"]])
    assert list(read_articles([str(source)])) == [ArticleInput("1", "快递, 进村", "甲。\n乙。")]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"id,title\n1,x\n", "缺少列 text"),
        ("a.csv", b"", "缺少列 id、text、title"),
        ("a.txt", b"x", r"后缀 '.txt' 不是"),
        ("a.jsonl", '{"id":"甲"}'.encode("utf-16-le"), "NUL"),
    ],
    ids=["columns", "empty", "suffix", "encoding"],
)
def test_a_file_without_articles_fails(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    source = tmp_path / name
    source.write_bytes(content)
    (article,) = read_articles([str(source)])
    assert message in (article.error or "")


def test_ready_articles_come_from_parquet(tmp_path: Path) -> None:
    source = tmp_path / "articles.parquet"
    columns = {"text": ["甲。", None], "id": [1, 2], "title": ["快递", None], "more": [0, 0]}
    parquet.write_table(pyarrow.table(columns), source)
    first, second = read_articles([str(source)])
    assert first == ArticleInput("1", "快递", "甲。")
    assert "第 2 行" in (second.error or "")


@pytest.mark.parametrize("content", [b"", b"PAR1 no parquet PAR1"], ids=["empty", "damaged"])
def test_a_damaged_parquet_file_fails(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "articles.parquet"
    source.write_bytes(content)
    (article,) = read_articles([str(source)])
    assert "articles.parquet" in (article.error or "")


def test_a_long_article_fits_in_a_cell(tmp_path: Path) -> None:
    source = tmp_path / "long.csv"
    write_file(source, "id,title,text\n1,长文," + "很长。" * 70_000 + "\n")
    (article,) = read_articles([str(source)])
    assert len(article.text) == 210_000


def test_half_a_character_is_no_text(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    write_file(source, '{"id": "1", "title": "", "text": "\\ud83d 坏了"}\n')
    (article,) = read_articles([str(source)])
    assert "代理码" in (article.error or "")


def test_resuming_ready_articles(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    lines = [json.dumps({"id": n, "title": "t", "text": f"第{n}句。"}) for n in range(5)]
    write_file(source, "\n".join(lines))
    whole, output = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    run_items(read_articles([str(source)]), whole, settings=READY)
    with pytest.raises(Interrupted):
        run_items(read_articles([str(source)]), output, settings=READY, scorer=dying_after(2))
    run_items(read_articles([str(source)]), output, settings=READY, resume=True)
    assert output.read_bytes() == whole.read_bytes()
