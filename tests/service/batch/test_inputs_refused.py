"""One input that cannot be looked into fails by itself and takes no other with it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from service.batch.inputs import IssueInput, issues_of_files, issues_of_folders
from service.errors import ReadError
from service.readers import read_issue

LONGEST_NAME = 255
Find = Callable[[list[str]], list[IssueInput]]
BOTH_WAYS = pytest.mark.parametrize("find", [issues_of_files, issues_of_folders])


def _write(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("社区食堂开张\n昨天开张。\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that its user may not list; root may list any, and is told otherwise."""
    folder = tmp_path / "day" / "p2"
    _write(folder / "p2.txt")
    folder.chmod(0)
    scandir, access = os.scandir, os.access

    def refusing(path: Any = ".") -> Any:
        if Path(path) == folder:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    monkeypatch.setattr(
        os, "access", lambda path, mode: Path(path) != folder and access(path, mode)
    )
    yield folder
    folder.chmod(0o700)


@BOTH_WAYS
def test_a_name_that_the_system_refuses_fails_alone(tmp_path: Path, find: Find) -> None:
    good = _write(tmp_path / "good.txt")
    bad = str(tmp_path / ("长" * LONGEST_NAME))
    first, second = find([bad, good])
    assert second.paths == (good,)
    assert second.fingerprint() != first.fingerprint()
    with pytest.raises(ReadError, match=r"打不开：File name too long"):
        read_issue(first.paths)


@BOTH_WAYS
def test_a_subfolder_that_cannot_be_listed_is_an_input_that_fails(locked: Path, find: Find) -> None:
    good = _write(locked.parent / "p1.txt")
    issues = find([str(locked.parent)])
    assert [issue.paths for issue in issues] == [(good,), (str(locked),)]
    with pytest.raises(ReadError, match=r"p2: 文件夹打不开，没有读它的权限"):
        read_issue(issues[1].paths)


@BOTH_WAYS
def test_a_folder_that_cannot_be_listed_fails_alone(
    locked: Path, tmp_path: Path, find: Find
) -> None:
    good = _write(tmp_path / "good.txt")
    issues = find([str(locked), good])
    assert [issue.paths for issue in issues] == [(str(locked),), (good,)]
    with pytest.raises(ReadError, match=r"没有读它的权限"):
        read_issue(issues[0].paths)


def test_a_folder_named_like_a_page_is_no_page(tmp_path: Path) -> None:
    good = _write(tmp_path / "saved.html" / "p1.txt")
    assert [issue.paths for issue in issues_of_files([str(tmp_path)])] == [(good,)]


def test_a_file_below_what_is_no_folder_fails_where_it_is_read(tmp_path: Path) -> None:
    below = str(Path(_write(tmp_path / "p1.txt")) / "p2.txt")
    (issue,) = issues_of_folders([below])
    with pytest.raises(ReadError, match="打不开"):
        read_issue(issue.paths)


@BOTH_WAYS
def test_a_document_that_cannot_be_read_is_not_passed_over(tmp_path: Path, find: Find) -> None:
    (tmp_path / "day").mkdir()
    (tmp_path / "day" / "gao.RTF").write_bytes(rb"{\rtf1 \'b1\'a8}")
    (tmp_path / "day" / "photo.jpg").write_bytes(b"")
    (issue,) = find([str(tmp_path / "day")])
    with pytest.raises(ReadError, match=r"gao\.RTF: 这是 RTF"):
        read_issue(issue.paths)
