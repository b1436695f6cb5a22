"""Which files of a folder hold pages."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from service.readers.formats import PAGE_SUFFIXES
from service.readers.natural_order import natural_key


def pages_below(given: Path) -> Iterator[Path]:
    """The page files in and below a folder, in natural order; a file is its own.

    Hidden ones and those that Word keeps while it has a file open are no pages. What cannot be
    looked into stays in, to fail where it is read.
    """
    found = sorted(_walk(given), key=natural_key) if is_folder(given) else []
    yield from found or [given]


def _walk(root: Path) -> Iterator[Path]:
    """Page files in and below a folder, and folders below it that cannot be listed."""
    unlisted: list[OSError] = []
    for folder, subfolders, names in os.walk(root, onerror=unlisted.append):
        subfolders[:] = [name for name in subfolders if not is_hidden(name)]
        files = (Path(folder, name) for name in names if not is_hidden(name))
        yield from (path for path in files if path.suffix.lower() in PAGE_SUFFIXES)
    yield from (Path(error.filename) for error in unlisted)


def is_folder(path: Path) -> bool:
    """Whether a path is a folder; one that cannot be asked about is a file that cannot be read."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def is_hidden(name: str) -> bool:
    """Whether the name of a file or folder says that it is none of somebody's own."""
    return name.startswith((".", "~$"))
