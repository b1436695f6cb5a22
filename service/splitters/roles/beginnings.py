"""Whether the letters at the head of a line begin a sentence or were cut out of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

N_LETTERS = 16
N_PAIRS = 1 << 15
ARRAYS = (
    "beginning_letters",
    "beginning_vectors",
    "beginning_pairs",
    "beginning_hidden",
    "beginning_hidden_bias",
    "beginning_output",
    "beginning_output_bias",
)
_N_UNKNOWN = 2  # rows of the vectors: nothing there, a letter not known


class Beginnings:
    """One hidden layer over vectors of the first sixteen letters of a line and of their pairs.

    Pairs share a table by hash, so that common words are known without a list of words.

    References:
        Joulin et al., Bag of tricks for efficient text classification, EACL 2017, hash
        pairs of words; here pairs of letters keep their places.
    """

    def __init__(self, arrays: Mapping[str, NDArray[np.float32]]) -> None:
        """Take `ARRAYS` as `training.line_scorer.beginnings` makes them."""
        self._letters = arrays["beginning_letters"]
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
        rows = letter_rows(texts, self._letters)
        seen = [self._vectors[rows], self._pairs[pair_rows(rows)]]
        inputs = np.hstack([vectors.reshape(len(texts), -1) for vectors in seen])
        hidden = inputs @ self._hidden + self._hidden_bias
        odds: NDArray[np.float32] = np.maximum(hidden, 0) @ self._output + self._output_bias
        return odds[:, 0]


def letter_rows(
    texts: Sequence[str], letters: NDArray[np.float32] | NDArray[np.int64]
) -> NDArray[np.int64]:
    """The rows of the vectors of the first letters of some texts.

    Args:
        texts: Any texts.
        letters: Code points with a vector of their own, ascending.

    Returns:
        Shape (n, `N_LETTERS`): 0 past the end of a text, 1 for a letter without a vector.
    """
    heads = "".join(text[:N_LETTERS].ljust(N_LETTERS, "\0") for text in texts)
    codes = np.frombuffer(heads.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    places = np.minimum(np.searchsorted(letters, codes), len(letters) - 1)
    rows = np.where(letters[places] == codes, places + _N_UNKNOWN, 1)
    return np.where(codes == 0, 0, rows).reshape(len(texts), N_LETTERS)


def pair_rows(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rows of the vectors of neighbouring letters.

    Args:
        rows: What `letter_rows` found, shape (n, `N_LETTERS`).

    Returns:
        Shape (n, `N_LETTERS` - 1), 0 where the text has ended.
    """
    mixed = (rows[:, :-1] * 40_503 + rows[:, 1:] * 309_163) % 65_521 % N_PAIRS
    return np.where(rows[:, 1:] == 0, 0, mixed)
