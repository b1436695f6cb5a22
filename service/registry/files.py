"""Records of the registry as files: read whole or not at all, written at once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from service.config import Schema
from service.errors import ArtifactError, WriteError

AnyRecord = TypeVar("AnyRecord", bound=Schema)


def parse_record(file: Path, schema: type[AnyRecord]) -> AnyRecord:
    """Read a record.

    Raises:
        ArtifactError: If it cannot be read, or is none.
    """
    try:
        return schema.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        raise ArtifactError(
            f"{file}: 读不出；请从备份恢复 (damaged, restore it from a copy): {error}"
        ) from error


def write_record(file: Path, record: Schema) -> None:
    """Write a record in one step; see `write_whole`."""
    write_whole(file, f"{record.model_dump_json(indent=2)}\n")


def write_whole(file: Path, text: str) -> None:
    """Write a small file in one step: who reads meanwhile has the old one or the new one.

    What it holds is on the disk before it has its name, so that a loss of power leaves the
    old one or the new one, too.

    Raises:
        WriteError: If it cannot be written; the old one then stands.
    """
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        with unfinished.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(file)
    except OSError as error:
        raise WriteError(f"{file}: 写不进去 (cannot be written: {error.strerror})") from error
    finally:
        unfinished.unlink(missing_ok=True)
