"""Which articles of a desk judge: dealt once, evenly over the topics, and remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from training.articles.datamodels import LabelledArticle
from training.desk.folder import KeptSet, key_of
from training.desk.near_copies import Copies

FEWEST_TO_DEAL = 50  # articles; of fewer a fifth would tell nothing
SHARES: Mapping[KeptSet, float] = {"test": 0.2, "validation": 0.15}
_FEWEST_OF_TOPIC = 5
_SEED = 13


def deal(
    articles: Sequence[LabelledArticle], kept: Mapping[str, KeptSet], copies: Copies
) -> dict[str, KeptSet]:
    """Say which articles are kept apart, the earlier ones as they were.

    Only topics of which nothing is kept apart yet are dealt: the first time all of them, later
    those that are new. Near copies of each other go to one set.

    Args:
        articles: All that a desk imported.
        kept: What was kept apart before, by content key.
        copies: The near copies among the articles, by content key.

    Returns:
        The set of each article that is kept apart, by content key.
    """
    found = dict(kept)
    if not found and len(articles) < FEWEST_TO_DEAL:
        return found
    judged = {a.topic for a in articles if found.get(key_of(a)) == "test"}
    random = np.random.default_rng(_SEED)
    for topic in dict.fromkeys(article.topic for article in articles):
        keys = [key_of(article) for article in articles if article.topic == topic]
        if topic in judged or len(keys) < _FEWEST_OF_TOPIC:
            continue
        # The order in which the articles came must not matter.
        drawn = [sorted(keys)[place] for place in random.permutation(len(keys))]
        free = [key for key in drawn if key not in found]
        for name, share in SHARES.items():
            n = max(1, round(share * len(keys)))
            for key in free[:n]:
                found.update(dict.fromkeys(copies.of(key), name))
            free = [key for key in free[n:] if key not in found]
    return found
