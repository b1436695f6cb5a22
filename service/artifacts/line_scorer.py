"""The folder of a line scorer, with which the splitter tells the roles of lines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from service.artifacts.arrays import read_arrays
from service.artifacts.checksums import ArtifactKind
from service.artifacts.folder import ArtifactFolder
from service.config import Schema


class LineScorerRecord(Schema):
    """`inference.json` of a line scorer.

    Attributes:
        name: Name of the scorer.
        version: Its version.
    """

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class LineScorerFolder(ArtifactFolder):
    """The files of a saved line scorer below `path`."""

    kind: ClassVar[ArtifactKind] = "line_scorer"
    needed: ClassVar[tuple[str, ...]] = ("line_scorer.npz", "inference.json")

    @property
    def weights(self) -> Path:
        """All arrays of the scorer."""
        return self.path / "line_scorer.npz"

    def read_inference(self) -> LineScorerRecord:
        """Name and version."""
        return self.read_record(LineScorerRecord)

    def read_weights(self) -> dict[str, NDArray[np.float32]]:
        """The arrays by name."""
        return read_arrays(self.checked(self.weights.name))
