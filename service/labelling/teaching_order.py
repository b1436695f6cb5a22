"""Which articles to label first: those the model doubts, and no two of a kind."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_LEAST_DOUBT = 0.02  # of an article that the model is sure of: it may be wrong all the same


def teaching_order(
    probabilities: NDArray[np.float64],
    vectors: NDArray[np.float64],
    *,
    n_drawn: int,
    seed: int = 13,
) -> list[int]:
    """Order articles by what their labels would teach most.

    The first is the one that the model doubts most. The next one is drawn with odds by its doubt,
    how far the likeliest topic is from certain, times the squared distance from the nearest of all
    before it. So doubtful ones come early and near copies of one chosen come late.

    Args:
        probabilities: Of each article, shape (n, labels), rows sum to 1.
        vectors: What the last layer reads of each article, shape (n, d), any scale.
        n_drawn: How many places, from the first, are wanted in this order; the rest follow by
            doubt alone. Time grows with it times n.
        seed: Of the draws; same seed, same order.

    Returns:
        Places of all n articles, the one that teaches most first.

    References:
        Arthur and Vassilvitskii, k-means++: the advantages of careful seeding, SODA 2007. Here
        distances are weighted by doubt, between vectors that are centred and of unit length.
        Gradients in their place (Ash et al., BADGE, ICLR 2020) taught no more than chance, see
        docs/own-paper-figures.md.
    """
    n = len(probabilities)
    if not n:
        return []
    doubts = 1 - probabilities.max(axis=1) + _LEAST_DOUBT
    centred = vectors - vectors.mean(axis=0)
    unit = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
    random = np.random.default_rng(seed)
    order = [int(doubts.argmax())]
    distances = np.full(n, np.inf)
    while len(order) < min(n_drawn, n):
        distances = np.minimum(distances, ((unit - unit[order[-1]]) ** 2).sum(axis=1))
        odds = doubts * distances
        odds[order] = 0
        if odds.sum() <= 0:
            break
        order.append(int(random.choice(n, p=odds / odds.sum())))
    drawn = set(order)
    by_doubt = np.argsort(-doubts, kind="stable").tolist()
    return order + [place for place in by_doubt if place not in drawn]
