"""Records of the registry as files: read whole or not at all, written at once."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from service.config import Schema
from service.errors import ArtifactError
from service.files import clear_leftovers, write_file

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
    """Write a record in one step: who reads meanwhile has the old one or the new one.

    Raises:
        WriteError: If it cannot be written; the old one then stands.
    """
    clear_leftovers(file)
    write_file(file, f"{record.model_dump_json(indent=2)}\n".encode())
