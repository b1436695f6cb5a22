"""A model that `baozhai train` made, as a version beside the others, judged like them."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import asdict

from service.artifacts import ModelFolder
from service.registry import Registry, Version, VersionRecord
from service.registry.registry import check_whole
from training.articles.problems import Problems
from training.desk.adapt import NewStore, OnDone, Order, hashes_of, keep, write_topics
from training.desk.gate import FEWEST_TO_JUDGE, compare, find_reasons, judge, tell
from training.desk.sets import read_sets


def add_trained(
    trained: ModelFolder,
    order: Order,
    registry: Registry,
    new_store: NewStore,
    on_done: OnDone = lambda _d, _t: None,
) -> Version:
    """Copy a trained model into the registry and judge it on the frozen test of a desk.

    What it forgot of the model that it went on from is not judged: its encoder is another one,
    so what that model remembers does not fit.

    Args:
        trained: The folder that the training wrote.
        order: Whose frozen test judges, and how strictly.
        registry: Where the version goes; nothing is promoted.
        new_store: Gives the vectors of a model's encoder.
        on_done: Told how many of how many articles had to be read so far.

    Raises:
        ArtifactError: If the model is damaged.
        ConfigError: If its topics are not those of the desk.
        DataError: With all that is wrong with the articles.
    """
    check_whole(trained)
    order.desk.require()
    topics, problems = order.desk.read_topics(order.topics_file), Problems()
    trained.require_labels(topics.labels, str(order.desk.path))
    sets = read_sets(order.desk, topics, problems)
    problems.raise_if_any()
    parent = registry.current()
    with registry.new_version() as version:
        shutil.copytree(trained.path, version.model.path)
        write_topics(order.desk, version)
        told = {
            key: tell(folder, sets.test, new_store(folder).read(sets.test, on_done))
            for key, folder in ((parent.key, parent.model), (version.key, version.model))
            if sets.test
        }
        found = judge(sets.test, told)
        enough = len(found) >= FEWEST_TO_JUDGE
        comparison = compare(found, parent.key, version.key) if enough else None
        reasons = find_reasons(comparison, max_risk=order.max_risk, kept_knowledge=None)
        record = VersionRecord(
            model=version.name,
            way="train",
            parent=parent.key,
            base=version.key,
            made=order.when.isoformat(timespec="seconds"),
            by=order.by,
            data=hashes_of(order.desk),
            settings={"max_risk": order.max_risk, "artifact": str(trained.path)},
            figures={
                "n_train": len(sets.train),
                "n_test": len(sets.test),
                "per_topic": dict(Counter(article.topic for article in sets.train)),
                "parent_model": parent.name,
                "comparison": asdict(comparison) if comparison else None,
            },
            passed=not reasons,
            reasons=reasons,
        )
        keep(version, record, found, topics)
    return registry.get(version.key)
