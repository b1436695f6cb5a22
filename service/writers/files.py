"""Output files appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from service.errors import WriteError


def check_writable(output: Path) -> None:
    """Fail before the work rather than after it, and clear up what ended runs left behind.

    Raises:
        WriteError: If the file could not be created; the message says why.
    """
    try:
        if output.is_dir():
            raise WriteError(f"{output}: 是文件夹；请给出文件名 (a folder: name a file)")
        if not output.parent.is_dir():
            raise WriteError(
                f"{output}: 文件夹 {output.parent} 不存在；请先建好 (create its folder first)"
            )
        if not _is_device(output):
            trial = _beside(output)
            trial.touch()
            trial.unlink()
            clear_leftovers(output)
    except OSError as error:
        raise _unwritable(output, error) from error


@contextmanager
def replacing(output: Path) -> Iterator[IO[bytes]]:
    """Open a file beside `output` that takes its place when the block ends well.

    A device or a pipe, which nothing may replace, is written to directly; a
    link stays a link.

    Raises:
        WriteError: If it cannot be created, written or put in place; the old
            file is then as it was.
    """
    if _is_device(output):
        with output.open("wb") as stream:
            yield stream
        return
    temporary = _beside(output)
    try:
        with temporary.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(output.resolve())
    except OSError as error:
        raise _unwritable(output, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def write_file(output: Path, content: bytes) -> None:
    """Write a whole file at once.

    Raises:
        WriteError: As `replacing` says.
    """
    with replacing(output) as stream:
        stream.write(content)


def clear_leftovers(output: Path) -> None:
    """Delete the unfinished copies of a file that killed runs left beside it.

    What a process that still lives is writing stays, and so does what this
    user may not list or delete.
    """
    file = output.resolve()
    with suppress(PermissionError):
        for path in file.parent.iterdir():
            process_id = path.name.removeprefix(f".{file.name}.").removesuffix(".tmp")
            is_ours = process_id.isdecimal() and path.name == f".{file.name}.{process_id}.tmp"
            if is_ours and not _is_running(int(process_id)):
                path.unlink(missing_ok=True)


def _is_running(process_id: int) -> bool:
    if os.name == "nt":  # where the signal 0 would end it; an open file cannot be deleted there
        return process_id == os.getpid()
    try:
        os.kill(process_id, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # it is somebody else's
        return True
    return True


def _beside(output: Path) -> Path:
    """A name in the folder of the file, links followed, that no other run uses."""
    file = output.resolve()
    return file.with_name(f".{file.name}.{os.getpid()}.tmp")


def _is_device(output: Path) -> bool:
    return output.exists() and not output.is_file()


def _unwritable(output: Path, error: OSError) -> WriteError:
    return WriteError(
        f"{output}: 写不进去：{error.strerror}；请检查路径、权限与磁盘空间，是否被 Excel 打开着 "
        "(cannot be written: check path, permissions, disk space and whether Excel has it open)"
    )
