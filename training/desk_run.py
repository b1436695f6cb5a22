"""A desk's folder to a version whose encoder learned: `baozhai train DESK`, and from the page."""

from __future__ import annotations

import argparse
import logging
from functools import partial
from pathlib import Path

from service.config import ServiceConfig, TopicSet, load_config
from service.errors import ConfigError
from service.extras import require_train
from service.registry import Registry
from service.store import Store
from training.config import TrainingConfig
from training.desk.adapt_command import now
from training.desk.add_trained import add_trained
from training.desk.comparing import lines_of_added
from training.desk.folder import DeskFolder
from training.desk.for_training import lack_for_training, write_for_training
from training.desk.last_issues import look_back
from training.desk.remembered import remember_unlabelled
from training.desk.servable import require_servable, tell_of_other_model
from training.desk.sets import DeskSets
from training.desk.store_labels import take_from_store
from training.desk.trial import Order, read_desk
from training.desk.vectors import stores_of
from training.following import followed
from training.learning.processes import is_main
from training.learning.run_identity import OtherRunError, claim_runs
from training.release.replacement import clear_unfinished
from training.whole_run import train_whole

logger = logging.getLogger(__name__)


def train_desk(options: argparse.Namespace, settings: ServiceConfig) -> tuple[list[str], bool]:
    """Check the articles of a desk, train by its `paper.yaml`, judge, keep as a version.

    A run that was interrupted goes on if nothing that it reads has changed since, and starts
    anew otherwise. Of several processes all learn; the main one does all else.

    Args:
        options: The desk's folder as `config`, `remember`, `anew`, `from_store`, `by`, `run`.
        settings: Those of all commands.

    Returns:
        What came of it, in lines, and whether the version may serve.

    Raises:
        DigestError: If something stops it.
    """
    require_train()
    desk, registry = DeskFolder(Path(options.config)), Registry.open()
    new_store = stores_of(settings)
    order = Order(desk, settings.topics, settings.max_risk, options.by, now())

    def claim(config: TrainingConfig, data_root: Path) -> None:
        try:
            claim_runs(config, data_root, anew=options.anew)
        except OtherRunError as error:
            logger.info("%s\n读的变了，从头学 (what it reads has changed: it starts anew)", error)
            claim_runs(config, data_root, anew=True)
        clear_unfinished(Path(config.artifact))

    if not is_main():
        train_whole(desk.training_config, settings, claim)
        return [], True
    tell_of_other_model(settings, registry)
    if not options.from_store:
        desk.require()
    with followed("train", options.by, options.run) as run:
        if options.from_store:
            run.stage("importing")
            take_from_store(desk, settings)
        run.stage("checking")
        topics, sets = read_desk(order, partial(_require_enough, desk))
        parent = registry.current()
        require_servable(parent)
        remembered = remember_unlabelled(
            desk, sets, settings, run, n=options.remember, from_store=options.from_store
        )
        config = write_for_training(desk, sets, parent.model, remembered)
        _require_topics(config, topics, settings)
        made = train_whole(config, settings, claim, following=run)
        assert made is not None
        run.stage("judging")
        version = add_trained(made.folder, order, registry, new_store, run)
        if options.from_store:
            run.stage("looking_back")
            with Store.open(settings.store, create=False) as store:
                version.write_last_issues(look_back(store, parent, version, new_store, run))
        lines = lines_of_added(version, registry)
        run.report.tell(lines=tuple(lines), version=version.key)
    return lines, version.record is not None and version.record.passed


def _require_enough(desk: DeskFolder, sets: DeskSets) -> None:
    if lack := lack_for_training(desk, sets):
        raise ConfigError(f"{desk.path}: {lack}")


def _require_topics(file: Path, wanted: TopicSet, settings: ServiceConfig) -> None:
    """A configuration that somebody changed names the topics of the desk still.

    Raises:
        ConfigError: If it does not: what was learned could not be judged.
    """
    named = load_config(file, TrainingConfig).topics or settings.topics
    found = load_config(named, TopicSet).labels
    if found != wanted.labels:
        raise ConfigError(
            f"{file}: topics 是 {named}（{'、'.join(found)}），而 {file.parent} 的主题是 "
            f"{'、'.join(wanted.labels)}；请改成一样的，或删去 {file.name} 让它重新写 "
            "(its topics are not those of the desk: change them, or delete the file)"
        )
