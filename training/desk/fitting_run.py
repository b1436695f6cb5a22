"""A new topic head for a desk: start, memory, strength, certainty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.artifacts import Certainty, ModelFolder
from service.config import TopicSet
from training.articles.datamodels import LabelledArticle
from training.desk.certainty import shipped_certainty, shrink_certainty
from training.desk.fitting import FittedRows, Memory, choose_rows
from training.desk.replay import Replay
from training.desk.topic_head import LabelChange, TopicHead, widen

_N_MORE = 64  # directions beside the hidden units that the model came with
_SECONDARY_WEIGHT = 0.2  # as `data.secondary_weight` of a training has it by default


@dataclass(frozen=True, slots=True)
class AdaptedHead:
    """What was fitted to the articles of a desk.

    Attributes:
        head: With the labels of the topics file.
        change: From the labels of the base model to these.
        fitted: The rows, and what folds said.
        certainty: Temperature and threshold: `whole`, `without_headline`, `headlines_alone`.
    """

    head: TopicHead
    change: LabelChange
    fitted: FittedRows
    certainty: dict[str, Certainty]


def adapt_head(
    base: ModelFolder,
    topics: TopicSet,
    articles: Sequence[LabelledArticle],
    vectors: NDArray[np.float32],
    replay: Replay | None,
    *,
    max_risk: float,
) -> AdaptedHead:
    """Fit the topic head of a model to articles of a desk.

    Args:
        base: The model; its encoder gave the vectors.
        topics: The label set that is wanted.
        articles: Labelled after it, n of them, at least five.
        vectors: What the head reads of each, shape (n, 2 d).
        replay: What the model remembers of its training, None if nothing.
        max_risk: Greatest share of errors among the sure that a threshold may leave.
    """
    old = TopicHead.of_model(base)
    change = LabelChange.between(old.labels, topics)
    learned = replay.learned if replay else None
    spread = np.vstack([vectors, learned.vectors]) if learned else vectors
    wide = widen(old, spread, _N_MORE)
    true = np.array([change.new.index(article.topic) for article in articles], np.intp)
    memory = _memory(wide, change, old.probabilities(vectors), true, learned)
    start = change.start_rows(wide.rows)
    fitted = choose_rows(wide.features(vectors), _targets(articles, change.new), start, memory)
    head = TopicHead(change.new, wide.layers).with_rows(fitted.rows)
    certainty = fit_certainties(base, articles, fitted.cross_fitted, true, max_risk=max_risk)
    return AdaptedHead(head, change, fitted, certainty)


def _targets(articles: Sequence[LabelledArticle], labels: Sequence[str]) -> NDArray[np.float64]:
    """What a person said, with a share for the secondary topic; never what a model said."""
    targets = np.zeros((len(articles), len(labels)))
    for place, article in enumerate(articles):
        share = _SECONDARY_WEIGHT if article.secondary not in (None, article.topic) else 0.0
        targets[place, labels.index(article.topic)] = 1 - share
        if article.secondary is not None and share:
            targets[place, labels.index(article.secondary)] = share
    return targets


def _memory(
    head: TopicHead,
    change: LabelChange,
    said: NDArray[np.float64],
    true: NDArray[np.intp],
    learned: Replay | None,
) -> Memory | None:
    if learned is None:
        return None
    of_new = {}
    for label in change.added:
        inside = true == change.new.index(label)
        if inside.any():
            of_new[label] = said[inside].mean(axis=0)
    return Memory(head.features(learned.vectors), learned.probabilities, change.map_from(of_new))


def fit_certainties(
    base: ModelFolder,
    articles: Sequence[LabelledArticle],
    logits: NDArray[np.float64],
    true: NDArray[np.intp],
    *,
    max_risk: float,
) -> dict[str, Certainty]:
    """Temperature and threshold by articles with a headline, and by those without.

    Headlines alone follow the former.

    Args:
        base: The model that they are held to where few articles tell.
        articles: n of them, not fitted to.
        logits: At the temperature of whole articles, shape (n, labels).
        true: True classes, shape (n,).
        max_risk: Greatest share of errors among the sure.

    Returns:
        `whole`, `without_headline`, `headlines_alone`.
    """
    shipped = shipped_certainty(base.read_inference())
    titled = np.array([article.title is not None for article in articles], np.bool_)
    found = {}
    for way, inside in (("whole", titled), ("without_headline", ~titled)):
        # The logits are at the temperature of whole articles.
        factor = shipped["whole"].temperature / shipped[way].temperature
        found[way] = shrink_certainty(logits[inside] * factor, true[inside], shipped[way], max_risk)
    ratio = found["whole"].temperature / shipped["whole"].temperature
    alone = shipped["headlines_alone"]
    found["headlines_alone"] = Certainty(
        temperature=alone.temperature * ratio,
        threshold=max(alone.threshold, found["whole"].threshold),
    )
    return found
