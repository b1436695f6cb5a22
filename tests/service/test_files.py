"""Files appear whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from service.errors import WriteError
from service.files import check_writable, clear_leftovers, replacing, write_file

CANNOT_BE_REFUSED = os.name == "nt" or os.geteuid() == 0


def test_writes_and_replaces(tmp_path: Path) -> None:
    output = tmp_path / "a.txt"
    write_file(output, b"one")
    write_file(output, b"two")
    assert output.read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def _fail_halfway(output: Path) -> None:
    with replacing(output) as stream:
        stream.write(b"half")
        raise KeyboardInterrupt


def test_a_failure_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    output = tmp_path / "a.txt"
    write_file(output, b"old")
    with pytest.raises(KeyboardInterrupt):
        _fail_halfway(output)
    assert output.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_new_file_has_the_usual_rights(tmp_path: Path) -> None:
    usual, output = tmp_path / "usual", tmp_path / "a.txt"
    usual.touch()
    write_file(output, b"x")
    assert output.stat().st_mode == usual.stat().st_mode


def _ended_process() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


@pytest.mark.skipif(os.name == "nt", reason="open files, not numbers, tell who lives there")
@pytest.mark.parametrize("clear", [check_writable, clear_leftovers])
def test_what_a_killed_run_left_is_cleared_up_and_nothing_else(
    tmp_path: Path, clear: Callable[[Path], None]
) -> None:
    ended, living = _ended_process(), os.getppid()
    kept = {
        ".a.csv.tmp",
        ".a.csv.x.tmp",
        f".a.csv.{living}.tmp",
        f".ab.csv.{ended}.tmp",
        f".a.csv.failures.csv.{ended}.tmp",
        f"a.csv.{ended}.tmp",
    }
    for name in (*kept, f".a.csv.{ended}.tmp", f".a.csv.{10**30}.tmp"):
        (tmp_path / name).touch()
    clear(tmp_path / "a.csv")
    assert {path.name for path in tmp_path.iterdir()} == kept


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "real.txt", tmp_path / "link.txt"
    target.touch()
    link.symlink_to(target)
    write_file(link, b"x")
    assert link.is_symlink()
    assert target.read_bytes() == b"x"


@pytest.mark.skipif(os.name == "nt", reason="no such device there")
def test_a_device_is_written_to_and_not_replaced() -> None:
    check_writable(Path(os.devnull))
    write_file(Path(os.devnull), b"x")
    assert Path(os.devnull).is_char_device()


def test_a_folder_is_no_output(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="是文件夹"):
        check_writable(tmp_path)


def test_the_folder_must_exist(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="不存在"):
        check_writable(tmp_path / "no" / "a.txt")


@pytest.mark.skipif(CANNOT_BE_REFUSED, reason="rights do not bind this user")
def test_a_folder_without_rights_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(WriteError, match="写不进去"):
        check_writable(tmp_path / "a.txt")
    tmp_path.chmod(0o700)


def test_a_name_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="写不进去"):
        check_writable(tmp_path / ("长" * 300))
