"""Topics learned by the layers above those that stand still, whose work is done once."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from torch import Tensor, nn
from torch.nn import functional

from training.config import TrainerBlock
from training.following import UNFOLLOWED, Following
from training.learning.bfloat16 import computes_in_bfloat16
from training.learning.examples import collate
from training.learning.lower_states import (
    LOWER_STATES,
    first_rows,
    join_lower_states,
    run_layers,
    write_lower_states,
)
from training.learning.network import TopicModel

logger = logging.getLogger(__name__)


class UpperTopicModel(TopicModel):
    """A topic model that reads what its lowest layers made of text.

    It shares all of its weights, and their names, with the model that it is made of.
    """

    def __init__(self, model: TopicModel, n_frozen: int) -> None:
        nn.Module.__init__(self)
        self.encoder, self.n_frozen = model.encoder, n_frozen
        self.topic_hidden, self.topic_out = model.topic_hidden, model.topic_out

    def forward(  # hidden states stand for token ids
        self, states: Tensor, attention_mask: Tensor, slots: Tensor, targets: Tensor
    ) -> dict[str, Tensor]:
        """Score articles.

        Args:
            states: Hidden states above the frozen layers, shape (windows, t, d).
            attention_mask: 1 for tokens, 0 for padding, shape (windows, t).
            slots: Slot of each token, same shape.
            targets: Distribution over labels, shape (articles, labels).

        Returns:
            `loss` and `logits`, as those of `TopicModel`.
        """
        hidden = run_layers(self.encoder.encoder.layer[self.n_frozen :], states, attention_mask)
        logits = self.score(hidden, slots, len(targets))
        return {"loss": functional.cross_entropy(logits, targets), "logits": logits}


def with_lower_states(
    dataset: Dataset,
    model: TopicModel,
    block: TrainerBlock,
    following: Following = UNFOLLOWED,
) -> Dataset:
    """Note in each example where what its windows come to in the frozen layers begins.

    Args:
        dataset: As `make_example` gives it.
        model: Before it learns.
        block: How many layers stand still, and where the states are kept.
        following: Told how many windows are done.
    """
    file = Path(block.output_dir) / LOWER_STATES
    model.to("cuda" if torch.cuda.is_available() else "cpu")
    encoder = model.encoder
    windows = [ids for row in dataset["input_ids"] for ids in row]
    logger.info(
        "%d 段经过不动的 %d 层，只算这一次 (through the frozen layers, once)",
        len(windows),
        block.frozen_layers,
    )
    following.stage("lower_layers")
    with torch.autocast(encoder.device.type, torch.bfloat16, enabled=computes_in_bfloat16(block)):
        write_lower_states(encoder, block.frozen_layers, windows, file, following.on_done)
    starts = iter(first_rows(windows))
    placed = [[next(starts) for _ in row] for row in dataset["input_ids"]]
    return dataset.add_column("starts", placed)


def collate_upper(
    examples: Sequence[Mapping[str, Any]], pad_id: int, file: Path
) -> dict[str, Tensor]:
    """Join examples into the arguments of `UpperTopicModel.forward`."""
    return join_lower_states(collate(examples, pad_id), examples, file)


def upper_collator(block: TrainerBlock, pad_id: int) -> partial[dict[str, Tensor]]:
    """`collate_upper` for a run."""
    return partial(collate_upper, pad_id=pad_id, file=Path(block.output_dir) / LOWER_STATES)
