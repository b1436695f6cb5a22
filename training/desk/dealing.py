"""Which articles of a desk judge: each article dealt once, evenly over the topics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from training.articles.datamodels import LabelledArticle
from training.desk.folder import Dealt, KeptSet, key_of
from training.desk.near_copies import Copies

FEWEST_TO_DEAL = 50  # articles; of fewer a part would tell nothing
_VALIDATION, _TEST, _MOST_TEST = 0.15, 0.2, 0.3
_ENOUGH_TO_CALIBRATE = 300  # articles; more would cost a training minutes, and tell it little
_WANTED_TO_JUDGE = 30  # articles, as the gate asks for
_FEWEST_OF_TOPIC = 5
_MOST_BEYOND = 2  # times what a set still wants: a larger group of near copies is learned from
_SEED = 13


def deal(articles: Sequence[LabelledArticle], before: Dealt, copies: Copies) -> Dealt:
    """Say what articles are for, the earlier ones as before.

    Each is dealt once, so that what was learned from never judges, and the test grows with the
    desk: of those that came since, as many judge as the share of their topic lacks, half of them
    at most. Near copies of each other go to one set; where they are so many that nothing would be
    left to learn from, to that which is learned from. What comes later and is nearly an article
    of the test neither judges nor is learned from, see `read_sets`.

    Args:
        articles: All that a desk imported.
        before: What was dealt before.
        copies: The near copies among the articles, by content key.

    Returns:
        What all of them are for; as before where they are too few to deal.
    """
    found = dict(before.kept_apart)
    keys = [key_of(article) for article in articles]
    if not found and len(articles) < FEWEST_TO_DEAL:
        return before
    learned = set(before.learned or ())
    if found and before.learned is None:
        learned = set(keys) - found.keys()  # it is not told which of them were learned from
    shares: dict[KeptSet, float] = {
        "test": _share_of_test(len(keys)),
        "validation": min(_VALIDATION, _ENOUGH_TO_CALIBRATE / len(keys)),
    }
    joined: dict[str, KeptSet] = {
        key: "validation"
        for key in keys
        if key not in learned and _sets_of(key, found, copies) == {"validation"}
    }
    found |= joined
    random = np.random.default_rng(_SEED)
    for topic in dict.fromkeys(article.topic for article in articles):
        of_topic = [key for key, a in zip(keys, articles, strict=True) if a.topic == topic]
        if len(of_topic) < _FEWEST_OF_TOPIC:
            continue
        # The order in which the articles came must not matter.
        fresh = sorted(k for k in of_topic if not copies.of(k) & (learned | found.keys()))
        free = [fresh[place] for place in random.permutation(len(fresh))]
        may_go = len(free) // 2
        for name, share in shares.items():
            there = sum(found.get(key) == name for key in of_topic)
            n = left = max(min(max(1, round(share * len(of_topic))) - there, may_go), 0)
            for key in free:
                group = copies.of(key)
                if left <= 0 or key in found or len(group) > _MOST_BEYOND * left:
                    continue
                found.update(dict.fromkeys(sorted(group), name))
                left -= len(group)
            may_go -= n - left
            free = [key for key in free if key not in found]
    rest = dict.fromkeys([*(before.learned or ()), *keys])
    return Dealt(kept_apart=found, learned=tuple(key for key in rest if key not in found))


def _sets_of(key: str, dealt: Mapping[str, KeptSet], copies: Copies) -> set[KeptSet]:
    """The sets in which an article or near copies of it are kept apart."""
    return {dealt[copy] for copy in copies.of(key) if copy in dealt}


def _share_of_test(n: int) -> float:
    """A fifth; more of few articles, as the gate asks for some dozens."""
    return min(max(_TEST, _WANTED_TO_JUDGE / n), _MOST_TEST)
