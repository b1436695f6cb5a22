"""A finished artifact takes its place; only what is proven to be its predecessor makes way."""

from __future__ import annotations

import ctypes
import glob
import logging
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from service.artifacts import CHECKSUMS, ArtifactFolder, sha256_of
from service.errors import ArtifactError, ConfigError, WriteError

logger = logging.getLogger(__name__)

_HERE, _EXCHANGE = -100, 2  # AT_FDCWD, RENAME_EXCHANGE


def find_occupant(place: Path, kind: type[ArtifactFolder]) -> str | None:
    """Say why what stands at a place may not be replaced.

    Args:
        place: Where an artifact is to go.
        kind: What is to go there.

    Returns:
        None where nothing stands there, an empty folder, or an artifact of that kind, which
        its `checksums.json` proves.
    """
    if place.is_symlink():
        return f"{place} 是链接；请写出它指的文件夹 (a link: name the folder that it points at)"
    if not place.exists() or (place.is_dir() and not any(place.iterdir())):
        return None
    if not place.is_dir():
        return f"{place} 是文件，不是文件夹；请换一个地方 (a file, no folder: name another place)"
    if not (place / CHECKSUMS).is_file():
        return (
            f"{place} 里有文件，而没有 {CHECKSUMS} 证明它是模型；里面的东西不会动，请换一个地方或"
            "自己移走 (holds files and nothing proves it an artifact: it is left alone; "
            "name another place, or move it away)"
        )
    try:
        kind(place).read_checksums()
    except ArtifactError as error:
        return str(error)
    return None


def require_free(place: Path, kind: type[ArtifactFolder]) -> None:
    """Make sure, before the work, that an artifact may go to a place; see `find_occupant`.

    Raises:
        ConfigError: If what stands there may not be replaced.
    """
    if occupant := find_occupant(place, kind):
        raise ConfigError(f"artifact: {occupant}")


@contextmanager
def unfinished_folder(place: Path) -> Iterator[Path]:
    """Make a new folder beside a place, to be moved there; it goes if what fills it fails."""
    place.parent.mkdir(parents=True, exist_ok=True)
    folder = next(name for name in names_beside(place, "part") if not name.exists())
    folder.mkdir()
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder)
        raise


def clear_unfinished(place: Path) -> None:
    """Delete what killed runs left beside a place, where no other run can be at work there."""
    for folder in place.parent.glob(f"{glob.escape(place.name)}.part*"):
        shutil.rmtree(folder)


def replace_artifact(finished: ArtifactFolder, place: Path) -> None:
    """Move a finished artifact to its place.

    Where the system can (Linux), the two change names in one step, so that no moment is without
    a model, whenever the process may be ended. Elsewhere what stood there is renamed first, and
    comes back were the second renaming to fail. It goes only when the new one is in place: the
    files that its `checksums.json` lists and that still hold what it says. Whatever else lay
    among them stays, in a folder beside.

    Args:
        finished: On the same disk as `place`.
        place: Its place.

    Raises:
        ArtifactError: If what stands there is not proven to be an artifact of the same kind.
        WriteError: If the folder cannot be moved; what stood there is there still.
    """
    if occupant := find_occupant(place, type(finished)):
        raise ArtifactError(occupant)
    old = next(folder for folder in names_beside(place, "old") if not folder.exists())
    try:
        if place.exists() and _exchange(finished.path, place):
            with suppress(OSError):  # the old one may keep the name of the new
                finished.path.rename(old)
        else:
            _rename_both(finished.path, place, old)
    except OSError as error:
        raise WriteError(
            f"{finished.path} 移不到 {place}；原来的没有动，新的还在那里 "
            f"(cannot be moved there, and what was there is as it was: {error.strerror})"
        ) from error
    if old.exists():
        remove_artifact(type(finished)(old))


def _rename_both(finished: Path, place: Path, old: Path) -> None:
    if place.exists():
        place.rename(old)
    try:
        finished.rename(place)
    except OSError:
        if old.exists():
            old.rename(place)
        raise


def _exchange(first: Path, second: Path) -> bool:
    """Let two folders change their names in one step; False where the system knows no such step.

    References:
        renameat2(2), RENAME_EXCHANGE.
    """
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    names = os.fsencode(first), os.fsencode(second)
    return bool(rename(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)


def remove_artifact(folder: ArtifactFolder) -> None:
    """Delete the files of an artifact that are still what its checksums say, and no others.

    The folder goes where nothing else is left in it; else a warning says what stays.
    """
    listed = folder.read_checksums() if any(folder.path.iterdir()) else None
    for name, sha256 in (listed.sha256 if listed else {}).items():
        file = folder.path / name
        if file.is_file() and not file.is_symlink() and sha256_of(file) == sha256:
            file.unlink()
    (folder.path / CHECKSUMS).unlink(missing_ok=True)
    left = sorted(file.name for file in folder.path.iterdir())
    if not left:
        folder.path.rmdir()
        return
    logger.warning(
        "%s 留着，因为里面还有别的或改过的文件：%s (kept: it holds other or changed files)",
        folder.path,
        "、".join(left),
    )


def names_beside(place: Path, suffix: str) -> Iterator[Path]:
    """The names `place.suffix`, `place.suffix-2` and so on, without end."""
    return map(
        place.with_name,
        (f"{place.name}.{suffix}{f'-{n}' if n > 1 else ''}" for n in count(1)),
    )
