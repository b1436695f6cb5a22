"""One process at a time works on an output."""

from __future__ import annotations

import os
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from service.errors import WriteError
from service.files import companion, unwritable

_OWNER = re.compile(rb"(\d+) ([^\n]*)\n")
_LONGEST_OWNER = 400
_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)

if sys.platform == "win32":
    import msvcrt

    # Behind all that is written: what is locked there cannot be read by others.
    _LOCKED_BYTE = 1 << 20

    def _try_lock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def sole_writer(output: Path) -> Iterator[None]:
    """Keep other processes from working on the same output while the block lasts.

    The system holds the lock and frees it when the process ends, however it ends; the file
    `.OUTPUT.lock`, which a killed process leaves behind, tells who holds it. (The library
    `filelock` empties the file before it asks for the lock, whosever it is.)

    Raises:
        WriteError: If another process works on it; the message names the process.
    """
    path = companion(output, ".{}.lock")
    try:
        descriptor = _locked(path, output)
    except OSError as error:
        raise unwritable(path, error) from error
    try:
        yield
    finally:
        if os.name == "nt":
            os.close(descriptor)
        with suppress(OSError):
            path.unlink()
        if os.name != "nt":
            os.close(descriptor)


def _locked(path: Path, output: Path) -> int:
    """The lock file, open and locked, with our number in it."""
    while True:
        descriptor = os.open(path, _FLAGS, 0o666)
        try:
            _lock(descriptor, output)
            if _is_at(path, descriptor):
                _sign(descriptor, path)
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # its holder deleted it while we opened it


def _lock(descriptor: int, output: Path) -> None:
    try:
        _try_lock(descriptor)
    except (BlockingIOError, PermissionError) as error:
        owner = _OWNER.fullmatch(_read(descriptor))
        who = f"{owner[1].decode()} ({owner[2].decode(errors='replace')})" if owner else "?"
        raise WriteError(
            f"{output}: 进程 {who} 正在写这张表；请等它做完，或换一个输出文件 "
            "(another process is at work on this output: wait for it, or name another output)"
        ) from error


def _sign(descriptor: int, path: Path) -> None:
    """Say who holds the lock, in a file that is nobody else's."""
    found = _read(descriptor)
    if found and not _OWNER.fullmatch(found):
        raise WriteError(
            f"{path}: 不是报摘的锁文件；请把它移走，或换一个输出文件 "
            "(no lock file of ours: move it away, or name another output)"
        )
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        os.write(descriptor, f"{os.getpid()} {socket.gethostname()}\n".encode())
    except OSError:
        path.unlink()  # a full disk
        raise


def _read(descriptor: int) -> bytes:
    os.lseek(descriptor, 0, os.SEEK_SET)
    return os.read(descriptor, _LONGEST_OWNER)


def _is_at(path: Path, descriptor: int) -> bool:
    """Whether the name still means the file that is open."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False
