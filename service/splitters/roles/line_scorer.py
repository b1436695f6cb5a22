"""A small learned model that tells the roles of lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.errors import ArtifactError
from service.splitters.cohesion import Cohesion
from service.splitters.lines.line import Line
from service.splitters.repeats.duplicates import Repeat
from service.splitters.roles import beginnings, ngrams
from service.splitters.roles.features import CharacterModels, page_features
from service.splitters.stories import Role

_EVEN = 0.5
# Place and characters together; the characters count twice, for the probability has seen them.
_CHARACTERS_WEIGH = 0.65
_TORN_ODDS = 0.45
_MOST_ODDS = 8.0
_LEAST = 1e-6
DEFAULT_FILE = Path(__file__).parent / "line_scorer.npz"
PAIR_WEIGHTS = "pair_weights"
LAYERS = ("mean", "scale", "hidden_weights", "hidden_bias", "output_weights", "output_bias")


@dataclass(frozen=True, slots=True)
class LineScores:
    """What is known of each of n lines.

    Attributes:
        roles: Log-probability of each `Role`, shape (n, 6).
        goes_on: Probability that the line goes on in mid-sentence from the one above, shape (n,).
        torn: Probability that its beginning is missing, shape (n,).
        odds: Log-odds by its first characters alone that it was cut there, shape (n,).
        begins_elsewhere: Whether its first two characters begin a clause elsewhere, shape (n,).
    """

    roles: NDArray[np.float64]
    goes_on: NDArray[np.float64]
    torn: NDArray[np.float64]
    odds: NDArray[np.float32]
    begins_elsewhere: NDArray[np.bool_]

    def is_cut(self, index: int) -> bool:
        """Whether a line rather goes on in mid-sentence than not."""
        return bool(self.goes_on[index] > _EVEN)

    def is_torn(self, index: int) -> bool:
        """Whether the beginning of a line is missing, by its place and its characters."""
        probability = min(max(float(self.torn[index]), _LEAST), 1 - _LEAST)
        characters = min(max(float(self.odds[index]), -_MOST_ODDS), _MOST_ODDS)
        odds = math.log(probability / (1 - probability)) + _CHARACTERS_WEIGH * characters
        return odds > _TORN_ODDS and not self.begins_elsewhere[index]


class LineScorer:
    """One hidden layer over hand-made features, in numpy alone."""

    def __init__(self, arrays: dict[str, NDArray[np.float32]]) -> None:
        """Take the arrays `training/line_scorer/train.py` writes."""
        self.characters = CharacterModels.from_arrays(arrays)
        self.pair_weights = arrays[PAIR_WEIGHTS].astype(np.float64)
        self._layers = {name: arrays[name].astype(np.float64) for name in LAYERS}

    @property
    def cohesion(self) -> Cohesion:
        """Nearness of passages, by the same character pairs."""
        return self.characters.cohesion

    @classmethod
    def from_pretrained(cls, path: Path = DEFAULT_FILE) -> LineScorer:
        """Load a scorer.

        Args:
            path: The file `training/line_scorer/train.py` wrote.

        Raises:
            ArtifactError: If it is missing or holds other arrays.
        """
        return _load(path)

    def score(self, lines: Sequence[Line], repeats: Sequence[Repeat]) -> LineScores:
        """Score the lines of an issue; all of it is seen at once.

        Args:
            lines: The lines in order, at least one.
            repeats: What `find_repeats` found in them.

        Returns:
            The scores, in the same order.
        """
        layers = self._layers
        seen = page_features(lines, repeats, self.characters)
        scaled = np.clip((seen.table - layers["mean"]) * layers["scale"], -8, 8)
        hidden = np.maximum(scaled @ layers["hidden_weights"] + layers["hidden_bias"], 0)
        outputs = hidden @ layers["output_weights"] + layers["output_bias"]
        n_roles = len(Role)
        roles = outputs[:, :n_roles]
        roles = roles - roles.max(axis=1, keepdims=True)
        roles = roles - np.log(np.exp(roles).sum(axis=1, keepdims=True))
        goes_on, torn = 1 / (1 + np.exp(-np.clip(outputs[:, n_roles:], -30, 30))).T
        return LineScores(roles, goes_on, torn, seen.odds, seen.begins_elsewhere)


@lru_cache(maxsize=4)
def _load(path: Path) -> LineScorer:
    try:
        with np.load(path) as stored:
            arrays = {name: stored[name].astype(np.float32) for name in stored.files}
    except (OSError, ValueError) as error:
        raise ArtifactError(f"{path}: cannot be read as a line scorer: {error}") from error
    missing = sorted(
        {*ngrams.MODELS, *beginnings.ARRAYS, "rarity", PAIR_WEIGHTS, *LAYERS} - arrays.keys()
    )
    if missing:
        raise ArtifactError(f"{path}: lacks {', '.join(missing)}; rebuild it with `make model`")
    return LineScorer(arrays)
