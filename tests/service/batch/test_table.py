"""A batch gives one table, ordered and complete, and a report of what was done."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from service.batch import BatchReport, issues_of_files, issues_of_folders
from service.config import TopicSet, load_config
from tests.pdfs import PICTURE, make_pdf
from tests.service.batch.batches import SETTINGS, rows_of, run_items, write_archive, write_file


def test_rows_tell_where_an_article_stands_and_how_long_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "柳城" / "3月"
    for number in (1, 2):
        write_file(folder / f"p{number}.txt", f"医院扩建{number}\n新楼昨天启用。\n床位多了。\n")
    output = tmp_path / "out.jsonl"
    run_items(
        [*issues_of_folders([str(tmp_path / "柳城")]), *issues_of_files(["没有.txt"])], output
    )
    rows = rows_of(output)
    assert [row["issue_id"] for row in rows] == ["3月", "3月", "没有"]
    assert [row["file"] for row in rows] == [
        str(folder / "p1.txt"),
        str(folder / "p2.txt"),
        "没有.txt",
    ]
    facts = ("topic_title", "n_chars", "n_summary_chars", "flags", "page", "paper")
    assert [rows[1][name] for name in facts] == ["医药", 13, 13, [], None, None]
    assert [rows[2][name] for name in facts] == [None] * len(facts)


def test_one_row_per_article_in_order(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    report = run_items(issues_of_files(write_archive(tmp_path, 3)), output)
    rows = rows_of(output)
    assert [(row["issue_id"], row["id"]) for row in rows] == [
        *(("p0", "a1"), ("p0", "a2"), ("p1", "a1"), ("p1", "a2"), ("p2", "a1"), ("p2", "a2")),
    ]
    assert rows[0]["topic"] == "livelihood"
    assert rows[0]["error"] is None
    assert (report.n_done, report.n_articles, report.failures) == (3, 6, ())
    assert report.topics == {"livelihood": 1, "medicine": 1, "logistics": 1, "other": 3}


def test_a_failed_input_is_one_row_in_its_place(tmp_path: Path) -> None:
    first, last = write_archive(tmp_path, 2)
    empty = write_file(tmp_path / "empty.txt", "")
    output = tmp_path / "out.jsonl"
    report = run_items(issues_of_files([first, empty, "missing.txt", last]), output)
    rows = rows_of(output)
    assert [row["issue_id"] for row in rows] == ["p0", "p0", "empty", "missing", "p1", "p1"]
    assert "没有文字" in rows[2]["error"]
    assert "打不开" in rows[3]["error"]
    assert [name for name, _ in report.failures] == ["empty", "missing"]
    assert (report.n_inputs, report.n_done) == (4, 2)


def test_a_page_that_was_not_read_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "day.pdf"
    path.write_bytes(make_pdf([[(50, 700, 10, "社区食堂开张")], []], drawn={1: PICTURE}))
    report = run_items(issues_of_files([str(path)]), tmp_path / "out.csv")
    assert report.failures == ()
    assert "day.pdf: 第 2 页" in capsys.readouterr().err


def test_a_fault_in_one_issue_does_not_take_the_others_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.fakes.FakeSplitter.split", lambda *_: 1 / 0)
    output = tmp_path / "out.jsonl"
    run_items(issues_of_files(write_archive(tmp_path, 1)), output)
    assert rows_of(output)[0]["error"] == "ZeroDivisionError: division by zero"


def test_nothing_to_do_gives_an_empty_table(tmp_path: Path) -> None:
    report = run_items([], tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig").startswith("issue_id,id,")
    assert (report.n_inputs, report.articles_per_s) == (0, 0.0)


def test_leaves_nothing_but_the_table(tmp_path: Path) -> None:
    output = tmp_path / "out" / "table.jsonl"
    output.parent.mkdir()
    run_items(issues_of_files(write_archive(tmp_path, 2)), output)
    assert list(output.parent.iterdir()) == [output]


def test_tells_how_far_it_is(tmp_path: Path) -> None:
    steps: list[int] = []
    items = issues_of_files(write_archive(tmp_path, 2))
    run_items(items, tmp_path / "out.jsonl", on_done=steps.append)
    assert steps == [0, 1, 2]


def test_the_report_says_what_was_done_how_fast_and_what_failed() -> None:
    failures = tuple((f"p{n}", "打不开") for n in range(22))
    topics = Counter(politics=3, other=1)
    report = BatchReport(30, 5, failures, topics, elapsed_s=2.0, n_scored=4)
    assert report.in_words(load_config("configs/topics.yaml", TopicSet)).splitlines() == [
        "完成 8 个输入，其中 5 个是上次做的，失败 22 个 (8 inputs done, 22 failed)",
        *(f"  p{n}: 打不开" for n in range(20)),
        "  其余 2 个见表中 error 一列",
        "  补好后加 --resume，只重做这些 (--resume does these alone)",
        "文章 4 篇：政治 3，其他 1 (articles by topic)",
        "用时 2.0 秒，每秒 2.0 篇 (articles/s)",
    ]


def test_a_run_that_scored_nothing_tells_no_speed() -> None:
    report = BatchReport(3, 3, (), Counter(other=7), elapsed_s=0.4, n_scored=0)
    told = report.in_words(load_config("configs/topics.yaml", TopicSet))
    assert told.splitlines()[-1] == "用时 0.4 秒 (seconds)"


def test_what_failed_is_listed_beside_the_table(tmp_path: Path) -> None:
    output, listing = tmp_path / "out.csv", tmp_path / "out.csv.failures.csv"
    run_items(issues_of_files([*write_archive(tmp_path, 1), "没有.txt"]), output)
    rows = list(csv.reader(listing.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["input", "error"]
    assert rows[1][0] == "没有"
    assert "打不开" in rows[1][1]
    again = replace(SETTINGS, overwrite=True)
    run_items(issues_of_files(write_archive(tmp_path, 1)), output, settings=again)
    assert not listing.exists()
