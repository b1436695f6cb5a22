"""A student of fewer layers that says what a finished model says, by both of its heads.

It starts from some layers of the model and learns, window by window, what the model's last layer
makes of each token; so the heads of the model go on working on it, and learn along. What the
model says of a text is computed once for all passes.

References:
    Sanh et al., DistilBERT, 2019: layers of the teacher to start from. Jiao et al., TinyBERT,
    2020: hidden states as targets; here those of the last layer alone, for the heads read no
    other, and the attention maps are left out.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import torch
from datasets import Dataset
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import BertModel

from service.artifacts import ModelFolder
from service.config import locate
from service.encoders.windows import cut_article
from service.errors import ConfigError
from service.summarizers.features import FEATURE_NAMES, sentence_features
from training.articles.datamodels import PlainArticle
from training.articles.run_data import RunData
from training.config import DistillationBlock, TrainingConfig
from training.learning import tuning_examples
from training.learning.checkpoint import Start, load_encoder
from training.learning.examples import topic_target
from training.learning.lower_states import LOWER_STATES, run_layers
from training.learning.network import TopicModel
from training.learning.salience_head import (
    InputScale,
    RatedArticle,
    SalienceHead,
    rate_by_features,
)
from training.learning.trainer_runs import Lesson, fine_tune
from training.learning.tuning_examples import Example, prepare
from training.learning.tuning_model import TuningModel


class StudentModel(TuningModel):
    """The student; all of its layers learn, and both heads."""

    def __init__(
        self, topics: TopicModel, head: SalienceHead, scale: InputScale, block: DistillationBlock
    ) -> None:
        super().__init__(topics, head, scale, n_frozen=0, topic_weight=block.topic_weight)
        self._token_weight = block.token_weight
        topics.encoder.embeddings.requires_grad_(requires_grad=False)

    def forward(
        self,
        windows: Mapping[str, Tensor],
        sentences: Mapping[str, Tensor],
        topics: Tensor,
        input_ids: Tensor | None = None,
    ) -> dict[str, Tensor]:
        """Compare with the model that it learns from.

        Args:
            windows: `states` above the last layer of that model, shape (windows, t, d), and
                `attention_mask` and `slots` as for `TopicModel.forward`.
            sentences: As for `TuningModel.forward`, of each window.
            topics: Probabilities that the windows should have, shape (windows, labels).
            input_ids: Token ids, shape (windows, t).

        Returns:
            `loss`.
        """
        encoder, mask = self.topics.encoder, windows["attention_mask"]
        hidden = run_layers(encoder.encoder.layer, encoder.embeddings(input_ids=input_ids), mask)
        heads = self.heads_loss(hidden, windows, sentences, topics)
        real = mask.bool()
        missed = share_missed(hidden[real].float(), windows["states"][real])
        return {"loss": heads + self._token_weight * missed}


def share_missed(found: Tensor, wanted: Tensor) -> Tensor:
    """Share of the variance of vectors, shape (n, d), that others do not tell; 0 at best."""
    spread = (wanted - wanted.mean(dim=0)).square().sum()
    return (found - wanted).square().sum() / spread.clamp(min=torch.finfo(spread.dtype).tiny)


def distill(
    start: Start,
    config: TrainingConfig,
    block: DistillationBlock,
    data: RunData,
    labels: tuple[str, ...],
) -> Start:
    """Make a student of the model that a run starts from.

    Args:
        start: That model, as its folder has it.
        config: Of the run.
        block: How the student learns: `config.distillation`.
        data: Labelled articles, those with summaries, and the corpus.
        labels: The topics, in the order of the head.

    Returns:
        The student with both heads, to train further or to export.

    Raises:
        ConfigError: If the run does not start from a model folder.
    """
    if start.origin is None:
        raise ConfigError(
            f"model.encoder: {config.model.encoder} 没有主题和摘要可学；"
            "请写 baozhai train 写出的目录 (it has no heads to learn from: name a folder that "
            "`baozhai train` wrote)"
        )
    known = SalienceHead.from_weights(
        start.origin.read_head("salience", n_outputs=1), config.salience.dropout
    )
    examples = list(_examples(start, config, block, data, labels))
    scale = _scale_of(examples).widened(start.model.encoder.config.hidden_size)
    encoder = load_encoder(ModelFolder(locate(block.start))) if block.start else None
    student = with_layers(start.model, block.layers, encoder)
    model = StudentModel(student, scale.taken_from(copy.deepcopy(known)), scale, block)
    states = Path(block.output_dir) / LOWER_STATES

    def make_dataset() -> Dataset:
        return Dataset.from_list(_taught(examples, start.model, known, block, states))

    lesson = Lesson(
        make_dataset,
        partial(collate, states=states, pad_id=start.pad_id),
        config.seed,
        "group_by_length",
    )
    fine_tune(model, lesson, partial(_make_optimizer, model, block), block)
    states.unlink(missing_ok=True)
    return replace(start, model=student, salience_head=scale.taken_into(model.salience))


def with_layers(
    model: TopicModel, layers: Sequence[int], encoder: BertModel | None = None
) -> TopicModel:
    """A copy of a model with some of the layers of its encoder, or of another, in their order."""
    student = copy.deepcopy(model)
    encoder = student.encoder = encoder or student.encoder
    encoder.encoder.layer = nn.ModuleList([encoder.encoder.layer[place] for place in layers])
    encoder.config.num_hidden_layers = len(layers)
    return student


def _make_optimizer(model: StudentModel, block: DistillationBlock) -> torch.optim.Optimizer:
    parts = (model.salience, model.topics.topic_hidden, model.topics.topic_out)
    heads = [value for part in parts for value in part.parameters()]
    layers = list(model.topics.encoder.encoder.layer.parameters())
    groups = [
        {"params": layers, "lr": block.learning_rate},
        {"params": heads, "lr": block.head_learning_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=block.weight_decay)


def _examples(
    start: Start,
    config: TrainingConfig,
    block: DistillationBlock,
    data: RunData,
    labels: tuple[str, ...],
) -> Iterator[dict[str, Any]]:
    """Every window to learn from, with what a reader said of it."""
    lessons = data.lessons(config.data, config.seed)
    told = {
        row.id: topic_target(row, labels, config.data.secondary_weight).tolist() for row in lessons
    }
    for row in lessons:
        yield from _windows(row, start, config.data.max_windows, label=told[row.id])
    for summarized in data.summarized:
        target = rate_by_features(summarized, config.salience).target.numpy()
        label = told.get(summarized.id, [])
        yield from _windows(summarized, start, block.summary_windows, label=label, target=target)
    for unlabelled in chain(*data.corpus.values()):
        yield from _windows(unlabelled, start, block.corpus_windows)


def _windows(
    row: PlainArticle,
    start: Start,
    n_windows: int,
    *,
    label: Sequence[float] = (),
    target: NDArray[np.float32] | None = None,
) -> Iterator[dict[str, Any]]:
    """The first windows of an article; a label is said of its opening alone."""
    article = row.to_article()
    cut = cut_article(article, start.tokenizer, start.windows)
    features = sentence_features(article.text, cut.sentences, article.headline)
    for place, window in enumerate(cut.windows[:n_windows]):
        inside = np.unique(window.owners[window.owners >= 0])
        owners = np.where(window.owners >= 0, np.searchsorted(inside, window.owners), window.owners)
        yield {
            "input_ids": [window.input_ids.tolist()],
            "owners": [owners.tolist()],
            "features": features[inside].tolist(),
            "told": target[inside].tolist() if target is not None else [],
            "label": list(label) if place == 0 else [],
            "length": len(owners),
        }


def _scale_of(examples: Iterable[Example]) -> InputScale:
    features = [
        torch.tensor(example["features"]).reshape(-1, len(FEATURE_NAMES)) for example in examples
    ]
    return InputScale.of([RatedArticle(rows, torch.empty(0)) for rows in features])


def _taught(
    examples: Sequence[Example],
    teacher: TopicModel,
    head: SalienceHead,
    block: DistillationBlock,
    states: Path,
) -> list[Example]:
    """The examples with what the teacher says of them, mixed with what readers said."""
    width = head.salience_hidden.in_features
    as_it_is = InputScale(torch.zeros(width), torch.ones(width))
    n_layers = len(teacher.encoder.encoder.layer)
    model = TuningModel(teacher, head.eval(), as_it_is, n_frozen=n_layers, topic_weight=0)
    unrated = [
        {**example, "targets": [0.0] * len(example["features"]), "share": block.label_share}
        for example in examples
    ]
    prepared = prepare(unrated, model, block, states)
    return [_rated(example, model, block.label_share, states) for example in prepared]


def _rated(
    example: Example, model: TuningModel, label_share: float, states: Path
) -> dict[str, Any]:
    batch = tuning_examples.collate([example], states)
    device = model.topics.encoder.device
    sentences = {name: tensor.to(device) for name, tensor in batch["sentences"].items()}
    with torch.inference_mode():
        ratings = model.rate(batch["windows"]["states"].to(device), sentences)
        saliences = ratings.sigmoid().cpu().numpy()
    if example["told"]:
        told = np.array(example["told"], np.float32)
        saliences = label_share * told + (1 - label_share) * saliences
    kept = {
        name: value for name, value in example.items() if name not in ("told", "label", "share")
    }
    return {**kept, "targets": saliences.tolist()}


def collate(examples: Sequence[Example], states: Path, pad_id: int) -> dict[str, Any]:
    """Join examples into the arguments of `StudentModel.forward`."""
    rows = [torch.tensor(ids) for example in examples for ids in example["input_ids"]]
    input_ids = nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=pad_id)
    return {**tuning_examples.collate(examples, states), "input_ids": input_ids}
