"""Train a model and leave it as a checked artifact: `baozhai train CONFIG`."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from datasets import Dataset

from service.config import TopicSet, load_config, locate
from service.errors import ConfigError
from training.articles.rows import drop_headlines, headlines_alone, last_of_each, read_all
from training.config import TrainerBlock, TrainingConfig, TuningBlock
from training.learning.checkpoint import Start, load_start
from training.learning.examples import collate, make_example, topic_target
from training.learning.salience_tuning import tune
from training.learning.trainer_runs import Lesson, fine_tune, make_optimizer
from training.release.finish import finish

logger = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one configuration: train, calibrate, export, measure, write the card."""
    parser = argparse.ArgumentParser(prog="baozhai train", description=__doc__)
    parser.add_argument("config", help="configuration, e.g. configs/training/smoke.yaml")
    parser.add_argument("--data", help="folder of the data, instead of data.root")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = load_config(options.config, TrainingConfig)
    data_root = locate(options.data or config.data.root)
    labels = load_config(config.topics, TopicSet).labels
    start = train_model(config, data_root, labels)
    folder = finish(start, config, data_root, labels)
    logger.info("%s: %s", folder.path, folder.metrics.read_text(encoding="utf-8"))
    return 0


def train_model(config: TrainingConfig, data_root: Path, labels: tuple[str, ...]) -> Start:
    """Learn the topics, then the salience, as far as the configuration asks for them.

    An interrupted run goes on where it was, and what is finished is not done again: the
    weights of each part stand in its `output_dir`.

    Raises:
        ConfigError: If there is nothing to learn, or an `output_dir` holds a run of
            another configuration.
    """
    if config.trainer is None and config.tuning is None:
        raise ConfigError("neither trainer nor tuning is there; give one of them, or both")
    start = load_start(config, labels)
    if config.trainer is not None:
        _learn_topics(start, config, config.trainer, data_root, labels)
    if config.tuning is not None:
        start = _learn_salience(start, config, config.tuning, data_root)
    return start


def _learn_topics(
    start: Start,
    config: TrainingConfig,
    block: TrainerBlock,
    data_root: Path,
    labels: tuple[str, ...],
) -> None:
    model = start.model
    head = [*model.topic_hidden.parameters(), *model.topic_out.parameters()]
    lesson = Lesson(
        lambda: make_dataset(config, data_root, start, labels),
        partial(collate, pad_id=start.pad_id),
        config.seed,
        "group_by_length",
    )
    new_optimizer = partial(make_optimizer, model.encoder, head, block)
    settings = config.settings("tuning", "salience", "artifact", "floors")
    fine_tune(model, lesson, new_optimizer, block, settings)


def _learn_salience(
    start: Start, config: TrainingConfig, block: TuningBlock, data_root: Path
) -> Start:
    summaries = read_all(data_root / file for file in config.data.summaries)
    if not summaries:
        raise ConfigError(
            "tuning learns from summaries, and data.summaries names none; name files of articles "
            "with a `summary`, or leave tuning out"
        )
    head = tune(start, config, block, summaries, _topic_rows(config, data_root))
    return replace(start, salience_head=head)


def make_dataset(
    config: TrainingConfig, data_root: Path, start: Start, labels: tuple[str, ...]
) -> Dataset:
    """All training articles, cut and with their topics as targets."""
    block = config.data
    return Dataset.from_list(
        [
            make_example(
                row,
                topic_target(row, labels, block.secondary_weight),
                start.tokenizer,
                start.windows,
                block.max_windows,
            )
            for row in _topic_rows(config, data_root)
        ]
    )


def _topic_rows(config: TrainingConfig, data_root: Path) -> list[dict[str, Any]]:
    block = config.data
    files = [*(data_root / file for file in block.topics), *map(locate, block.own_topics)]
    rows = last_of_each(read_all(files))
    alone = headlines_alone(row for row in rows if row["text"]) if block.headlines_alone else []
    return [*drop_headlines(rows, block.headlines_dropped, config.seed), *alone]
