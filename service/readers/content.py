"""The bytes of files, never more of them and never longer than the limits say."""

from __future__ import annotations

import io
import os
import select
import stat
import sys
import time
from pathlib import Path
from typing import BinaryIO

from service.config import LimitsConfig, told_setting
from service.errors import ReadError

STDIN = "-"
_MEBIBYTE = 1 << 20
_WRITER_COMES_S, _LOOK_EVERY_S = 5.0, 0.05
# Opening a pipe that nobody writes to would wait for ever; Windows has no such pipes.
_AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def read_content(source: str, label: str, limits: LimitsConfig) -> bytes:
    """The bytes of a file, a pipe with a name or standard input.

    Args:
        source: A path; `-` is standard input.
        label: What messages call it.
        limits: How large it may be, and how long a pipe is waited for.

    Raises:
        ReadError: If it cannot be opened, is a folder or device, is too large, or what writes a
            pipe does not come to an end.
    """
    if source == STDIN:
        return limited(sys.stdin.buffer, label, limits)
    try:
        with io.open(os.open(source, os.O_RDONLY | _AT_ONCE), "rb") as file:  # noqa: UP020 - of a descriptor
            return _content_of(file, label, limits)
    except IsADirectoryError as error:
        raise _folder_given(source) from error
    except PermissionError as error:
        # Windows says so of folders too.
        if Path(source).is_dir() and os.access(source, os.R_OK):
            raise _folder_given(source) from error
        raise _unopened(source, error) from error
    except (OSError, ValueError) as error:
        raise _unopened(source, error) from error


def printable_name(name: str) -> str:
    """A file name fit for UTF-8, whatever bytes the file system allowed in it."""
    return os.fsencode(name).decode("utf-8", errors="replace")


def _content_of(file: BinaryIO, label: str, limits: LimitsConfig) -> bytes:
    mode = os.fstat(file.fileno()).st_mode
    if stat.S_ISREG(mode):
        return limited(file, label, limits)
    if stat.S_ISFIFO(mode):
        return _read_pipe(file.fileno(), label, limits)
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(label)
    raise ReadError(
        f"{label}: 是设备，不是文件；请给出文件，或用 - 读标准输入 "
        "(a device: give a file, or - for standard input)"
    )


def limited(file: BinaryIO, label: str, limits: LimitsConfig) -> bytes:
    """All that is left of a file, if it is not too large.

    Raises:
        ReadError: If it is larger than the limits say.
    """
    most = limits.file_mebibytes * _MEBIBYTE
    content = file.read(most + 1)
    if len(content) > most:
        raise _too_large(label, limits)
    return content


def _read_pipe(descriptor: int, label: str, limits: LimitsConfig) -> bytes:
    """All that is written to a pipe; who would write to it may take a moment to open it."""
    started = time.monotonic()
    content = bytearray()
    while time.monotonic() - started < limits.reading_s:
        try:
            piece = os.read(descriptor, _MEBIBYTE)
        except BlockingIOError:
            select.select([descriptor], [], [], _LOOK_EVERY_S)
            continue
        content += piece
        if len(content) > limits.file_mebibytes * _MEBIBYTE:
            raise _too_large(label, limits)
        if not piece and content:
            return bytes(content)
        if not piece:
            if time.monotonic() - started > _WRITER_COMES_S:
                break
            time.sleep(_LOOK_EVERY_S)
    raise ReadError(
        f"{label}: 管道 {time.monotonic() - started:.0f} 秒没有写完"
        f"{told_setting('limits.reading_s')}；"
        "请先存成文件 (a pipe that does not end: save it to a file first)"
    )


def _too_large(label: str, limits: LimitsConfig) -> ReadError:
    return ReadError(
        f"{label}: 大于 {limits.file_mebibytes} MiB，没有读"
        f"{told_setting('limits.file_mebibytes')}；"
        "请拆小，或调高这项设置 (larger than the setting allows: split it, or raise the setting)"
    )


def _folder_given(source: str) -> ReadError:
    if not os.access(source, os.R_OK | os.X_OK):
        return ReadError(
            f"{printable_name(source)}: 文件夹打不开，没有读它的权限；请检查权限 "
            "(a folder that may not be read; check its permissions)"
        )
    return ReadError(
        f"{printable_name(source)}: 是文件夹；digest 请逐个给出文件，"
        "batch --by-folder 则要求里面有可读的文件 (a folder, where a file is wanted)"
    )


def _unopened(source: str, error: OSError | ValueError) -> ReadError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return ReadError(
            f"{printable_name(source)}: 打不开：没有这个文件；请检查路径 "
            "(there is no such file; check the path)"
        )
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return ReadError(
        f"{printable_name(source)}: 打不开：{reason}；请检查路径与权限 "
        "(cannot be opened; check path and permissions)"
    )
