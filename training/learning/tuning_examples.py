"""What the upper layers learn from: articles cut, judged as before, and joined into batches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from service.encoders.windows import Window, cut_article
from service.summarizers.features import FEATURE_NAMES
from training.articles.datamodels import PlainArticle, SummarizedArticle
from training.config import DistillationBlock, TuningBlock
from training.learning.bfloat16 import computes_in_bfloat16
from training.learning.checkpoint import Start
from training.learning.examples import as_lists, collate_windows
from training.learning.lower_states import first_rows, join_lower_states, write_lower_states
from training.learning.salience_head import RatedArticle
from training.learning.tuning_model import TuningModel

_JUDGED_TOGETHER, _BY_GPU = 8, 64  # articles

Example = Mapping[str, Any]


def with_summary(row: SummarizedArticle, rated: RatedArticle, start: Start) -> dict[str, Any]:
    """An article read whole, and how much of its summary each sentence stands for."""
    cut = cut_article(row.to_article(), start.tokenizer, start.windows)
    return {
        **_read(cut.windows),
        "features": rated.inputs.tolist(),
        "targets": rated.target.tolist(),
    }


def without_summary(row: PlainArticle, start: Start, max_windows: int) -> dict[str, Any]:
    """The first windows of an article that only its topic is learned from."""
    cut = cut_article(row.to_article(), start.tokenizer, start.windows)
    return {**_read(cut.windows[:max_windows]), "features": [], "targets": []}


def _read(windows: Sequence[Window]) -> dict[str, Any]:
    """Windows, and how many tokens they have together, by which batches are made."""
    lists = as_lists(windows)
    return {**lists, "length": sum(_lengths(lists))}


def prepare(
    examples: Sequence[Example],
    model: TuningModel,
    block: TuningBlock | DistillationBlock,
    states: Path | None,
) -> list[Example]:
    """Read all examples once: write their lower states, and note the topics to hold.

    Args:
        examples: `input_ids` and `owners` of their windows; as `label` the probability that
            a reader gives each topic, empty where none did, and as `share` how much of the topics
            comes from that; what else they say stays.
        model: Before it learns.
        block: Whether to compute in bfloat16.
        states: Where the lower states are kept, see `write_lower_states`; None where no layer
            stands still.

    Returns:
        The examples, each with `starts`, the row of each window's first token, where there are
        lower states, and `topics`, the probability of each label.
    """
    model.to("cuda" if torch.cuda.is_available() else "cpu").train(mode=False)
    encoder = model.topics.encoder
    placed = examples
    with torch.autocast(encoder.device.type, torch.bfloat16, enabled=computes_in_bfloat16(block)):
        if states is not None:
            windows = [ids for example in examples for ids in example["input_ids"]]
            write_lower_states(encoder, model.n_frozen, windows, states)
            starts = iter(first_rows(windows))
            placed = [
                {**example, "starts": [next(starts) for _ in example["input_ids"]]}
                for example in examples
            ]
        before = _judge_all(placed, model, states)
    return [
        {**example, "topics": _topics_to_hold(example["label"], topics, example["share"])}
        for example, topics in zip(placed, before, strict=True)
    ]


def _judge_all(
    examples: Sequence[Example], model: TuningModel, states: Path | None
) -> NDArray[np.float64]:
    """Probabilities of the topics of every example, shape (examples, labels)."""
    device = model.topics.encoder.device
    by_length = sorted(range(len(examples)), key=lambda place: sum(_lengths(examples[place])))
    judged: dict[int, list[float]] = {}
    n_together = _JUDGED_TOGETHER if device.type == "cpu" else _BY_GPU
    for first in range(0, len(by_length), n_together):
        places = by_length[first : first + n_together]
        windows = collate_states([examples[place] for place in places], states)
        on_device = {name: tensor.to(device) for name, tensor in windows.items()}
        found = model.judge(on_device, len(places)).tolist()
        judged |= dict(zip(places, found, strict=True))
    return np.array([judged[place] for place in range(len(examples))])


def _lengths(example: Example) -> list[int]:
    """Tokens of each window."""
    return [len(ids) for ids in example["input_ids"]]


def _topics_to_hold(
    label: Sequence[float], before: NDArray[np.float64], label_share: float
) -> list[float]:
    if not label:
        return [float(value) for value in before]
    mixed = label_share * np.array(label) + (1 - label_share) * before
    return [float(value) for value in mixed]


def collate(examples: Sequence[Example], states: Path | None) -> dict[str, Any]:
    """Join examples into the arguments of `TuningModel.forward`."""
    sizes = [len(example["targets"]) for example in examples]
    nobody = sum(sizes)
    slots = []
    for first, n, example in zip(np.cumsum([0, *sizes]), sizes, examples, strict=False):
        for owners in example["owners"]:
            owner = torch.tensor(owners)
            slots.append(torch.where((owner >= 0) & (n > 0), owner + int(first), nobody))
    pad = torch.nn.utils.rnn.pad_sequence
    features = [row for example in examples for row in example["features"]]
    sentences = {
        "slots": pad(slots, batch_first=True, padding_value=nobody),
        "features": torch.tensor(features).reshape(nobody, len(FEATURE_NAMES)),
        "targets": torch.tensor([share for e in examples for share in e["targets"]]),
        "n": torch.tensor(sizes),
    }
    return {
        "windows": collate_states(examples, states),
        "sentences": sentences,
        "topics": torch.tensor([example["topics"] for example in examples]),
    }


def collate_states(examples: Sequence[Example], file: Path | None) -> dict[str, Tensor]:
    """Windows as `collate_windows` joins them, with lower states, if any, instead of token ids."""
    joined = collate_windows(examples, pad_id=-1)
    if file is None:
        return {**joined, "input_ids": joined["input_ids"].clamp(min=0)}
    return join_lower_states(joined, examples, file)
