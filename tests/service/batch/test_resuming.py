"""A batch that was interrupted, or had failures, ends with the same bytes once it is resumed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from service.batch import BatchSettings, issues_of_files, score_in_turn
from service.batch.inputs import WorkItem
from service.batch.scoring import Scored
from service.errors import WriteError
from tests.fakes import make_pipeline
from tests.service.batch.batches import (
    SETTINGS,
    Interrupted,
    dying_after,
    only,
    rows_of,
    run_items,
    write_archive,
    write_file,
)


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet"])
@pytest.mark.parametrize("n_done", [0, 1, 3, 4])
def test_resuming_ends_with_the_same_bytes(tmp_path: Path, suffix: str, n_done: int) -> None:
    inputs = [*write_archive(tmp_path, 4), "missing.txt"]
    whole, output = tmp_path / f"whole{suffix}", tmp_path / f"out{suffix}"
    run_items(issues_of_files(inputs), whole)
    with pytest.raises(Interrupted):
        run_items(issues_of_files(inputs), output, scorer=dying_after(n_done))
    assert not output.exists()
    report = run_items(issues_of_files(inputs), output, resume=True)
    assert report.n_resumed == n_done
    assert (report.n_inputs, len(report.failures)) == (5, 1)
    assert output.read_bytes() == whole.read_bytes()


def interrupt_after_three(folder: Path) -> tuple[list[str], Path, Path, Path]:
    """Inputs, the whole table of them, and another with the journal that it was left at."""
    inputs = write_archive(folder, 4)
    whole, output = folder / "whole.jsonl", folder / "out.jsonl"
    run_items(issues_of_files(inputs), whole)
    with pytest.raises(Interrupted):
        run_items(issues_of_files(inputs), output, scorer=dying_after(3))
    return inputs, whole, output, folder / "out.jsonl.partial"


@pytest.mark.parametrize("n_cut", [1, 7, 200])
def test_a_line_cut_off_by_the_end_is_done_again(tmp_path: Path, n_cut: int) -> None:
    inputs, whole, output, partial = interrupt_after_three(tmp_path)
    partial.write_bytes(partial.read_bytes()[:-n_cut])
    assert run_items(issues_of_files(inputs), output, resume=True).n_resumed == 2
    assert output.read_bytes() == whole.read_bytes()


def test_what_no_longer_fits_is_done_again(tmp_path: Path) -> None:
    inputs = write_archive(tmp_path, 4)
    output = tmp_path / "out.jsonl"
    with pytest.raises(Interrupted):
        run_items(issues_of_files(inputs), output, scorer=dying_after(3))
    stamp = Path(inputs[1]).stat()
    write_file(Path(inputs[1]), "社区食堂9\n正文第9句。\n\n孤行9。\n")
    os.utime(inputs[1], ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert Path(inputs[1]).stat().st_size == stamp.st_size + len("社区食堂") - len("医院扩建")
    assert run_items(issues_of_files(inputs), output, resume=True).n_resumed == 2
    run_items(issues_of_files(inputs), tmp_path / "anew.jsonl")
    assert output.read_bytes() == (tmp_path / "anew.jsonl").read_bytes()


def test_a_file_that_was_only_touched_is_not_done_again(tmp_path: Path) -> None:
    inputs = write_archive(tmp_path, 3)
    output = tmp_path / "out.jsonl"
    with pytest.raises(Interrupted):
        run_items(issues_of_files(inputs), output, scorer=dying_after(2))
    for path in inputs:
        os.utime(path, (1, 1))
    assert run_items(issues_of_files(inputs), output, resume=True).n_resumed == 2


def test_an_input_that_failed_is_tried_again(tmp_path: Path) -> None:
    first, second = write_archive(tmp_path, 2)
    output = tmp_path / "out.jsonl"
    with pytest.raises(Interrupted):
        run_items(
            issues_of_files([str(tmp_path / "later.txt"), first, second]),
            output,
            scorer=dying_after(2),
        )
    later = write_file(tmp_path / "later.txt", "医院\n开诊了。\n")
    report = run_items(issues_of_files([later, first, second]), output, resume=True)
    assert (report.n_resumed, report.failures) == (1, ())


def test_another_order_loses_nothing(tmp_path: Path) -> None:
    inputs = write_archive(tmp_path, 4)
    output, anew = tmp_path / "out.jsonl", tmp_path / "anew.jsonl"
    with pytest.raises(Interrupted):
        run_items(issues_of_files(inputs), output, scorer=dying_after(3))
    turned = [inputs[3], inputs[2], *write_archive(tmp_path / "more", 5)[4:], inputs[0]]
    assert run_items(issues_of_files(turned), output, resume=True).n_resumed == 2
    run_items(issues_of_files(turned), anew)
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
    inputs = issues_of_files(write_archive(tmp_path, 3))
    output = tmp_path / "out.jsonl"
    with pytest.raises(Interrupted):
        run_items(inputs, output, scorer=dying_after(2))
    left = (tmp_path / "out.jsonl.partial").read_bytes()
    with pytest.raises(WriteError, match="--overwrite") as refused:
        run_items(inputs, output, settings=other, resume=True)
    assert told in str(refused.value)
    assert (tmp_path / "out.jsonl.partial").read_bytes() == left
    anew = replace(other, overwrite=True)
    assert run_items(inputs, output, settings=anew, resume=True).n_resumed == 0


def test_the_choice_of_columns_joins_what_was_done(tmp_path: Path) -> None:
    inputs = issues_of_files(write_archive(tmp_path, 3))
    output = tmp_path / "out.jsonl"
    with pytest.raises(Interrupted):
        run_items(inputs, output, scorer=dying_after(2))
    report = run_items(inputs, output, settings=replace(SETTINGS, with_text=True), resume=True)
    assert report.n_resumed == 2
    assert all(row["text"] for row in rows_of(output))


def test_to_resume_what_is_finished_finds_it_finished(tmp_path: Path) -> None:
    inputs = issues_of_files(write_archive(tmp_path, 2))
    output = tmp_path / "out.csv"
    run_items(inputs, output)
    before = output.stat()
    assert run_items(inputs, output, resume=True).n_done == 2
    assert (output.stat().st_ino, output.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert {path.name for path in tmp_path.iterdir()} == {"out.csv", "p0.txt", "p1.txt"}


def test_to_resume_what_is_finished_says_that_all_is_done_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inputs, output = issues_of_files(write_archive(tmp_path, 2)), tmp_path / "out.csv"
    run_items(inputs, output)
    assert "再做一遍" not in capsys.readouterr().err
    run_items(inputs, output, resume=True, scorer=only("p0", "p1"))
    assert "再做一遍" in capsys.readouterr().err


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet"])
def test_what_failed_is_done_alone_once_it_is_mended(tmp_path: Path, suffix: str) -> None:
    good, output = write_archive(tmp_path, 3), tmp_path / f"out{suffix}"
    late, lost = str(tmp_path / "late.txt"), str(tmp_path / "lost.txt")
    inputs = [good[0], late, *good[1:], lost]
    assert run_items(issues_of_files(inputs), output).n_done == 3
    again = run_items(issues_of_files(inputs), output, resume=True, scorer=only("late", "lost"))
    assert (again.n_resumed, len(again.failures)) == (3, 2)
    write_file(Path(late), "渡口\n渡口修好了。\n")
    mended = run_items(issues_of_files(inputs), output, resume=True, scorer=only("late", "lost"))
    assert (mended.n_resumed, len(mended.failures)) == (3, 1)
    write_file(Path(lost), "球队\n球队赢了。\n")
    whole = run_items(issues_of_files(inputs), output, resume=True, scorer=only("lost"))
    assert (whole.n_resumed, whole.failures) == (4, ())
    assert not output.with_name(f"{output.name}.partial").exists()
    run_items(issues_of_files(inputs), tmp_path / f"anew{suffix}")
    assert output.read_bytes() == (tmp_path / f"anew{suffix}").read_bytes()


@pytest.mark.parametrize("change", ["the table", "the inputs", "a good input"])
def test_a_table_with_failures_is_not_replaced_where_rows_would_be_lost(
    tmp_path: Path, change: str
) -> None:
    first, second = write_archive(tmp_path, 2)
    late, output = str(tmp_path / "late.txt"), tmp_path / "out.csv"
    inputs = [first, second, late]
    run_items(issues_of_files(inputs), output)
    if change == "the table":
        output.write_bytes(output.read_bytes().replace("社区".encode(), "小区".encode()))
    elif change == "the inputs":
        inputs.remove(second)
    else:
        write_file(Path(second), "医院\n开诊了。\n")
    finished = output.read_bytes()
    write_file(Path(late), "渡口\n渡口修好了。\n")
    with pytest.raises(WriteError, match="已经有了"):
        run_items(issues_of_files(inputs), output, resume=True)
    assert output.read_bytes() == finished
    anew = replace(SETTINGS, overwrite=True)
    report = run_items(issues_of_files(inputs), output, settings=anew, resume=True, scorer=only())
    assert report.n_resumed == len(inputs)


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_an_input_that_went_away_since_is_named(tmp_path: Path, suffix: str) -> None:
    papers, output = write_archive(tmp_path, 3), tmp_path / f"总表{suffix}"
    run_items(issues_of_files(papers), output)
    finished = output.read_bytes()
    with pytest.raises(WriteError, match=r"里面有 p1 的行，.*放回去，或加 --overwrite"):
        run_items(issues_of_files([papers[0], papers[2]]), output, resume=True)
    assert output.read_bytes() == finished


def test_a_damaged_line_costs_its_input_alone(tmp_path: Path) -> None:
    inputs, whole, output, partial = interrupt_after_three(tmp_path)
    lines = partial.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace("正文".encode(), "证文".encode())
    partial.write_bytes(b"".join(lines))
    assert run_items(issues_of_files(inputs), output, resume=True).n_resumed == 2
    assert output.read_bytes() == whole.read_bytes()


def test_records_that_are_not_of_the_inputs_make_no_table(tmp_path: Path) -> None:
    inputs, output = issues_of_files(write_archive(tmp_path, 3)), tmp_path / "out.jsonl"

    def meddling(items: Iterable[WorkItem]) -> Iterator[Scored]:
        yield from score_in_turn(make_pipeline())(items)
        partial = tmp_path / "out.jsonl.partial"
        lines = partial.read_bytes().splitlines(keepends=True)
        partial.write_bytes(b"".join([lines[0], lines[2], lines[1], lines[3]]))

    with pytest.raises(WriteError, match="--resume"):
        run_items(inputs, output, scorer=meddling)
    assert not output.exists()


def test_fewer_inputs_than_before_end_with_fewer_rows(tmp_path: Path) -> None:
    inputs = issues_of_files(write_archive(tmp_path, 4))
    output = tmp_path / "out.jsonl"
    with pytest.raises(Interrupted):
        run_items(inputs, output, scorer=dying_after(3))
    assert run_items(inputs[:2], output, resume=True).n_resumed == 2
    assert {row["issue_id"] for row in rows_of(output)} == {"p0", "p1"}


def test_resuming_with_nothing_left_behind_just_runs(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    assert run_items(issues_of_files(write_archive(tmp_path, 2)), output, resume=True).n_done == 2
