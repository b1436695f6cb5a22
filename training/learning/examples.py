"""Labelled articles to what the network reads: windows, targets, batches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from service.artifacts import WindowSettings
from service.encoders.windows import HEADLINE, NOBODY, Window, cut_article
from training.articles.datamodels import PlainArticle, SoftArticle, TopicArticle


def make_example(
    article: PlainArticle,
    target: NDArray[np.float32],
    tokenizer: Tokenizer,
    settings: WindowSettings,
    max_windows: int,
) -> dict[str, Any]:
    """Cut one article for the network.

    Returns:
        Lists, as `datasets` stores them: `input_ids` and `owners` (one list per
        window; owners as in `service.encoders.windows.Window`), `target` (labels),
        `length` (tokens, to batch articles of like length).
    """
    windows = cut_article(article.to_article(), tokenizer, settings).windows[:max_windows]
    return {
        **as_lists(windows),
        "target": target.tolist(),
        "length": sum(len(window.input_ids) for window in windows),
    }


def as_lists(windows: Sequence[Window]) -> dict[str, list[list[int]]]:
    """Windows as `datasets` stores them: `input_ids` and `owners`, one list per window."""
    return {
        "input_ids": [window.input_ids.tolist() for window in windows],
        "owners": [window.owners.tolist() for window in windows],
    }


def topic_target(
    article: TopicArticle, labels: tuple[str, ...], secondary_weight: float
) -> NDArray[np.float32]:
    """The distribution to learn: the topic that a person told, else the soft label.

    Args:
        article: Labelled after `labels`.
        labels: The label set, in order.
        secondary_weight: Share of the target that goes to the secondary topic.

    Returns:
        Shape (labels,), summing to 1.
    """
    if isinstance(article, SoftArticle):
        soft = article.probabilities
    elif article.secondary is None or article.secondary == article.topic:
        soft = {article.topic: 1}
    else:
        soft = {article.topic: 1 - secondary_weight, article.secondary: secondary_weight}
    return np.array([soft.get(name, 0) for name in labels], np.float32)


def collate(examples: Sequence[Mapping[str, Any]], pad_id: int) -> dict[str, Tensor]:
    """Join examples into the arguments of `TopicModel.forward`."""
    targets = torch.tensor([example["target"] for example in examples])
    return {**collate_windows(examples, pad_id), "targets": targets}


def collate_windows(examples: Sequence[Mapping[str, Any]], pad_id: int) -> dict[str, Tensor]:
    """Join what examples say of their windows: `input_ids`, `attention_mask` and `slots`."""
    n_articles = len(examples)
    rows: list[Tensor] = []
    slots: list[Tensor] = []
    for index, example in enumerate(examples):
        for ids, owners in zip(example["input_ids"], example["owners"], strict=True):
            owner = torch.tensor(owners)
            slot = torch.full_like(owner, n_articles + index)
            slot[owner == HEADLINE] = index
            slot[owner == NOBODY] = 2 * n_articles
            rows.append(torch.tensor(ids))
            slots.append(slot)
    pad = torch.nn.utils.rnn.pad_sequence
    input_ids = pad(rows, batch_first=True, padding_value=pad_id)
    return {
        "input_ids": input_ids,
        "attention_mask": (input_ids != pad_id).long(),
        "slots": pad(slots, batch_first=True, padding_value=2 * n_articles),
    }
