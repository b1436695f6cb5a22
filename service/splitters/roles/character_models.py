"""What was learned of characters, by which lines are told apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.splitters.cohesion import Cohesion
from service.splitters.lines.attachment import attach_meta
from service.splitters.lines.briefs import part_briefs
from service.splitters.lines.gluing import part_glued
from service.splitters.lines.line import Line, read_lines
from service.splitters.lines.wrapping import join_wrapped
from service.splitters.roles.beginnings import Beginnings
from service.splitters.roles.ngrams import NgramScorer


@dataclass(frozen=True, slots=True)
class CharacterModels:
    """What was learned of characters, before any page was seen."""

    ngrams: NgramScorer
    beginnings: Beginnings
    cohesion: Cohesion

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.float32]]) -> CharacterModels:
        """Take the arrays `training.line_scorer.train` makes."""
        return cls(NgramScorer(arrays), Beginnings(arrays), Cohesion(arrays["rarity"]))

    def read_lines(self, text: str) -> tuple[Line, ...]:
        """The lines of an issue that are text, those cut at the edge of the page joined."""
        lines = part_glued(part_briefs(read_lines(text), self.cohesion))
        return join_wrapped(attach_meta(lines), self.beginnings.torn)
