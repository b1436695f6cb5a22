"""The file of an export, line by line."""

from __future__ import annotations

import os
import select
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TextIO

from service.errors import ReadError

# More than any issue's digest takes; what has no end is no export.
_LONGEST_LINE = 1 << 28
_WRITER_COMES_S = 5.0


def lines_of(path: Path) -> Iterator[str]:
    """The lines of an export.

    What is wrong with the file would be taken for a fault of the store that reads it.

    Raises:
        ReadError: If it cannot be read.
    """
    try:
        with _opened(path) as file:
            yield from iter(partial(file.readline, _LONGEST_LINE), "")
    except FileNotFoundError as error:
        raise ReadError(
            f"{path}: 没有这个文件；请检查路径 (there is no such file; check the path)"
        ) from error
    except IsADirectoryError as error:
        raise ReadError(
            f"{path}: 是文件夹；请给 baozhai store export 写的文件 "
            "(a folder: give a file that `baozhai store export` wrote)"
        ) from error
    except OSError as error:
        raise ReadError(
            f"{path}: 读不了：{error.strerror}；请检查路径与权限 "
            "(cannot be read; check path and permissions)"
        ) from error
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{path}: 有不是 UTF-8 的字节，不是 baozhai store export 写的，或已损坏；"
            "什么也没有导入，请另找一份完整的 "
            "(none of an export, or damaged; nothing was imported: take one that is whole)"
        ) from error


def _opened(path: Path) -> TextIO:
    """The file; a pipe once somebody has begun to write to it."""
    if not path.is_fifo():
        return path.open(encoding="utf-8")
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    if not select.select([descriptor], [], [], _WRITER_COMES_S)[0]:
        os.close(descriptor)
        raise ReadError(
            f"{path}: 管道 {_WRITER_COMES_S:.0f} 秒没有人写；请先存成文件 "
            "(a pipe that nobody writes: save it to a file first)"
        )
    os.set_blocking(descriptor, True)
    return os.fdopen(descriptor, encoding="utf-8")
