"""Token vectors of an article's windows to one vector per sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.encoders.base import EncodedArticle
from service.encoders.windows import HEADLINE, Window, WindowedArticle


@dataclass(frozen=True, slots=True)
class PooledWindow:
    """What is kept of a window's token vectors.

    Attributes:
        slots: Whose tokens stand in it, k of them, ascending: 0 is the headline, i + 1
            sentence i.
        sums: The sum of each one's token vectors, shape (k, d).
        counts: How many tokens each has, shape (k,).
    """

    slots: NDArray[np.int64]
    sums: NDArray[np.float32]
    counts: NDArray[np.int64]


def pool_window(window: Window, states: NDArray[np.float32]) -> PooledWindow:
    """Sum the token vectors of each sentence and of the headline.

    Args:
        window: The window, t tokens long.
        states: The encoder's output for it, shape (t or more, d); what is more is padding.
    """
    slots = window.owners - HEADLINE
    # NOBODY's slot is -1, no row's.
    rows, counts = np.unique(slots[slots >= 0], return_counts=True)
    # One matrix product sums the tokens of every slot.
    sums = (slots == rows[:, None]).astype(np.float32) @ states[: len(slots)]
    return PooledWindow(rows, sums, counts)


def pool_windows(cut: WindowedArticle, pooled: Iterable[PooledWindow]) -> EncodedArticle:
    """Average the token vectors of each sentence, and of the headline over all windows.

    Args:
        cut: The article's sentences, n of them, and its windows.
        pooled: Each window's share, in order.

    Returns:
        Means over tokens; a sentence parted between windows is averaged over all its tokens.
    """
    windows = list(pooled)
    n, width = len(cut.sentences), windows[0].sums.shape[1]
    sums = np.zeros((n + 1, width), np.float64)
    counts = np.zeros(n + 1, np.int64)
    for window in windows:
        sums[window.slots] += window.sums
        counts[window.slots] += window.counts
    means = (sums / np.maximum(counts, 1)[:, None]).astype(np.float32)
    return EncodedArticle(cut.sentences, means[0], means[1:], counts[1:], cut.stand_in)


def mean_of_text(encoded: EncodedArticle) -> NDArray[np.float32]:
    """Mean vector of all tokens of the text, shape (d,); zeros where it has none."""
    sums = (encoded.vectors * encoded.n_tokens[:, None]).sum(axis=0)
    mean: NDArray[np.float32] = sums / max(int(encoded.n_tokens.sum()), 1)
    return mean.astype(np.float32)
