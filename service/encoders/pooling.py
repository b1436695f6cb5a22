"""Token vectors of an article's windows to one vector per sentence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.encoders.base import EncodedArticle
from service.encoders.windows import HEADLINE, WindowedArticle


def pool_windows(cut: WindowedArticle, hidden: Sequence[NDArray[np.float32]]) -> EncodedArticle:
    """Average the token vectors of each sentence, and of the headline over all windows.

    Args:
        cut: The article's sentences, n of them, and its windows.
        hidden: The encoder's output for each window, shape (t, d).

    Returns:
        Means over tokens; a sentence parted between windows is averaged over all its tokens.
    """
    n, width = len(cut.sentences), hidden[0].shape[1]
    sums = np.zeros((n + 1, width), np.float64)
    counts = np.zeros(n + 1, np.int64)
    for window, states in zip(cut.windows, hidden, strict=True):
        slots = window.owners - HEADLINE
        # One matrix product sums the tokens of every slot; NOBODY's slot is -1, no row's.
        rows = np.unique(slots[slots >= 0])
        sums[rows] += (slots == rows[:, None]).astype(np.float32) @ states
        counts += np.bincount(slots[slots >= 0], minlength=n + 1)
    means = (sums / np.maximum(counts, 1)[:, None]).astype(np.float32)
    return EncodedArticle(cut.sentences, means[0], means[1:], counts[1:], cut.stand_in)


def mean_of_text(encoded: EncodedArticle) -> NDArray[np.float32]:
    """Mean vector of all tokens of the text, shape (d,); zeros where it has none."""
    sums = (encoded.vectors * encoded.n_tokens[:, None]).sum(axis=0)
    mean: NDArray[np.float32] = sums / max(int(encoded.n_tokens.sum()), 1)
    return mean.astype(np.float32)
