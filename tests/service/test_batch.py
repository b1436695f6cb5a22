"""A batch is complete, ordered, repeatable and survives its own end."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow import parquet

from service.batch import (
    ArticleInput,
    BatchReport,
    BatchSettings,
    issues_of_files,
    issues_of_folders,
    read_articles,
    run_batch,
    score_in_parallel,
    score_in_turn,
)
from service.batch.inputs import IssueInput, WorkItem
from service.batch.scoring import Scored, Scorer
from service.config import TopicSet, load_config
from service.errors import DigestError, WriteError
from service.pipeline import DigestPipeline
from tests.fakes import make_pipeline
from tests.pdfs import PICTURE, make_pdf

SETTINGS = BatchSettings("fake@1", 150, ready_articles=False, version="0")
READY = BatchSettings("fake@1", 150, ready_articles=True, version="0")


class Interrupted(BaseException):
    """Ends a run as a signal would."""


def _write(path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return str(path)


def _archive(folder: Path, n_issues: int) -> list[str]:
    topics = ("社区食堂", "医院扩建", "快递进村", "球队夺冠")
    return [
        _write(folder / f"p{n}.txt", f"{topics[n % 4]}{n}\n正文第{n}句。\n\n孤行{n}。\n")
        for n in range(n_issues)
    ]


def _run(items: Iterable[WorkItem], output: Path, **changes: Any) -> BatchReport:
    arguments: dict[str, Any] = {"settings": SETTINGS, "scorer": score_in_turn(make_pipeline())}
    return run_batch(items, output=output, **(arguments | changes))


def _rows(output: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]


def _dying_after(n_inputs: int) -> Scorer:
    def scorer(items: Iterable[WorkItem]) -> Iterator[Scored]:
        for done, scored in enumerate(score_in_turn(make_pipeline())(items)):
            if done == n_inputs:
                raise Interrupted
            yield scored

    return scorer


def test_rows_tell_where_an_article_stands_and_how_long_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "柳城" / "3月"
    for number in (1, 2):
        _write(folder / f"p{number}.txt", f"医院扩建{number}\n新楼昨天启用。\n床位多了。\n")
    output = tmp_path / "out.jsonl"
    _run([*issues_of_folders([str(tmp_path / "柳城")]), *issues_of_files(["没有.txt"])], output)
    rows = _rows(output)
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
    report = _run(issues_of_files(_archive(tmp_path, 3)), output)
    rows = _rows(output)
    assert [(row["issue_id"], row["id"]) for row in rows] == [
        *(("p0", "a1"), ("p0", "a2"), ("p1", "a1"), ("p1", "a2"), ("p2", "a1"), ("p2", "a2")),
    ]
    assert rows[0]["topic"] == "livelihood"
    assert rows[0]["error"] is None
    assert (report.n_done, report.n_articles, report.failures) == (3, 6, ())
    assert report.topics == {"livelihood": 1, "medicine": 1, "logistics": 1, "other": 3}


def test_a_failed_input_is_one_row_in_its_place(tmp_path: Path) -> None:
    first, last = _archive(tmp_path, 2)
    empty = _write(tmp_path / "empty.txt", "")
    output = tmp_path / "out.jsonl"
    report = _run(issues_of_files([first, empty, "missing.txt", last]), output)
    rows = _rows(output)
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
    report = _run(issues_of_files([str(path)]), tmp_path / "out.csv")
    assert report.failures == ()
    assert "day.pdf: 第 2 页" in capsys.readouterr().err


def test_a_fault_in_one_issue_does_not_take_the_others_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.fakes.FakeSplitter.split", lambda *_: 1 / 0)
    output = tmp_path / "out.jsonl"
    _run(issues_of_files(_archive(tmp_path, 1)), output)
    assert _rows(output)[0]["error"] == "ZeroDivisionError: division by zero"


def test_nothing_to_do_gives_an_empty_table(tmp_path: Path) -> None:
    report = _run([], tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig").startswith("issue_id,id,")
    assert (report.n_inputs, report.articles_per_s) == (0, 0.0)


def test_leaves_nothing_but_the_table(tmp_path: Path) -> None:
    output = tmp_path / "out" / "table.jsonl"
    output.parent.mkdir()
    _run(issues_of_files(_archive(tmp_path, 2)), output)
    assert list(output.parent.iterdir()) == [output]


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet"])
@pytest.mark.parametrize("n_done", [0, 1, 3, 4])
def test_resuming_ends_with_the_same_bytes(tmp_path: Path, suffix: str, n_done: int) -> None:
    inputs = [*_archive(tmp_path, 4), "missing.txt"]
    whole, output = tmp_path / f"whole{suffix}", tmp_path / f"out{suffix}"
    _run(issues_of_files(inputs), whole)
    with pytest.raises(Interrupted):
        _run(issues_of_files(inputs), output, scorer=_dying_after(n_done))
    assert not output.exists()
    report = _run(issues_of_files(inputs), output, resume=True)
    assert report.n_resumed == n_done
    assert (report.n_inputs, len(report.failures)) == (5, 1)
    assert output.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize("n_cut", [1, 7, 200])
def test_a_line_cut_off_by_the_end_is_done_again(tmp_path: Path, n_cut: int) -> None:
    inputs = _archive(tmp_path, 4)
    whole, output = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    _run(issues_of_files(inputs), whole)
    with pytest.raises(Interrupted):
        _run(issues_of_files(inputs), output, scorer=_dying_after(3))
    partial = tmp_path / "out.jsonl.partial"
    partial.write_bytes(partial.read_bytes()[:-n_cut])
    assert _run(issues_of_files(inputs), output, resume=True).n_resumed == 2
    assert output.read_bytes() == whole.read_bytes()


def test_what_no_longer_fits_is_done_again(tmp_path: Path) -> None:
    inputs = _archive(tmp_path, 4)
    output = tmp_path / "out.jsonl"
    with pytest.raises(Interrupted):
        _run(issues_of_files(inputs), output, scorer=_dying_after(3))
    stamp = Path(inputs[1]).stat()
    _write(Path(inputs[1]), "社区食堂9\n正文第9句。\n\n孤行9。\n")
    os.utime(inputs[1], ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert Path(inputs[1]).stat().st_size == stamp.st_size + len("社区食堂") - len("医院扩建")
    assert _run(issues_of_files(inputs), output, resume=True).n_resumed == 2
    _run(issues_of_files(inputs), tmp_path / "anew.jsonl")
    assert output.read_bytes() == (tmp_path / "anew.jsonl").read_bytes()


def test_a_file_that_was_only_touched_is_not_done_again(tmp_path: Path) -> None:
    inputs = _archive(tmp_path, 3)
    output = tmp_path / "out.jsonl"
    with pytest.raises(Interrupted):
        _run(issues_of_files(inputs), output, scorer=_dying_after(2))
    for path in inputs:
        os.utime(path, (1, 1))
    assert _run(issues_of_files(inputs), output, resume=True).n_resumed == 2


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_what_is_changed_while_it_runs_fails_alone_and_nothing_is_made_up(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out.jsonl"
    gone, became_folder, emptied, circular = map(Path, _archive(folder, 6)[1:5])

    def change(n_done: int) -> None:
        if n_done:
            return
        for path in (gone, became_folder, circular):
            path.unlink()
        became_folder.mkdir()
        emptied.write_bytes(b"")
        circular.symlink_to(circular)
        _write(folder / "p9.txt", "渡口\n渡口修好了。\n")

    report = _run(issues_of_files([str(folder)]), output, on_done=change)
    assert [name for name, _ in report.failures] == ["p1", "p2", "p3", "p4"]
    rows = _rows(output)
    assert [row["issue_id"] for row in rows if row["error"] is None] == ["p0", "p0", "p5", "p5"]
    assert report.n_inputs == 6


def test_an_input_that_failed_is_tried_again(tmp_path: Path) -> None:
    first, second = _archive(tmp_path, 2)
    output = tmp_path / "out.jsonl"
    with pytest.raises(Interrupted):
        _run(
            issues_of_files([str(tmp_path / "later.txt"), first, second]),
            output,
            scorer=_dying_after(2),
        )
    later = _write(tmp_path / "later.txt", "医院\n开诊了。\n")
    report = _run(issues_of_files([later, first, second]), output, resume=True)
    assert (report.n_resumed, report.failures) == (1, ())


def test_another_order_loses_nothing(tmp_path: Path) -> None:
    inputs = _archive(tmp_path, 4)
    output, anew = tmp_path / "out.jsonl", tmp_path / "anew.jsonl"
    with pytest.raises(Interrupted):
        _run(issues_of_files(inputs), output, scorer=_dying_after(3))
    turned = [inputs[3], inputs[2], *_archive(tmp_path / "more", 5)[4:], inputs[0]]
    assert _run(issues_of_files(turned), output, resume=True).n_resumed == 2
    _run(issues_of_files(turned), anew)
    assert output.read_bytes() == anew.read_bytes()


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (replace(SETTINGS, model="fake@2"), "model: 'fake@1' → 'fake@2'"),
        (replace(SETTINGS, splitter="lines@2"), "splitter: None → 'lines@2'"),
        (replace(SETTINGS, identity="0f"), "identity: '' → '0f'"),
        (replace(SETTINGS, max_chars=90), "max_chars: 150 → 90"),
    ],
    ids=["model", "splitter", "weights", "length"],
)
def test_work_done_with_other_settings_is_neither_joined_nor_lost(
    tmp_path: Path, other: BatchSettings, told: str
) -> None:
    inputs = issues_of_files(_archive(tmp_path, 3))
    output = tmp_path / "out.jsonl"
    with pytest.raises(Interrupted):
        _run(inputs, output, scorer=_dying_after(2))
    left = (tmp_path / "out.jsonl.partial").read_bytes()
    with pytest.raises(WriteError, match="--overwrite") as refused:
        _run(inputs, output, settings=other, resume=True)
    assert told in str(refused.value)
    assert (tmp_path / "out.jsonl.partial").read_bytes() == left
    anew = replace(other, overwrite=True)
    assert _run(inputs, output, settings=anew, resume=True).n_resumed == 0


def test_the_choice_of_columns_joins_what_was_done(tmp_path: Path) -> None:
    inputs = issues_of_files(_archive(tmp_path, 3))
    output = tmp_path / "out.jsonl"
    with pytest.raises(Interrupted):
        _run(inputs, output, scorer=_dying_after(2))
    report = _run(inputs, output, settings=replace(SETTINGS, with_text=True), resume=True)
    assert report.n_resumed == 2
    assert all(row["text"] for row in _rows(output))


def test_unfinished_work_is_not_begun_anew_without_being_told_to(tmp_path: Path) -> None:
    inputs = issues_of_files(_archive(tmp_path, 3))
    output = tmp_path / "out.jsonl"
    with pytest.raises(Interrupted):
        _run(inputs, output, scorer=_dying_after(2))
    with pytest.raises(WriteError, match="已做完 2 个输入"):
        _run(inputs, output)
    assert _run(inputs, output, resume=True).n_resumed == 2


def test_a_table_that_is_there_is_not_replaced_without_being_told_to(tmp_path: Path) -> None:
    inputs = issues_of_files(_archive(tmp_path, 2))
    output = tmp_path / "out.csv"
    output.touch()  # nothing is lost of an empty file
    _run(inputs, output)
    finished = output.read_bytes()
    for resume in (False, True, True):
        with pytest.raises(WriteError, match="已经有了"):
            _run(inputs[:1], output, resume=resume)
        assert (tmp_path / "out.csv.partial").exists() == resume  # what was done is not lost
    assert output.read_bytes() == finished
    report = _run(inputs[:1], output, settings=replace(SETTINGS, overwrite=True), resume=True)
    assert report.n_resumed == 1
    assert output.read_bytes() != finished


def test_to_resume_what_is_finished_finds_it_finished(tmp_path: Path) -> None:
    inputs = issues_of_files(_archive(tmp_path, 2))
    output = tmp_path / "out.csv"
    _run(inputs, output)
    before = output.stat()
    assert _run(inputs, output, resume=True).n_done == 2
    assert (output.stat().st_ino, output.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert {path.name for path in tmp_path.iterdir()} == {"out.csv", "p0.txt", "p1.txt"}


def _only(*done: str) -> Scorer:
    """Works as usual, and fails the test if it is given other inputs than these."""

    def scorer(items: Iterable[WorkItem]) -> Iterator[Scored]:
        given = list(items)
        assert [item.name for item in given] == list(done)
        yield from score_in_turn(make_pipeline())(given)

    return scorer


def test_to_resume_what_is_finished_says_that_all_is_done_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs, output = issues_of_files(_archive(tmp_path, 2)), tmp_path / "out.csv"
    _run(inputs, output)
    assert "再做一遍" not in capsys.readouterr().err
    _run(inputs, output, resume=True, scorer=_only("p0", "p1"))
    assert "再做一遍" in capsys.readouterr().err


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet"])
def test_what_failed_is_done_alone_once_it_is_mended(tmp_path: Path, suffix: str) -> None:
    good, output = _archive(tmp_path, 3), tmp_path / f"out{suffix}"
    late, lost = str(tmp_path / "late.txt"), str(tmp_path / "lost.txt")
    inputs = [good[0], late, *good[1:], lost]
    assert _run(issues_of_files(inputs), output).n_done == 3
    again = _run(issues_of_files(inputs), output, resume=True, scorer=_only("late", "lost"))
    assert (again.n_resumed, len(again.failures)) == (3, 2)
    _write(Path(late), "渡口\n渡口修好了。\n")
    mended = _run(issues_of_files(inputs), output, resume=True, scorer=_only("late", "lost"))
    assert (mended.n_resumed, len(mended.failures)) == (3, 1)
    _write(Path(lost), "球队\n球队赢了。\n")
    whole = _run(issues_of_files(inputs), output, resume=True, scorer=_only("lost"))
    assert (whole.n_resumed, whole.failures) == (4, ())
    assert not output.with_name(f"{output.name}.partial").exists()
    _run(issues_of_files(inputs), tmp_path / f"anew{suffix}")
    assert output.read_bytes() == (tmp_path / f"anew{suffix}").read_bytes()


@pytest.mark.parametrize("change", ["the table", "the inputs", "a good input"])
def test_a_table_with_failures_is_not_replaced_where_rows_would_be_lost(
    tmp_path: Path, change: str
) -> None:
    first, second = _archive(tmp_path, 2)
    late, output = str(tmp_path / "late.txt"), tmp_path / "out.csv"
    inputs = [first, second, late]
    _run(issues_of_files(inputs), output)
    if change == "the table":
        output.write_bytes(output.read_bytes().replace("社区".encode(), "小区".encode()))
    elif change == "the inputs":
        inputs.remove(second)
    else:
        _write(Path(second), "医院\n开诊了。\n")
    finished = output.read_bytes()
    _write(Path(late), "渡口\n渡口修好了。\n")
    with pytest.raises(WriteError, match="已经有了"):
        _run(issues_of_files(inputs), output, resume=True)
    assert output.read_bytes() == finished
    anew = replace(SETTINGS, overwrite=True)
    report = _run(issues_of_files(inputs), output, settings=anew, resume=True, scorer=_only())
    assert report.n_resumed == len(inputs)


@pytest.mark.parametrize(
    "content", [b"", "我的笔记\n".encode(), b'{"a": 1}\n', b"[1]\n", b"[" * 100_000]
)
@pytest.mark.parametrize("settings", [SETTINGS, replace(SETTINGS, overwrite=True)])
def test_another_file_in_the_place_of_the_journal_stays(
    tmp_path: Path, content: bytes, settings: BatchSettings
) -> None:
    inputs = issues_of_files(_archive(tmp_path, 1))
    theirs = tmp_path / "out.csv.partial"
    theirs.write_bytes(content)
    for resume in (False, True):
        with pytest.raises(WriteError, match="移走"):
            _run(inputs, tmp_path / "out.csv", settings=settings, resume=resume)
    assert theirs.read_bytes() == content


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("suffix", ["partial", "failures.csv", "lock"])
def test_a_link_in_the_place_of_our_files_is_not_followed(tmp_path: Path, suffix: str) -> None:
    target, output = tmp_path / "theirs.txt", tmp_path / "out.csv"
    target.write_text("原来的\n", encoding="utf-8")
    name = f".out.csv.{suffix}" if suffix == "lock" else f"out.csv.{suffix}"
    (tmp_path / name).symlink_to(target)
    with suppress(WriteError):
        _run(issues_of_files(["没有.txt"]), output)
    assert target.read_text(encoding="utf-8") == "原来的\n"
    assert (tmp_path / name).is_symlink()


def test_a_list_of_failures_that_is_somebody_elses_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = tmp_path / "out.csv.failures.csv"
    theirs.write_text("我的清单\n", encoding="utf-8")
    _run(issues_of_files(_archive(tmp_path, 1)), tmp_path / "out.csv")
    assert capsys.readouterr().err == ""
    again = replace(SETTINGS, overwrite=True)
    _run(issues_of_files(["没有.txt"]), tmp_path / "out.csv", settings=again)
    assert theirs.read_text(encoding="utf-8") == "我的清单\n"
    assert "是别的文件" in capsys.readouterr().err


def test_a_damaged_line_costs_its_input_alone(tmp_path: Path) -> None:
    inputs = _archive(tmp_path, 4)
    whole, output = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    _run(issues_of_files(inputs), whole)
    with pytest.raises(Interrupted):
        _run(issues_of_files(inputs), output, scorer=_dying_after(3))
    partial = tmp_path / "out.jsonl.partial"
    lines = partial.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace("正文".encode(), "证文".encode())
    partial.write_bytes(b"".join(lines))
    assert _run(issues_of_files(inputs), output, resume=True).n_resumed == 2
    assert output.read_bytes() == whole.read_bytes()


def test_records_that_are_not_of_the_inputs_make_no_table(tmp_path: Path) -> None:
    inputs, output = issues_of_files(_archive(tmp_path, 3)), tmp_path / "out.jsonl"

    def meddling(items: Iterable[WorkItem]) -> Iterator[Scored]:
        yield from score_in_turn(make_pipeline())(items)
        partial = tmp_path / "out.jsonl.partial"
        lines = partial.read_bytes().splitlines(keepends=True)
        partial.write_bytes(b"".join([lines[0], lines[2], lines[1], lines[3]]))

    with pytest.raises(WriteError, match="--resume"):
        _run(inputs, output, scorer=meddling)
    assert not output.exists()


def test_one_process_at_a_time_works_on_an_output(tmp_path: Path) -> None:
    inputs, output = issues_of_files(_archive(tmp_path, 3)), tmp_path / "out.jsonl"

    def with_a_rival(items: Iterable[WorkItem]) -> Iterator[Scored]:
        for scored in score_in_turn(make_pipeline())(items):
            with pytest.raises(WriteError, match=f"进程 {os.getpid()} "):
                _run(inputs, output, resume=True)
            yield scored

    assert _run(inputs, output, scorer=with_a_rival).n_done == 3
    assert {path.name for path in tmp_path.iterdir()} == {"out.jsonl", "p0.txt", "p1.txt", "p2.txt"}


@pytest.mark.skipif(os.name == "nt", reason="no such rights there")
def test_the_rights_of_a_table_are_kept_and_its_journal_is_as_private(tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    output.touch()
    output.chmod(0o640)
    seen: list[int] = []

    def looking(items: Iterable[WorkItem]) -> Iterator[Scored]:
        seen.append((tmp_path / "out.csv.partial").stat().st_mode & 0o777)
        yield from score_in_turn(make_pipeline())(items)

    _run(issues_of_files(_archive(tmp_path, 1)), output, scorer=looking)
    assert (output.stat().st_mode & 0o777, seen) == (0o640, [0o640])


@pytest.mark.skipif(os.name == "nt", reason="no such files there")
def test_a_pipe_among_the_inputs_is_not_waited_for_when_told_apart(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p1.txt")
    (issue,) = issues_of_files([str(tmp_path / "p1.txt")])
    assert issue.fingerprint() != issues_of_files([str(tmp_path / "p2.txt")])[0].fingerprint()


def test_fewer_inputs_than_before_end_with_fewer_rows(tmp_path: Path) -> None:
    inputs = issues_of_files(_archive(tmp_path, 4))
    output = tmp_path / "out.jsonl"
    with pytest.raises(Interrupted):
        _run(inputs, output, scorer=_dying_after(3))
    assert _run(inputs[:2], output, resume=True).n_resumed == 2
    assert {row["issue_id"] for row in _rows(output)} == {"p0", "p1"}


def test_resuming_with_nothing_left_behind_just_runs(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    assert _run(issues_of_files(_archive(tmp_path, 2)), output, resume=True).n_done == 2


def test_tells_how_far_it_is(tmp_path: Path) -> None:
    steps: list[int] = []
    items = issues_of_files(_archive(tmp_path, 2))
    _run(items, tmp_path / "out.jsonl", on_done=steps.append)
    assert steps == [0, 1, 2]


@pytest.mark.parametrize("name", ["out", "out.xls"])
def test_an_unknown_suffix_is_refused_before_the_work(tmp_path: Path, name: str) -> None:
    with pytest.raises(WriteError, match=r"\.jsonl"):
        _run([], tmp_path / name)


def test_a_folder_stands_for_its_files_in_natural_order(tmp_path: Path) -> None:
    for name in ("p10.txt", "p2.txt", "b/p1.txt", ".hidden.txt", "photo.jpg"):
        _write(tmp_path / name, "字")
    issues = issues_of_files([str(tmp_path)])
    assert [issue.issue_id for issue in issues] == ["b/p1", "p2", "p10"]


@pytest.mark.parametrize("find", [issues_of_files, issues_of_folders])
def test_the_name_of_an_issue_does_not_depend_on_what_else_is_there(
    tmp_path: Path, find: Callable[[list[str]], list[IssueInput]]
) -> None:
    for name in ("2024/d1/p1.txt", "2024/d1/p2.txt", "2025/d1/p1.txt", "2025/d1/p3.v2.txt"):
        _write(tmp_path / name, "字")
    together = {issue.paths: issue.issue_id for issue in find([str(tmp_path)])}
    assert len(set(together.values())) == len(together)
    (tmp_path / "2024" / "d1" / "p1.txt").unlink()
    alone = {issue.paths: issue.issue_id for issue in find([str(tmp_path)])}
    kept = together.keys() & alone.keys()
    assert kept
    assert {paths: together[paths] for paths in kept} == {paths: alone[paths] for paths in kept}


def test_files_named_by_the_user_go_by_their_stems_and_tell_their_paths(tmp_path: Path) -> None:
    paths = [_write(tmp_path / day / "p1.txt", "医院\n开诊。\n") for day in ("d1", "d2")]
    issues = issues_of_files([*paths, *paths])
    assert [issue.issue_id for issue in issues] == ["p1", "p1"]
    output = tmp_path / "out.jsonl"
    _run(issues, output)
    assert [(row["issue_id"], row["file"]) for row in _rows(output)] == [
        ("p1", path) for path in paths
    ]


def test_one_issue_per_folder(tmp_path: Path) -> None:
    for name in ("d2/p10.txt", "d2/p9.txt", "d10/p1.txt", "d10/pictures/a.jpg"):
        _write(tmp_path / name, name)
    issues = issues_of_folders([str(tmp_path)])
    assert [issue.issue_id for issue in issues] == ["d2", "d10"]
    assert [Path(path).name for path in issues[0].paths] == ["p9.txt", "p10.txt"]
    report = _run(issues, tmp_path / "out.jsonl")
    assert report.n_articles == 3


def test_a_folder_without_pages_fails(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    report = _run(issues_of_folders([str(tmp_path / "empty")]), tmp_path / "out.jsonl")
    assert [name for name, _ in report.failures] == ["empty"]


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


def test_what_failed_is_listed_beside_the_table(tmp_path: Path) -> None:
    output, listing = tmp_path / "out.csv", tmp_path / "out.csv.failures.csv"
    _run(issues_of_files([*_archive(tmp_path, 1), "没有.txt"]), output)
    rows = list(csv.reader(listing.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["input", "error"]
    assert rows[1][0] == "没有"
    assert "打不开" in rows[1][1]
    again = replace(SETTINGS, overwrite=True)
    _run(issues_of_files(_archive(tmp_path, 1)), output, settings=again)
    assert not listing.exists()


@pytest.mark.slow
def test_several_processes_give_the_same_bytes(tmp_path: Path) -> None:
    issues = issues_of_files([*_archive(tmp_path, 20), "missing.txt"])
    alone, together = tmp_path / "alone.jsonl", tmp_path / "together.jsonl"
    _run(issues, alone)
    scorer = score_in_parallel(make_pipeline, n_workers=2, max_chars=150)
    report = _run(issues, together, scorer=scorer)
    assert together.read_bytes() == alone.read_bytes()
    assert (report.n_done, len(report.failures)) == (20, 1)


@pytest.mark.slow
def test_resuming_in_several_processes_ends_with_the_same_bytes(tmp_path: Path) -> None:
    issues = issues_of_files([*_archive(tmp_path, 12), "missing.txt"])
    whole, output = tmp_path / "whole.csv", tmp_path / "out.csv"
    _run(issues, whole)
    with pytest.raises(Interrupted):
        _run(issues, output, scorer=_dying_after(5))
    scorer = score_in_parallel(make_pipeline, n_workers=2, max_chars=150)
    assert _run(issues, output, scorer=scorer, resume=True).n_resumed == 5
    assert output.read_bytes() == whole.read_bytes()


def _die() -> DigestPipeline:
    os._exit(9)


@pytest.mark.slow
def test_a_worker_that_dies_says_what_to_do(tmp_path: Path) -> None:
    scorer = score_in_parallel(_die, n_workers=2, max_chars=150)
    with pytest.raises(DigestError, match="--resume"):
        _run(issues_of_files(_archive(tmp_path, 3)), tmp_path / "out.jsonl", scorer=scorer)


KILLED = """
import sys, time
from pathlib import Path
from service.batch import BatchSettings, issues_of_files, run_batch
from service.batch import score_in_parallel, score_in_turn
from tests.fakes import make_pipeline

archive, output, n_workers = sys.argv[1:]
score = score_in_turn(make_pipeline())
if n_workers != "1":
    score = score_in_parallel(make_pipeline, n_workers=int(n_workers), max_chars=150)
def scorer(items):
    for scored in score(items):
        time.sleep(0.004)
        yield scored
settings = BatchSettings("fake@1", 150, ready_articles=False, version="0")
run_batch(issues_of_files([archive]), scorer, Path(output), settings, resume=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="no such signal there")
@pytest.mark.parametrize(("suffix", "n_workers"), [(".parquet", 1), (".jsonl", 2)])
def test_survives_being_killed_at_any_moment(tmp_path: Path, suffix: str, n_workers: int) -> None:
    archive = tmp_path / "archive"
    _archive(archive, 150)
    whole, output = tmp_path / f"whole{suffix}", tmp_path / f"out{suffix}"
    _run(issues_of_files([str(archive)]), whole)
    command = [sys.executable, "-c", KILLED, str(archive), str(output), str(n_workers)]
    partial = tmp_path / f"{output.name}.partial"
    chance = random.Random(7)
    for target in sorted(chance.sample(range(1, 120), 6)):
        run = subprocess.Popen(command)
        while run.poll() is None and _n_lines(partial) < target:
            time.sleep(0.001)
        time.sleep(chance.random() * 0.004)
        run.kill()
        assert run.wait() == -signal.SIGKILL
        assert not output.exists()
    subprocess.run(command, check=True)
    assert output.read_bytes() == whole.read_bytes()
    assert not partial.exists()


STUCK_IN_THE_TABLE = """
import sys, time
from pathlib import Path
import service.batch.run
from service.batch import BatchSettings, issues_of_files, run_batch, score_in_turn
from tests.fakes import make_pipeline

def write_half(rows, columns, stream):
    stream.write(str(next(iter(rows))).encode())
    stream.flush()
    print("half", flush=True)
    time.sleep(60)

archive, output = sys.argv[1:]
service.batch.run.table_writer_for = lambda _: write_half
settings = BatchSettings("fake@1", 150, ready_articles=False, version="0")
run_batch(issues_of_files([archive]), score_in_turn(make_pipeline()), Path(output), settings)
"""


@pytest.mark.skipif(os.name == "nt", reason="no such signal there")
@pytest.mark.parametrize("resume", [True, False])
def test_survives_being_killed_while_the_table_is_written(tmp_path: Path, resume: bool) -> None:
    archive, folder = tmp_path / "archive", tmp_path / "out"
    _archive(archive, 3)
    folder.mkdir()
    whole, output = tmp_path / "whole.csv", folder / "out.csv"
    issues = issues_of_files([str(archive)])
    _run(issues, whole)
    command = [sys.executable, "-c", STUCK_IN_THE_TABLE, str(archive), str(output)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == "half\n"
        run.kill()
    left = {f".out.csv.{run.pid}.tmp", ".out.csv.lock", "out.csv.partial"}
    assert {path.name for path in folder.iterdir()} == left
    settings = replace(SETTINGS, overwrite=not resume)
    report = _run(issues, output, settings=settings, resume=resume)
    assert report.n_resumed == (3 if resume else 0)
    assert output.read_bytes() == whole.read_bytes()
    assert list(folder.iterdir()) == [output]


def _n_lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


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
    report = _run(read_articles([str(source)]), output, settings=READY)
    rows = _rows(output)
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
    _write(source, "id,title,text\n1,长文," + "很长。" * 70_000 + "\n")
    (article,) = read_articles([str(source)])
    assert len(article.text) == 210_000


def test_half_a_character_is_no_text(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    _write(source, '{"id": "1", "title": "", "text": "\\ud83d 坏了"}\n')
    (article,) = read_articles([str(source)])
    assert "代理码" in (article.error or "")


def test_resuming_ready_articles(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    lines = [json.dumps({"id": n, "title": "t", "text": f"第{n}句。"}) for n in range(5)]
    _write(source, "\n".join(lines))
    whole, output = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    _run(read_articles([str(source)]), whole, settings=READY)
    with pytest.raises(Interrupted):
        _run(read_articles([str(source)]), output, settings=READY, scorer=_dying_after(2))
    _run(read_articles([str(source)]), output, settings=READY, resume=True)
    assert output.read_bytes() == whole.read_bytes()


def test_a_folder_with_pages_of_two_days_is_two_issues(tmp_path: Path) -> None:
    for day in (3, 10):
        head = f"柳城日报 2025年11月{day}日 星期一 第1版"
        _write(tmp_path / "柳城" / f"p{day:02}.txt", f"{head}\n\n渡口换船{day}\n渡口换了新船。\n")
    (item,) = issues_of_folders([str(tmp_path)])
    ((_, rows),) = score_in_turn(make_pipeline())([item])
    assert list(dict.fromkeys(row.issue_id for row in rows)) == [
        "柳城-2025-11-03",
        "柳城-2025-11-10",
    ]
