"""Folders to write to, tried before there is anything to write."""

from __future__ import annotations

import tempfile
from pathlib import Path


def find_obstacle(folder: Path) -> str | None:
    """Say why a folder could not be made and written to; None where it could. It is not made."""
    nearest = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not nearest.is_dir():
        return f"{nearest} 是文件，不是文件夹；请换一个目录 (a file, no folder: name another one)"
    try:
        with tempfile.TemporaryFile(dir=nearest):
            return None
    except OSError as error:
        return (
            f"{folder} 写不进去；请检查权限与磁盘空间，或换一个目录 "
            "(cannot be written, check permissions and disk space, or name another one: "
            f"{error.strerror})"
        )
