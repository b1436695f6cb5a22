"""What to say of a damaged artifact, and what its owner can do."""

from __future__ import annotations

from pathlib import Path

from service.config import BUNDLED, CHECKOUT
from service.errors import ArtifactError

_LFS_POINTER = b"version https://git-lfs.github.com/spec/"


def damaged(file: Path, what: str) -> ArtifactError:
    """The error for a file of an artifact folder that is not what was written.

    Args:
        file: The file.
        what: What is wrong with it.

    Returns:
        An error whose message names the file, the fault and the way out.
    """
    return ArtifactError(f"{file}: 损坏或不全 (damaged): {what}。{_way_out(file)}")


def _way_out(file: Path) -> str:
    if _is_lfs_pointer(file):
        return "这只是 Git LFS 的指针，请运行：git lfs pull (a pointer of Git LFS: pull it)"
    place = file.resolve()
    if place.is_relative_to(BUNDLED.resolve()):
        return "请重新安装：pip install --force-reinstall baozhai (install again)"
    if place.is_relative_to((CHECKOUT / "models").resolve()):
        folder = place.parent.relative_to(CHECKOUT.resolve()).as_posix()
        return f"请恢复：git checkout -- {folder}，或重建：make model (restore or rebuild it)"
    return (
        "请从备份恢复整个文件夹，或再运行一次训练它的 baozhai train "
        "(restore the whole folder from a copy, or train it again)"
    )


def _is_lfs_pointer(file: Path) -> bool:
    try:
        with file.open("rb") as stream:
            return stream.read(len(_LFS_POINTER)) == _LFS_POINTER
    except OSError:
        return False
