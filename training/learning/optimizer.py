"""What of an encoder learns, how fast, and with which dropout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import torch
from torch import nn
from transformers import BertModel

from training.config import TrainerBlock


@contextmanager
def dropout_in(encoder: BertModel, block: TrainerBlock) -> Iterator[None]:
    """Switch dropout on, as the block wants it, in the layers that learn, and off again."""
    layers = encoder.encoder.layer[block.frozen_layers :]
    learning = layers if block.frozen_layers else [encoder.embeddings, *layers]
    found = [part for layer in learning for part in layer.modules() if isinstance(part, nn.Dropout)]
    for part in found:
        part.p = block.dropout
    yield
    for part in found:
        part.p = 0.0


def make_optimizer(
    encoder: BertModel,
    head: Iterable[nn.Parameter],
    block: TrainerBlock,
    *,
    embeddings_learn: bool = True,
) -> torch.optim.Optimizer:
    """AdamW with a learning rate per layer, lower ones slower, and a higher one for the head.

    What stands still is switched off here: it needs neither gradient nor place in the optimizer.

    Args:
        encoder: Whose layers learn.
        head: What else does.
        block: How.
        embeddings_learn: Whether the embeddings do, too, where no layer stands still.
    """
    layers = [encoder.embeddings, *encoder.encoder.layer]
    n_frozen = block.frozen_layers
    if n_frozen or not embeddings_learn:
        n_frozen += 1  # with the embeddings
    for depth, layer in enumerate(layers):
        layer.requires_grad_(requires_grad=depth >= n_frozen)
    groups = [
        {
            "params": list(layer.parameters()),
            "lr": block.learning_rate * block.layer_decay ** (len(layers) - 1 - depth),
        }
        for depth, layer in enumerate(layers)
        if depth >= n_frozen
    ]
    groups.append({"params": list(head), "lr": block.head_learning_rate})
    return torch.optim.AdamW(groups, weight_decay=block.weight_decay)
