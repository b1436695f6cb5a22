"""A batch replaces no file that is there unless told to, and follows no link in its place."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from service.batch import BatchSettings, issues_of_files, score_in_turn
from service.batch.inputs import WorkItem
from service.batch.scoring import Scored
from service.errors import WriteError
from tests.fakes import make_pipeline
from tests.service.batch.batches import SETTINGS, Interrupted, dying_after, run_items, write_archive


def test_unfinished_work_is_not_begun_anew_without_being_told_to(tmp_path: Path) -> None:
    inputs = issues_of_files(write_archive(tmp_path, 3))
    output = tmp_path / "out.jsonl"
    with pytest.raises(Interrupted):
        run_items(inputs, output, scorer=dying_after(2))
    with pytest.raises(WriteError, match="已做完 2 个输入"):
        run_items(inputs, output)
    assert run_items(inputs, output, resume=True).n_resumed == 2


def test_a_table_that_is_there_is_not_replaced_without_being_told_to(tmp_path: Path) -> None:
    inputs = issues_of_files(write_archive(tmp_path, 2))
    output = tmp_path / "out.csv"
    output.touch()  # nothing is lost of an empty file
    run_items(inputs, output)
    finished = output.read_bytes()
    for resume in (False, True, True):
        with pytest.raises(WriteError, match="已经有了"):
            run_items(inputs[:1], output, resume=resume)
        assert (tmp_path / "out.csv.partial").exists() == resume  # what was done is not lost
    assert output.read_bytes() == finished
    report = run_items(inputs[:1], output, settings=replace(SETTINGS, overwrite=True), resume=True)
    assert report.n_resumed == 1
    assert output.read_bytes() != finished


@pytest.mark.parametrize(
    "content", [b"", "我的笔记\n".encode(), b'{"a": 1}\n', b"[1]\n", b"[" * 100_000]
)
@pytest.mark.parametrize("settings", [SETTINGS, replace(SETTINGS, overwrite=True)])
def test_another_file_in_the_place_of_the_journal_stays(
    tmp_path: Path, content: bytes, settings: BatchSettings
) -> None:
    inputs = issues_of_files(write_archive(tmp_path, 1))
    theirs = tmp_path / "out.csv.partial"
    theirs.write_bytes(content)
    for resume in (False, True):
        with pytest.raises(WriteError, match="移走"):
            run_items(inputs, tmp_path / "out.csv", settings=settings, resume=resume)
    assert theirs.read_bytes() == content


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("suffix", ["partial", "failures.csv", "lock"])
def test_a_link_in_the_place_of_our_files_is_not_followed(tmp_path: Path, suffix: str) -> None:
    target, output = tmp_path / "theirs.txt", tmp_path / "out.csv"
    target.write_text("原来的\n", encoding="utf-8")
    name = f".out.csv.{suffix}" if suffix == "lock" else f"out.csv.{suffix}"
    (tmp_path / name).symlink_to(target)
    with suppress(WriteError):
        run_items(issues_of_files(["没有.txt"]), output)
    assert target.read_text(encoding="utf-8") == "原来的\n"
    assert (tmp_path / name).is_symlink()


def test_a_list_of_failures_that_is_somebody_elses_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = tmp_path / "out.csv.failures.csv"
    theirs.write_text("我的清单\n", encoding="utf-8")
    run_items(issues_of_files(write_archive(tmp_path, 1)), tmp_path / "out.csv")
    assert capsys.readouterr().err == ""
    again = replace(SETTINGS, overwrite=True)
    run_items(issues_of_files(["没有.txt"]), tmp_path / "out.csv", settings=again)
    assert theirs.read_text(encoding="utf-8") == "我的清单\n"
    assert "是别的文件" in capsys.readouterr().err


def test_one_process_at_a_time_works_on_an_output(tmp_path: Path) -> None:
    inputs, output = issues_of_files(write_archive(tmp_path, 3)), tmp_path / "out.jsonl"

    def with_a_rival(items: Iterable[WorkItem]) -> Iterator[Scored]:
        for scored in score_in_turn(make_pipeline())(items):
            with pytest.raises(WriteError, match=f"进程 {os.getpid()} "):
                run_items(inputs, output, resume=True)
            yield scored

    assert run_items(inputs, output, scorer=with_a_rival).n_done == 3
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

    run_items(issues_of_files(write_archive(tmp_path, 1)), output, scorer=looking)
    assert (output.stat().st_mode & 0o777, seen) == (0o640, [0o640])


@pytest.mark.parametrize("name", ["out", "out.xls"])
def test_an_unknown_suffix_is_refused_before_the_work(tmp_path: Path, name: str) -> None:
    with pytest.raises(WriteError, match=r"\.jsonl"):
        run_items([], tmp_path / name)
