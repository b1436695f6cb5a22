"""Whether the characters at the head of a line begin a sentence or were cut out of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from service.artifacts import Shape

N_CHARACTERS = 16
N_PAIRS = 1 << 15
SHAPES: dict[str, Shape] = {
    "beginning_letters": ("characters",),
    "beginning_vectors": ("rows", "dimensions"),
    "beginning_pairs": (N_PAIRS, "pair dimensions"),
    "beginning_hidden": ("inputs", "width"),
    "beginning_hidden_bias": ("width",),
    "beginning_output": ("width", 1),
    "beginning_output_bias": (1,),
}
ARRAYS = tuple(SHAPES)
_AT_ONCE = 4096  # texts, more than a page has
_N_UNKNOWN = 2  # rows of the vectors: nothing there, a character not known


class Beginnings:
    """One hidden layer over vectors of the first sixteen characters of a line and of their pairs.

    Pairs share a table by hash, so that common words are known without a list of words.

    References:
        Joulin et al., Bag of tricks for efficient text classification, EACL 2017, hash
        pairs of words; here pairs of characters keep their places.
    """

    def __init__(self, arrays: Mapping[str, NDArray[np.float32]]) -> None:
        """Take `ARRAYS` as `training.line_scorer.beginnings` makes them."""
        self._characters = arrays["beginning_letters"]
        self._vectors, self._pairs = arrays["beginning_vectors"], arrays["beginning_pairs"]
        self._hidden, self._hidden_bias, self._output, self._output_bias = (
            arrays[name] for name in ARRAYS[3:]
        )

    def torn(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """How likely each text was cut off from the beginning of its sentence.

        Args:
            texts: Printed lines without signposts.

        Returns:
            Log-odds, shape (n,), where as many texts are cut as are not; 0 is even.
        """
        parts = [texts[at : at + _AT_ONCE] for at in range(0, len(texts), _AT_ONCE)]
        return np.concatenate([self._torn(part) for part in parts or [texts]])

    def _torn(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = character_rows(texts, self._characters)
        seen = [self._vectors[rows], self._pairs[pair_rows(rows)]]
        inputs = np.hstack([vectors.reshape(len(texts), -1) for vectors in seen])
        hidden = inputs @ self._hidden + self._hidden_bias
        odds: NDArray[np.float32] = np.maximum(hidden, 0) @ self._output + self._output_bias
        return odds[:, 0]


def sizes_agree(arrays: Mapping[str, NDArray[np.float32]]) -> bool:
    """Whether arrays of `SHAPES` are of one network: what no shape alone can tell."""
    characters, vectors, pairs, hidden = (arrays[name] for name in ARRAYS[:4])
    n_inputs = N_CHARACTERS * vectors.shape[1] + (N_CHARACTERS - 1) * pairs.shape[1]
    return len(vectors) == len(characters) + _N_UNKNOWN and len(hidden) == n_inputs


def character_rows(
    texts: Sequence[str], characters: NDArray[np.float32] | NDArray[np.int64]
) -> NDArray[np.int64]:
    """The rows of the vectors of the first characters of some texts.

    Args:
        texts: Any texts.
        characters: Code points with a vector of their own, ascending.

    Returns:
        Shape (n, `N_CHARACTERS`): 0 past the end of a text, 1 for a character without a vector.
    """
    heads = "".join(text[:N_CHARACTERS].ljust(N_CHARACTERS, "\0") for text in texts)
    codes = np.frombuffer(heads.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    places = np.minimum(np.searchsorted(characters, codes), len(characters) - 1)
    rows = np.where(characters[places] == codes, places + _N_UNKNOWN, 1)
    return np.where(codes == 0, 0, rows).reshape(len(texts), N_CHARACTERS)


def pair_rows(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rows of the vectors of neighbouring characters.

    Args:
        rows: What `character_rows` found, shape (n, `N_CHARACTERS`).

    Returns:
        Shape (n, `N_CHARACTERS` - 1), 0 where the text has ended.
    """
    mixed = (rows[:, :-1] * 40_503 + rows[:, 1:] * 309_163) % 65_521 % N_PAIRS
    return np.where(rows[:, 1:] == 0, 0, mixed)
