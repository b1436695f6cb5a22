"""The stages of a run: a student of fewer layers, then the topics, then the salience."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal

from datasets import Dataset

from training.articles.run_data import RunData
from training.config import TrainerBlock, TrainingConfig, TuningBlock
from training.following import UNFOLLOWED, Following
from training.learning.checkpoint import Start, load_start
from training.learning.examples import collate, make_example, topic_target
from training.learning.fewer_layers import distill
from training.learning.lower_states import LOWER_STATES
from training.learning.optimizer import dropout_in, make_optimizer
from training.learning.salience_tuning import tune
from training.learning.topic_lesson import (
    UpperTopicModel,
    upper_collator,
    with_lower_states,
)
from training.learning.trainer_runs import Lesson, fine_tune

_BATCHES: Literal["group_by_length"] = "group_by_length"


def train_model(
    config: TrainingConfig,
    data: RunData,
    labels: tuple[str, ...],
    following: Following = UNFOLLOWED,
) -> Start:
    """Distil, learn the topics, then the salience, as far as the configuration asks for them.

    An interrupted run goes on where it was, and what is finished is not done again: the
    weights of each part stand in its `output_dir`, which `claim_runs` claimed. A
    follower is told how far the topics are.
    """
    start = load_start(config, labels)
    if config.distillation is not None:
        start = distill(start, config, config.distillation, data, labels)
    if config.trainer is not None:
        _learn_topics(start, config, config.trainer, data, labels, following)
    if config.tuning is not None:
        start = _learn_salience(start, config, config.tuning, data, labels)
    return start


def _learn_topics(
    start: Start,
    config: TrainingConfig,
    block: TrainerBlock,
    data: RunData,
    labels: tuple[str, ...],
    following: Following,
) -> None:
    model = start.model
    head = [*model.topic_hidden.parameters(), *model.topic_out.parameters()]
    new_optimizer = partial(make_optimizer, model.encoder, head, block)

    def read() -> Dataset:
        return make_dataset(config, data, start, labels)

    if block.frozen_layers:
        upper = UpperTopicModel(model, block.frozen_layers)
        collator = upper_collator(block, start.pad_id)

        def read_upper() -> Dataset:
            return with_lower_states(read(), model, block, following)

        lesson = Lesson(read_upper, collator, config.seed, _BATCHES, following)
        with dropout_in(model.encoder, block):
            fine_tune(upper, lesson, new_optimizer, block)
        (Path(block.output_dir) / LOWER_STATES).unlink(missing_ok=True)
        return
    whole = partial(collate, pad_id=start.pad_id)
    lesson = Lesson(read, whole, config.seed, _BATCHES, following)
    with dropout_in(model.encoder, block):
        fine_tune(model, lesson, new_optimizer, block)


def _learn_salience(
    start: Start,
    config: TrainingConfig,
    block: TuningBlock,
    data: RunData,
    labels: tuple[str, ...],
) -> Start:
    head = tune(start, config, block, data, labels)
    return replace(start, salience_head=head)


def make_dataset(
    config: TrainingConfig, data: RunData, start: Start, labels: tuple[str, ...]
) -> Dataset:
    """All training articles, cut and with their topics as targets."""
    block = config.data
    return Dataset.from_list(
        [
            make_example(
                article,
                topic_target(article, labels, block.secondary_weight),
                start.tokenizer,
                start.windows,
                block.max_windows,
            )
            for article in data.lessons(block, config.seed)
        ]
    )
