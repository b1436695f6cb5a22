"""A folder of model versions with a pointer to the one that serves."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from service.artifacts import ModelFolder
from service.config import SHIPPED_MODEL, Schema, locate
from service.data_folder import data_folder
from service.errors import ConfigError
from service.files import sync_folder, sync_tree, write_file
from service.registry.files import parse_record, write_record
from service.registry.version import SHIPPED, Version

_KEY = re.compile(r"v[1-9]\d*")


class Pointer(Schema):
    """`current.json`: the version that serves, and those that did before, the last at the end."""

    current: str
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Registry:
    """The versions below a folder.

    Attributes:
        root: The folder; it need not exist.
        shipped: The model that comes with the program.
    """

    root: Path
    shipped: Path

    @classmethod
    def open(cls) -> Self:
        """That of the user."""
        return cls(data_folder() / "models", locate(SHIPPED_MODEL))

    def versions(self) -> tuple[Version, ...]:
        """The shipped one and all others, in the order in which they were made."""
        found = [path for path in self.root.glob("v*") if _KEY.fullmatch(path.name)]
        found.sort(key=lambda path: int(path.name[1:]))
        made = (Version(path.name, path) for path in found)
        return (Version(SHIPPED, self.shipped), *made)

    def get(self, key: str) -> Version:
        """A version by its key.

        Raises:
            ConfigError: If there is none.
        """
        versions = {version.key: version for version in self.versions()}
        if key not in versions:
            raise ConfigError(
                f"没有版本 {key!r}；有 {'、'.join(versions)} "
                "(no such version; see `baozhai models list`)"
            )
        return versions[key]

    def pointer(self) -> Pointer:
        """Which version serves.

        Raises:
            ArtifactError: If the file is damaged.
        """
        file = self._pointer_file
        return parse_record(file, Pointer) if file.exists() else Pointer(current=SHIPPED)

    def current(self) -> Version:
        """The version that serves; the shipped one until another is promoted.

        Raises:
            ConfigError: If it is gone.
        """
        return self.get(self.pointer().current)

    @contextmanager
    def new_version(self) -> Iterator[Version]:
        """Make room for a version; it is there, whole, only once the block ends well.

        One run goes on at a time (`Runs`), so what is unfinished is what a killed one left.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        for left in self.root.glob(".new-*"):
            shutil.rmtree(left, ignore_errors=True)
        unfinished = self.root / f".new-{os.getpid()}"
        unfinished.mkdir()
        numbers = [int(version.key[1:]) for version in self.versions()[1:]]
        number = max([*numbers, self._last_number()], default=0) + 1
        try:
            yield Version(f"v{number}", unfinished)
            # A power cut must not leave the name of a version whose files are empty.
            sync_tree(unfinished)
            unfinished.rename(self.root / f"v{number}")
            sync_folder(self.root)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise

    def promote(self, key: str) -> Version:
        """Let a version serve from now on.

        All of its files are compared with their checksums first. Then one renaming moves the
        pointer, so there is no moment without a model.

        Raises:
            ArtifactError: If a file of it is missing or changed.
            ConfigError: If there is no such version.
            WriteError: If the pointer cannot be written; the old one then stands.
        """
        version, pointer = self.get(key), self.pointer()
        check_whole(version.model)
        if key != pointer.current:
            before = (*pointer.before, pointer.current)
            self._point(Pointer(current=key, before=before))
        return version

    def rollback(self) -> Version:
        """Let the version serve again that served before.

        Raises:
            ConfigError: If none did.
            ArtifactError: If a file of it is missing or changed.
        """
        pointer = self.pointer()
        there = {version.key for version in self.versions()}
        before = [key for key in pointer.before if key in there]
        if not before:
            raise ConfigError(
                f"在用的是 {pointer.current}，之前没有别的版本可退回 (no version served before)"
            )
        version = self.get(before[-1])
        check_whole(version.model)
        self._point(Pointer(current=version.key, before=tuple(before[:-1])))
        return version

    def prune(self, n_kept: int) -> list[Version]:
        """Delete old versions.

        Kept are the one that serves, the one to go back to, those that these are based on, and
        the newest.

        Args:
            n_kept: How many of the newest stay in any case, at least 0.

        Returns:
            The versions that went.
        """
        made, pointer = self.versions()[1:], self.pointer()
        newest = made[len(made) - n_kept :] if n_kept else ()
        kept = {pointer.current, *pointer.before[-1:], *(version.key for version in newest)}
        bases = {version.record.base for version in made if version.key in kept and version.record}
        gone = [version for version in made if version.key not in kept | bases]
        for version in gone:
            self._delete(version)
        return gone

    def discard(self, key: str) -> Version:
        """Delete one version.

        Raises:
            ConfigError: If there is none, or it serves, or another one is based on it.
        """
        version, pointer = self.get(key), self.pointer()
        records = {other.key: other.record for other in self.versions() if other.key != key}
        resting = [name for name, record in records.items() if record and record.base == key]
        why = {
            "随程序来的，不能删 (it comes with the program)": key == SHIPPED,
            "正在用，先启用别的 (it serves: promote another one first)": key == pointer.current,
            f"是 {'、'.join(resting)} 的底 (others are based on it)": bool(resting),
        }
        if reasons := [reason for reason, holds in why.items() if holds]:
            raise ConfigError(f"{key}: {reasons[0]}")
        self._delete(version)
        return version

    def _delete(self, version: Version) -> None:
        self._remember_number()
        doomed = version.path.with_name(f".old-{version.key}")
        version.path.rename(doomed)  # whole or not there at all
        shutil.rmtree(doomed)

    @property
    def _pointer_file(self) -> Path:
        return self.root / "current.json"

    def _point(self, pointer: Pointer) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        write_record(self._pointer_file, pointer)

    def _last_number(self) -> int:
        """The greatest number that a version ever had: a name is never given twice."""
        file = self.root / "last"
        return int(file.read_text("utf-8")) if file.exists() else 0

    def _remember_number(self) -> None:
        numbers = [int(version.key[1:]) for version in self.versions()[1:]]
        if numbers:
            last = max(*numbers, self._last_number())
            write_file(self.root / "last", str(last).encode())


def check_whole(folder: ModelFolder) -> None:
    """Compare every file of a model with its checksums.

    Raises:
        ArtifactError: If one is missing or was changed.
    """
    folder.check()
    checksums = folder.read_checksums()
    for name in checksums.sha256 if checksums else folder.needed:
        folder.checked(name)
