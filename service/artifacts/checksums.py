"""`checksums.json`: which files an artifact folder was written with, and what they held."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from service.config import Schema

CHECKSUMS = "checksums.json"

# A name and no path: what is listed is deleted when the folder is replaced.
FileName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
ArtifactKind = Literal["model", "line_scorer"]


class Checksums(Schema):
    """The last file written to an artifact folder; with it the folder is whole.

    Attributes:
        artifact: What the folder is.
        sha256: The hash of each other file that was written, by name.
    """

    artifact: ArtifactKind
    sha256: Annotated[dict[FileName, Sha256], Field(min_length=1)]


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file as 64 hexadecimal digits, read in pieces.

    Raises:
        OSError: If it cannot be read.
    """
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
