"""Files and folders are issues, each with a name that does not depend on the others."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from service.batch import issues_of_files, issues_of_folders, score_in_turn
from service.batch.inputs import IssueInput
from tests.fakes import make_pipeline
from tests.service.batch.batches import rows_of, run_items, write_archive, write_file


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_what_is_changed_while_it_runs_fails_alone_and_nothing_is_made_up(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out.jsonl"
    gone, became_folder, emptied, circular = map(Path, write_archive(folder, 6)[1:5])

    def change(n_done: int) -> None:
        if n_done:
            return
        for path in (gone, became_folder, circular):
            path.unlink()
        became_folder.mkdir()
        emptied.write_bytes(b"")
        circular.symlink_to(circular)
        write_file(folder / "p9.txt", "渡口\n渡口修好了。\n")

    report = run_items(issues_of_files([str(folder)]), output, on_done=change)
    assert [name for name, _ in report.failures] == ["p1", "p2", "p3", "p4"]
    rows = rows_of(output)
    assert [row["issue_id"] for row in rows if row["error"] is None] == ["p0", "p0", "p5", "p5"]
    assert report.n_inputs == 6


@pytest.mark.skipif(os.name == "nt", reason="no such files there")
def test_a_pipe_among_the_inputs_is_not_waited_for_when_told_apart(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p1.txt")
    (issue,) = issues_of_files([str(tmp_path / "p1.txt")])
    assert issue.fingerprint() != issues_of_files([str(tmp_path / "p2.txt")])[0].fingerprint()


def test_a_folder_stands_for_its_files_in_natural_order(tmp_path: Path) -> None:
    for name in ("p10.txt", "p2.txt", "b/p1.txt", ".hidden.txt", "photo.jpg"):
        write_file(tmp_path / name, "字")
    issues = issues_of_files([str(tmp_path)])
    assert [issue.issue_id for issue in issues] == ["b/p1", "p2", "p10"]


@pytest.mark.parametrize("find", [issues_of_files, issues_of_folders])
def test_the_name_of_an_issue_does_not_depend_on_what_else_is_there(
    tmp_path: Path, find: Callable[[list[str]], list[IssueInput]]
) -> None:
    for name in ("2024/d1/p1.txt", "2024/d1/p2.txt", "2025/d1/p1.txt", "2025/d1/p3.v2.txt"):
        write_file(tmp_path / name, "字")
    together = {issue.paths: issue.issue_id for issue in find([str(tmp_path)])}
    assert len(set(together.values())) == len(together)
    (tmp_path / "2024" / "d1" / "p1.txt").unlink()
    alone = {issue.paths: issue.issue_id for issue in find([str(tmp_path)])}
    kept = together.keys() & alone.keys()
    assert kept
    assert {paths: together[paths] for paths in kept} == {paths: alone[paths] for paths in kept}


def test_files_named_by_the_user_go_by_their_stems_and_tell_their_paths(tmp_path: Path) -> None:
    paths = [write_file(tmp_path / day / "p1.txt", "医院\n开诊。\n") for day in ("d1", "d2")]
    issues = issues_of_files([*paths, *paths])
    assert [issue.issue_id for issue in issues] == ["p1", "p1"]
    output = tmp_path / "out.jsonl"
    run_items(issues, output)
    assert [(row["issue_id"], row["file"]) for row in rows_of(output)] == [
        ("p1", path) for path in paths
    ]


def test_one_issue_per_folder(tmp_path: Path) -> None:
    for name in ("d2/p10.txt", "d2/p9.txt", "d10/p1.txt", "d10/pictures/a.jpg"):
        write_file(tmp_path / name, name)
    issues = issues_of_folders([str(tmp_path)])
    assert [issue.issue_id for issue in issues] == ["d2", "d10"]
    assert [Path(path).name for path in issues[0].paths] == ["p9.txt", "p10.txt"]
    report = run_items(issues, tmp_path / "out.jsonl")
    assert report.n_articles == 3


def test_a_folder_without_pages_fails(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    report = run_items(issues_of_folders([str(tmp_path / "empty")]), tmp_path / "out.jsonl")
    assert [name for name, _ in report.failures] == ["empty"]


def test_a_folder_with_pages_of_two_days_is_two_issues(tmp_path: Path) -> None:
    for day in (3, 10):
        head = f"柳城日报 2025年11月{day}日 星期一 第1版"
        write_file(
            tmp_path / "柳城" / f"p{day:02}.txt", f"{head}\n\n渡口换船{day}\n渡口换了新船。\n"
        )
    (item,) = issues_of_folders([str(tmp_path)])
    ((_, rows),) = score_in_turn(make_pipeline())([item])
    assert list(dict.fromkeys(row.issue_id for row in rows)) == [
        "柳城-2025-11-03",
        "柳城-2025-11-10",
    ]
