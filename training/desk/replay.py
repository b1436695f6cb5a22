"""What a model remembers of its training: vectors and soft labels of articles, and no text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from service.artifacts import ModelFolder, read_arrays, require_arrays

# One in so many is not learned from, but tells what was forgotten.
_JUDGED_EVERY = 4


@dataclass(frozen=True, slots=True)
class Replay:
    """Articles of a model's own training.

    Attributes:
        vectors: What the topic head reads of each, shape (n, 2 d).
        probabilities: What the model said of each, calibrated, shape (n, labels).
    """

    vectors: NDArray[np.float32]
    probabilities: NDArray[np.float64]

    def __len__(self) -> int:
        """Number of articles."""
        return len(self.vectors)

    @property
    def learned(self) -> Self:
        """Those to be anchored on."""
        return self._where(self._places % _JUDGED_EVERY != 0)

    @property
    def judged(self) -> Self:
        """Those by which to tell what was forgotten."""
        return self._where(self._places % _JUDGED_EVERY == 0)

    @property
    def _places(self) -> NDArray[np.intp]:
        return np.arange(len(self))

    def _where(self, chosen: NDArray[np.bool_]) -> Self:
        return type(self)(self.vectors[chosen], self.probabilities[chosen])


def read_replay(folder: ModelFolder) -> Replay | None:
    """The replay set of a model; None where it has none, as models of earlier versions.

    Raises:
        ArtifactError: If it is damaged.
    """
    if not folder.replay.exists():
        return None
    found = read_arrays(folder.checked(folder.replay.name))
    n_labels, width = len(folder.read_labels()), 2 * folder.hidden_size
    wanted = {"vectors": ("articles", width), "probabilities": ("articles", n_labels)}
    require_arrays(found, wanted, folder.replay)
    probabilities = found["probabilities"].astype(np.float64)
    return Replay(found["vectors"], probabilities / probabilities.sum(axis=1, keepdims=True))


def write_replay(replay: Replay, folder: ModelFolder) -> None:
    """Put a replay set into a model folder, in half precision."""
    np.savez_compressed(
        folder.replay,
        vectors=replay.vectors.astype(np.float16),
        probabilities=replay.probabilities.astype(np.float16),
    )
    folder.seal()
