"""From a desk's labelled articles to a version of the model, judged and kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from service.artifacts import ModelFolder
from service.errors import ConfigError, DataError
from service.registry import Registry, Version
from training.desk.artifact import name_of, rewrite_heads, write_adapted
from training.desk.fitting_run import adapt_head
from training.desk.gate import tell
from training.desk.replay import Replay, read_replay
from training.desk.salience_run import TickedRun
from training.desk.servable import require_servable
from training.desk.sets import DeskSets, note_learned
from training.desk.topic_head import LabelChange, TopicHead
from training.desk.trial import Order, Outcome, Trial, judge_and_seal, read_desk, read_ticks
from training.desk.vectors import NewStore
from training.following import UNFOLLOWED, Following

FEWEST_TO_LEARN = 20  # articles
_FEWEST_OF_NEW = 5


def adapt(
    order: Order,
    registry: Registry,
    new_store: NewStore,
    following: Following = UNFOLLOWED,
) -> Outcome:
    """Fit a new topic head, judge it on the frozen test, and keep it as a version.

    It starts from the model whose encoder the serving version has, so that versions do not
    drift from each other's mistakes: what a desk labelled is all still there.

    Args:
        order: What is to be done.
        registry: Where the version goes; nothing is promoted.
        new_store: Gives the vectors of a model's encoder.
        following: Told how far it is.

    Raises:
        DataError: With all that is wrong with the articles.
        ConfigError: If there are too few of them.
        ArtifactError: If the serving version, or the one it is based on, cannot be served.
    """
    following.stage("checking")
    parent = registry.current()
    base = base_of(parent, registry)
    for version in (parent, base):
        require_servable(version)
    change = LabelChange.between(base.model.read_labels(), order.read_topics())
    topics, sets = read_desk(order, partial(_require_enough, change))
    following.stage("reading")
    vectors = _Vectors.read(sets, base.model, parent.model, new_store, following)
    following.stage("fitting")
    note_learned(order.desk, sets)
    replay = read_replay(base.model)
    adapted = adapt_head(
        base.model, topics, sets.learned, vectors.learned, replay, max_risk=order.max_risk
    )
    ticks = TickedRun(read_ticks(order), new_store, following)
    salience = ticks.fit(base.model)
    with registry.new_version() as version:
        name = name_of(base.model, version.key)
        folder = write_adapted(base.model, adapted, version.model.path, name, replay)
        if salience is not None:
            rewrite_heads(folder, salience.weights())
        kept = kept_knowledge(base.model, folder, adapted.change, replay)
        trial = Trial(
            version,
            parent,
            way="adapt",
            base=base.key,
            learned=sets.learned,
            test=sets.test,
            topics=topics,
            kept_knowledge=kept,
            summaries=ticks.judge(parent, folder),
            settings={
                "strength": adapted.fitted.strength,
                "memory_weight": adapted.fitted.memory_weight,
                "salience_strength": salience.strength if salience else None,
            },
            figures={"certainty": {k: v.model_dump() for k, v in adapted.certainty.items()}},
        )
        following.stage("judging")
        told = {
            parent.key: tell(parent.model, sets.test, vectors.test_of_parent),
            version.key: tell(folder, sets.test, vectors.test),
        }
        record, comparison = judge_and_seal(trial, order, told)
    return Outcome(
        version=registry.get(version.key),
        parent=parent,
        record=record,
        comparison=comparison,
        learned=sets.learned,
        certainty=adapted.certainty["whole"],
        change=adapted.change,
        strength=adapted.fitted.strength,
    )


def base_of(version: Version, registry: Registry) -> Version:
    """The version whose encoder a version has: itself, but for one that was adapted."""
    record = version.record
    return version if record is None or record.way == "train" else registry.get(record.base)


def kept_knowledge(
    base: ModelFolder, folder: ModelFolder, change: LabelChange, replay: Replay | None
) -> float | None:
    """Share of the base model's own articles, those not learned from again, told as before.

    A new topic in place of the one that it was parted from counts as the same.
    """
    if replay is None or not len(replay.judged):
        return None
    judged = replay.judged
    before = TopicHead.of_model(base).labels
    now = TopicHead.of_model(folder)
    said = judged.probabilities.argmax(axis=1)
    places = now.probabilities(judged.vectors).argmax(axis=1)
    same = [
        before[old] in change.sources[now.labels[new]]
        for old, new in zip(said, places, strict=True)
        if before[old] not in change.dropped and change.sources[now.labels[new]]
    ]
    return float(np.mean(same)) if same else None


@dataclass(frozen=True, slots=True)
class _Vectors:
    """What the topic heads read: of the articles learned from, and of the test by each model."""

    learned: NDArray[np.float32]
    test: NDArray[np.float32]
    test_of_parent: NDArray[np.float32]

    @classmethod
    def read(
        cls,
        sets: DeskSets,
        base: ModelFolder,
        parent: ModelFolder,
        new_store: NewStore,
        following: Following,
    ) -> _Vectors:
        store = new_store(base)
        every = store.read([*sets.learned, *sets.test], following.on_done)
        learned, test = every[: len(sets.learned)], every[len(sets.learned) :]
        # An adapted version has the encoder of its base, so nothing is read twice.
        of_parent = new_store(parent).read(sets.test, following.on_done) if sets.test else test
        return cls(learned, test, of_parent)


def _require_enough(change: LabelChange, sets: DeskSets) -> None:
    counts = Counter(article.topic for article in sets.learned)
    if len(sets.learned) < FEWEST_TO_LEARN:
        raise ConfigError(
            f"只有 {len(sets.learned)} 篇可学，至少要 {FEWEST_TO_LEARN} 篇；请多标一些："
            "baozhai label export 各期 -o 校对.xlsx --most-doubtful 50，填好再 label import "
            "(too few articles to learn from: label more)"
        )
    scarce = [label for label in change.added if counts[label] < _FEWEST_OF_NEW]
    if scarce:
        told = "、".join(f"{label} {counts[label]} 篇" for label in scarce)
        raise DataError(
            f"模型没学过的主题 {told}，至少要 {_FEWEST_OF_NEW} 篇，最好 60 篇以上；"
            "若是旧主题改了名，请在主题表里写 was: [旧标签] "
            "(too few articles of a new topic; a renamed one says `was`)"
        )
