"""A small learned model that tells the roles of lines."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.artifacts import LineScorerFolder, Shape, damaged, require_arrays
from service.config import SHIPPED_LINE_SCORER, locate
from service.splitters.cohesion import N_BUCKETS, Cohesion
from service.splitters.lines.line import Line, read_lines
from service.splitters.repeats.duplicates import Repeat
from service.splitters.roles import beginnings, ngrams
from service.splitters.roles.character_models import CharacterModels
from service.splitters.roles.features import page_features
from service.splitters.stories import Role

_EVEN = 0.5
# Place and characters together; the characters count twice, for the probability has seen them.
_CHARACTERS_WEIGH = 0.65
_TORN_ODDS = 0.45
_MOST_ODDS = 8.0
_LEAST = 1e-6
_AT_ONCE = 4096  # lines, more than a page has: of many the steps of a layer take much memory
N_OUTPUTS = len(Role) + 2  # each role, whether a line goes on, whether it is torn
PAIR_WEIGHTS = "pair_weights"
_LAYER_SHAPES: dict[str, Shape] = {
    "mean": ("features",),
    "scale": ("features",),
    "hidden_weights": ("features", "hidden"),
    "hidden_bias": ("hidden",),
    "output_weights": ("hidden", N_OUTPUTS),
    "output_bias": (N_OUTPUTS,),
}
LAYERS = tuple(_LAYER_SHAPES)
SHAPES: dict[str, Shape] = {
    **ngrams.SHAPES,
    **beginnings.SHAPES,
    "rarity": (N_BUCKETS,),
    **_LAYER_SHAPES,
    PAIR_WEIGHTS: ("evidence",),
}


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

    def __init__(
        self, arrays: Mapping[str, NDArray[np.float32]], *, name: str | None = None
    ) -> None:
        """Take the arrays that `training.line_scorer.train` makes, which have `SHAPES`.

        Args:
            arrays: The arrays by name.
            name: `name@version`, which each digest will tell.
        """
        self.name = name
        self.characters = CharacterModels.from_arrays(arrays)
        self.pair_weights = arrays[PAIR_WEIGHTS].astype(np.float64)
        self._layers = {name: arrays[name].astype(np.float64) for name in LAYERS}

    @property
    def cohesion(self) -> Cohesion:
        """Nearness of passages, by the same character pairs."""
        return self.characters.cohesion

    @classmethod
    def from_pretrained(cls, path: str | Path = SHIPPED_LINE_SCORER) -> LineScorer:
        """Load a scorer.

        Args:
            path: The folder of a line scorer, looked up as `locate` says.

        Raises:
            ConfigError: If there is no such folder.
            ArtifactError: If it is incomplete or damaged, or this version describes lines
                by other features than the scorer learned from.
        """
        return _load(locate(path).absolute())

    def score(self, lines: Sequence[Line], repeats: Sequence[Repeat]) -> LineScores:
        """Score the lines of an issue; all of it is seen at once.

        Args:
            lines: The lines in order, at least one.
            repeats: What `find_repeats` found in them.

        Returns:
            The scores, in the same order.
        """
        seen = page_features(lines, repeats, self.characters)
        parts = (seen.table[at : at + _AT_ONCE] for at in range(0, len(lines), _AT_ONCE))
        outputs = np.concatenate([self._outputs(part) for part in parts])
        n_roles = len(Role)
        roles = outputs[:, :n_roles]
        roles = roles - roles.max(axis=1, keepdims=True)
        roles = roles - np.log(np.exp(roles).sum(axis=1, keepdims=True))
        goes_on, torn = 1 / (1 + np.exp(-np.clip(outputs[:, n_roles:], -30, 30))).T
        return LineScores(roles, goes_on, torn, seen.odds, seen.begins_elsewhere)

    def _outputs(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """What the layers say of some lines, shape (n, `N_OUTPUTS`)."""
        layers = self._layers
        scaled = np.clip((features - layers["mean"]) * layers["scale"], -8, 8)
        hidden = np.maximum(scaled @ layers["hidden_weights"] + layers["hidden_bias"], 0)
        return np.asarray(hidden @ layers["output_weights"] + layers["output_bias"])


@lru_cache(maxsize=4)
def _load(path: Path) -> LineScorer:
    folder = LineScorerFolder(path)
    folder.check()
    record = folder.read_inference()
    arrays = folder.read_weights()
    require_arrays(arrays, SHAPES, folder.weights)
    if not beginnings.sizes_agree(arrays):
        raise damaged(folder.weights, "beginning_* 的大小互不相合 (sizes disagree)")
    learned, seen = len(arrays["mean"]), _n_features(CharacterModels.from_arrays(arrays))
    if learned != seen:
        raise damaged(
            folder.weights,
            f"每行读 {learned} 个特征，这一版给出 {seen} 个 "
            f"(reads {learned} features of a line; this version gives {seen})",
        )
    return LineScorer(arrays, name=f"{record.name}@{record.version}")


def _n_features(characters: CharacterModels) -> int:
    """How many figures describe a line in this version."""
    return len(page_features(read_lines("字"), (), characters).table[0])
