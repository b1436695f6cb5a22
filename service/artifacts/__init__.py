"""What training leaves and serving loads: folders of files that are checked when they are read."""

from service.artifacts.arrays import Shape, read_arrays, require_arrays
from service.artifacts.checksums import CHECKSUMS, Checksums, sha256_of
from service.artifacts.folder import ArtifactFolder, refuse_unfinished
from service.artifacts.line_scorer import LineScorerFolder, LineScorerRecord
from service.artifacts.model import (
    Certainty,
    EncoderShape,
    InferenceRecord,
    ModelFolder,
    WindowSettings,
)
from service.artifacts.repair import damaged

__all__ = [
    "CHECKSUMS",
    "ArtifactFolder",
    "Certainty",
    "Checksums",
    "EncoderShape",
    "InferenceRecord",
    "LineScorerFolder",
    "LineScorerRecord",
    "ModelFolder",
    "Shape",
    "WindowSettings",
    "damaged",
    "read_arrays",
    "refuse_unfinished",
    "require_arrays",
    "sha256_of",
]
