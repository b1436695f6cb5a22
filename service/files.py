"""Output files appear whole or not at all, with the rights that they had."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from service.errors import WriteError

_NEW_FILE = 0o666  # less what the user's umask takes away


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
        if output.exists() and not os.access(output, os.W_OK):
            raise WriteError(
                f"{output}: 是只读文件；请换一个输出文件，或先改它的权限 "
                "(a read-only file: name another output, or change its rights)"
            )
        if not _is_device(output):
            trial = _beside(output)
            _create(trial, None).close()
            trial.unlink()
            clear_leftovers(output)
    except (OSError, ValueError) as error:
        raise unwritable(output, error) from error


@contextmanager
def replacing(output: Path, *, rights: int = _NEW_FILE) -> Iterator[IO[bytes]]:
    """Open a file beside `output` that takes its place when the block ends well.

    What it holds is on the disk before it takes the place, and the place before the block is
    over, so that a power cut leaves the old file or the new one. The rights of an old file are
    kept. A device or a pipe, which nothing may replace, is written to directly; a link stays a
    link.

    Args:
        output: The file.
        rights: Of a new file, less what the user's umask takes away.

    Raises:
        WriteError: If it cannot be created, written or put in place; the old
            file is then as it was.
    """
    try:
        if _is_device(output):
            with output.open("wb") as stream:
                yield stream
        else:
            yield from _replacing(output, rights)
    except OSError as error:
        raise unwritable(output, error) from error


def _replacing(output: Path, rights: int) -> Iterator[IO[bytes]]:
    temporary, file = _beside(output), output.resolve()
    try:
        with _create(temporary, output, rights) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(file)
        sync_folder(file.parent)
    finally:
        temporary.unlink(missing_ok=True)


def write_file(output: Path, content: bytes) -> None:
    """Write a whole file at once.

    Raises:
        WriteError: As `replacing` says.
    """
    with replacing(output) as stream:
        stream.write(content)


def sync_folder(folder: Path) -> None:
    """Let the names in a folder outlast a power cut, where the system can be asked for it."""
    if os.name != "nt":
        _sync(folder)


def sync_tree(folder: Path) -> None:
    """Likewise all that lies below a folder, names and content."""
    if os.name != "nt":
        for path in (*folder.rglob("*"), folder):
            _sync(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError):  # file systems that know no such thing
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


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


def has_content(output: Path) -> bool:
    """Whether there is a file that somebody would miss."""
    return output.is_file() and output.stat().st_size > 0


def companion(output: Path, name: str) -> Path:
    """A file that goes with an output, beside what a link leads to; a device has none beside it.

    Args:
        output: The output.
        name: Of the companion, with `{}` for the name of the output.
    """
    file = output if _is_device(output) else output.resolve()
    return file.with_name(name.format(file.name))


def unwritable(output: Path, error: OSError | ValueError) -> WriteError:
    """The error for a file that the system does not let us write."""
    reason = error.strerror if isinstance(error, OSError) else error
    return WriteError(
        f"{output}: 写不进去：{reason}；请检查路径、权限与磁盘空间，是否被 Excel 打开着 "
        "(cannot be written: check path, permissions, disk space and whether Excel has it open)"
    )


def _create(path: Path, like: Path | None, rights: int = _NEW_FILE) -> IO[bytes]:
    """Create a file with the rights of another one; where that is not there, with those given.

    One of that name is what a killed process of our number left behind.
    """
    path.unlink(missing_ok=True)
    old = like.stat() if like is not None and like.exists() else None
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    # Nobody may look into it before it has the rights of the old one.
    descriptor = os.open(path, flags, rights if old is None else 0o600)
    if old is not None and os.name != "nt":
        with suppress(PermissionError):  # another's file in a shared folder becomes ours
            os.fchown(descriptor, old.st_uid, old.st_gid)
        os.fchmod(descriptor, stat.S_IMODE(old.st_mode))
    return os.fdopen(descriptor, "wb")


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
    return companion(output, f".{{}}.{os.getpid()}.tmp")


def _is_device(output: Path) -> bool:
    return output.exists() and not output.is_file()
