"""A model that `baozhai train` made, as a version beside the others, judged like them."""

from __future__ import annotations

import shutil

from service.artifacts import ModelFolder
from service.config import SHIPPED_MODELS, locate
from service.registry import Registry, Version
from service.registry.registry import check_whole
from training.desk.gate import tell
from training.desk.salience_run import TickedRun
from training.desk.servable import require_heads, require_servable
from training.desk.trial import Order, Trial, judge_and_keep, read_desk, read_ticks
from training.desk.vectors import NewStore
from training.following import UNFOLLOWED, Following


def add_trained(
    trained: ModelFolder,
    order: Order,
    registry: Registry,
    new_store: NewStore,
    following: Following = UNFOLLOWED,
) -> Version:
    """Copy a trained model into the registry and judge it on the frozen test of a desk.

    It counts as one that learned from the desk, but for the models that come with the program.
    What it forgot of the model that it went on from is not judged: its encoder is another one,
    so what that model remembers does not fit.

    Args:
        trained: The folder that the training wrote.
        order: Whose frozen test judges, and how strictly.
        registry: Where the version goes; nothing is promoted.
        new_store: Gives the vectors of a model's encoder.
        following: Told how far it is.

    Raises:
        ArtifactError: If the model is damaged, or it or the serving one cannot be served.
        ConfigError: If its topics are not those of the desk.
        DataError: With all that is wrong with the articles.
    """
    following.stage("checking")
    check_whole(trained)
    require_heads(trained)
    topics, sets = read_desk(order)
    trained.require_labels(topics.labels, str(order.desk.path))
    parent = registry.current()
    require_servable(parent)
    following.stage("reading")
    with registry.new_version() as version:
        shutil.copytree(trained.path, version.model.path)
        told = {
            key: tell(folder, sets.test, new_store(folder).read(sets.test, following.on_done))
            for key, folder in ((parent.key, parent.model), (version.key, version.model))
            if sets.test
        }
        trial = Trial(
            version,
            parent,
            way="train",
            base=version.key,
            learned=() if _is_shipped(trained) else sets.train,
            test=sets.test,
            topics=topics,
            summaries=TickedRun(read_ticks(order), new_store, following).judge(
                parent, version.model
            ),
            settings={"artifact": str(trained.path)},
        )
        judge_and_keep(trial, order, told)
    return registry.get(version.key)


def _is_shipped(folder: ModelFolder) -> bool:
    shipped = {locate(path).resolve() for path in SHIPPED_MODELS.values()}
    return folder.path.resolve() in shipped
