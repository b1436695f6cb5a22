"""What all artifact folders have in common: needed files, checksums, and how they are read."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import ClassVar, TypeVar

from pydantic import ValidationError

from service.artifacts.checksums import CHECKSUMS, ArtifactKind, Checksums, sha256_of
from service.artifacts.repair import damaged
from service.config import Schema
from service.errors import ArtifactError

logger = logging.getLogger(__name__)

# As `unfinished_folder` of training names them.
_UNFINISHED = re.compile(r"\.part(-\d+)?$")

AnyRecord = TypeVar("AnyRecord", bound=Schema)


@dataclass(frozen=True, slots=True)
class ArtifactFolder:
    """A folder that training wrote and serving reads.

    A file is checked against `checksums.json` when it is read. A folder without that file, as
    versions of old wrote it, is served too, and a warning says that nothing was compared.
    """

    path: Path

    kind: ClassVar[ArtifactKind]
    needed: ClassVar[tuple[str, ...]]
    inference_file: ClassVar[str] = "inference.json"

    @property
    def inference(self) -> Path:
        """Name, version, and what else serving needs to know besides the weights."""
        return self.path / self.inference_file

    @property
    def metrics(self) -> Path:
        """What was measured when the artifact was made."""
        return self.path / "metrics.json"

    @property
    def card(self) -> Path:
        """What it is for, what it learned from, and where it fails."""
        return self.path / "README.md"

    def check(self) -> None:
        """Make sure that the folder is one of this kind and lacks nothing that serving reads.

        Raises:
            ArtifactError: If it is another kind of artifact, or something is missing.
        """
        missing = [name for name in self.needed if not (self.path / name).is_file()]
        if missing:
            raise ArtifactError(
                f"{self.path} 不是完整的 {self.kind}：缺少 {'、'.join(missing)}；"
                "请指定 baozhai train 写出的文件夹，或从设置文件里去掉它 (files are missing: "
                "name a folder that `baozhai train` wrote, or leave it out of the settings)"
            )
        self.read_checksums()

    def read_checksums(self) -> Checksums | None:
        """What the folder was written with; None for a folder of old, with a warning.

        Raises:
            ArtifactError: If the file is damaged, or that of another kind of artifact.
        """
        file = self.path / CHECKSUMS
        if not file.exists():
            _warn_of_missing_checksums(self.path)
            return None
        found = _parse(file, Checksums)
        if found.artifact != self.kind:
            raise ArtifactError(
                f"{self.path} 是 {found.artifact}，这里要的是 {self.kind}；请检查设置文件 "
                f"(a {found.artifact} where a {self.kind} is wanted: check the settings)"
            )
        return found

    def identity(self) -> str:
        """The SHA-256 over all files that serving reads, as 64 hexadecimal digits.

        Raises:
            ArtifactError: As `read_checksums` and `check` say.
        """
        self.check()
        parts = [f"{name} {self.checksum_of(name)}" for name in self.needed]
        return sha256("\n".join(parts).encode()).hexdigest()

    def checksum_of(self, name: str) -> str:
        """The SHA-256 of a file, as `checksums.json` has it; computed where that tells none.

        Raises:
            ArtifactError: As `read_checksums` says.
        """
        checksums = self.read_checksums()
        told = checksums.sha256.get(name) if checksums else None
        return told or sha256_of(self.path / name)

    def checked(self, name: str) -> Path:
        """A file of the folder, found to hold what was written where checksums tell.

        Raises:
            ArtifactError: If it was changed since.
        """
        file, checksums = self.path / name, self.read_checksums()
        if checksums is None:
            return file
        try:
            found = sha256_of(file)
        except OSError as error:
            raise damaged(file, f"打不开 (cannot be read): {error.strerror}") from error
        if checksums.sha256.get(name) != found:
            raise damaged(file, f"与 {CHECKSUMS} 记的不符 (not what {CHECKSUMS} says)")
        return file

    def read_record(self, schema: type[AnyRecord]) -> AnyRecord:
        """Read `inference.json`.

        Raises:
            ArtifactError: If it is missing, damaged or does not fit this version.
        """
        return _parse(self.checked(self.inference_file), schema)

    def seal(self) -> None:
        """Write `checksums.json` over all files that are there: the last step of making it."""
        sums = {
            file.name: sha256_of(file)
            for file in sorted(self.path.iterdir())
            if file.is_file() and file.name != CHECKSUMS
        }
        text = Checksums(artifact=self.kind, sha256=sums).model_dump_json(indent=2)
        unfinished = self.path / f"{CHECKSUMS}.part"
        unfinished.write_text(text + "\n", encoding="utf-8", newline="\n")
        unfinished.replace(self.path / CHECKSUMS)


def refuse_unfinished(path: str | Path) -> None:
    """See that a folder somebody names is not one that a training is at, or was ended at.

    Raises:
        ArtifactError: If its name says that it is unfinished.
    """
    if _UNFINISHED.search(Path(path).name):
        raise ArtifactError(
            f"{path} 是训练没有做完的半成品；请指定训练完的文件夹，或再运行一次那个训练 "
            "(unfinished: name a folder that a training has finished, or run that training again)"
        )


def _parse(file: Path, schema: type[AnyRecord]) -> AnyRecord:
    try:
        return schema.model_validate_json(file.read_bytes())
    except OSError as error:
        raise damaged(file, f"打不开 (cannot be read): {error.strerror}") from error
    except ValidationError as error:
        faults = "; ".join(_explained(fault) for fault in error.errors())
        raise damaged(file, f"与这一版不合 (does not fit this version): {faults}") from error


def _explained(fault: Mapping[str, object]) -> str:
    place = fault["loc"]
    key = ".".join(map(str, place)) if isinstance(place, tuple) else ""
    return f"{key or '(file)'}: {fault['msg']}"


@cache
def _warn_of_missing_checksums(path: Path) -> None:
    """Once for each folder."""
    logger.warning(
        "%s 没有 %s（早先的版本写的）：照用，但内容是否完好没有核对；重新训练即有 "
        "(written by an earlier version: used, but nothing could be compared)",
        path,
        CHECKSUMS,
    )
