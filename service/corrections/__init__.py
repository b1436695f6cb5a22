"""What people correct of a digest, and the digest of today; without a database."""

from service.corrections.records import (
    WHATS,
    Change,
    Correction,
    Edit,
    Json,
    Orphan,
    Position,
    What,
)
from service.corrections.replay import Corrected, Rescore, replay

__all__ = [
    "WHATS",
    "Change",
    "Corrected",
    "Correction",
    "Edit",
    "Json",
    "Orphan",
    "Position",
    "Rescore",
    "What",
    "replay",
]
