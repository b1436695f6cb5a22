"""What people correct of a digest, and the digest of today; without a database."""

from service.corrections.befores import state_before
from service.corrections.progress import active, version_of
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
    "active",
    "replay",
    "state_before",
    "version_of",
]
