"""Which articles to label first: those the model doubts, and no two of a kind."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def teaching_order(
    probabilities: NDArray[np.float64],
    vectors: NDArray[np.float64],
    *,
    n_drawn: int,
    seed: int = 13,
) -> list[int]:
    """Order articles by what their labels would teach most.

    Each article stands where the gradient of its own likeliest label points: long where the
    model doubts, in a direction of its own where the article is unlike others. The next one is
    drawn with odds by the squared distance from all before it, so doubtful ones come early and
    near copies of one chosen come late.

    Args:
        probabilities: Of each article, shape (n, labels), rows sum to 1.
        vectors: What the last layer reads of each article, shape (n, d), any scale.
        n_drawn: How many places, from the first, are wanted in this order; the rest follow by
            doubt alone. Time grows with it times n.
        seed: Of the draws; same seed, same order.

    Returns:
        Places of all n articles, the one that teaches most first.

    References:
        Ash et al., Deep batch active learning by diverse, uncertain gradient lower bounds
        (BADGE), ICLR 2020. Here the inputs of the last layer are centred and of unit length, so
        that doubt alone says how long a gradient is.
    """
    n = len(probabilities)
    if not n:
        return []
    errors = probabilities.copy()
    errors[np.arange(n), probabilities.argmax(axis=1)] -= 1
    centred = vectors - vectors.mean(axis=0)
    inputs = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
    sizes = (errors**2).sum(axis=1)
    random = np.random.default_rng(seed)
    order = [int(sizes.argmax())]
    distances = np.full(n, np.inf)
    while len(order) < min(n_drawn, n):
        last = order[-1]
        # A gradient is an outer product, so products of gradients are products of products.
        shared = (errors @ errors[last]) * (inputs @ inputs[last])
        distances = np.minimum(distances, np.maximum(sizes + sizes[last] - 2 * shared, 0))
        distances[order] = 0
        if distances.sum() <= 0:
            break
        order.append(int(random.choice(n, p=distances / distances.sum())))
    drawn = set(order)
    by_doubt = np.argsort(-sizes, kind="stable").tolist()
    return order + [place for place in by_doubt if place not in drawn]
