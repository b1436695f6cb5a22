"""Let the upper layers of an encoder learn salience from summaries, held to the topics they know.

An encoder that learned topics alone says nothing of a sentence that its place, form and words
do not say. So its upper layers go on learning, with the salience head on top, from articles
with summaries; and that the topics stay, each article is also judged as it was before. Where a
share of that comes from the label of a reader, the topics go on learning too; else the topic head
does not move. What the layers below make of a text is computed once.

References:
    Liu and Lapata, Text Summarization with Pretrained Encoders, 2019; we rank the sentences of
    an article against each other instead of asking of each whether it belongs.
    Li and Hoiem, Learning without Forgetting, 2016: distillation from the model before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from datasets import Dataset
from torch import Tensor, nn
from torch.nn import functional

from service.encoders.windows import cut_article
from service.summarizers.features import FEATURE_NAMES
from training.articles.datamodels import PlainArticle, SummarizedArticle, TopicArticle
from training.config import DistillationBlock, TrainingConfig, TuningBlock
from training.learning.checkpoint import Start
from training.learning.examples import as_lists, collate_windows, topic_target
from training.learning.lower_states import (
    first_rows,
    join_lower_states,
    run_layers,
    write_lower_states,
)
from training.learning.network import TopicModel, pool
from training.learning.salience_head import (
    InputScale,
    RatedArticle,
    SalienceHead,
    fit_head,
    rate_by_features,
    salience_loss,
)
from training.learning.trainer_runs import Lesson, computes_in_bfloat16, fine_tune, make_optimizer

_FIRST_SHARE = 0.1  # so that the vectors hardly count before they have learned anything

Example = Mapping[str, Any]


class TuningModel(nn.Module):
    """The layers that learn, and the two heads above them.

    Attributes:
        topics: The encoder with the topic head.
        salience: The head that rates sentences.
        scale: Of what that head reads.
        n_frozen: How many of the lowest layers stand still.
    """

    def __init__(
        self,
        topics: TopicModel,
        head: SalienceHead,
        scale: InputScale,
        *,
        n_frozen: int,
        topic_weight: float,
    ) -> None:
        super().__init__()
        self.topics = topics
        self.salience = head
        self.scale = scale
        self.n_frozen = n_frozen
        self._topic_weight = topic_weight

    def forward(
        self, windows: Mapping[str, Tensor], sentences: Mapping[str, Tensor], topics: Tensor
    ) -> dict[str, Tensor]:
        """Compare with the summaries, and with the topics that the articles are held to.

        Args:
            windows: `states` below the layers that learn, shape (windows, t, d), and
                `attention_mask` and `slots` as for `TopicModel.forward`.
            sentences: Of the articles with a summary: `slots`, the sentence of each token,
                counted over the batch, or their number for none, shape (windows, t);
                `features` (sentences, features); `targets`, how much of its article's
                summary each stands for, shape (sentences,); and `n` of each article of the
                batch, shape (articles,), 0 where there is no summary.
            topics: Probabilities of the topics to hold, shape (articles, labels).

        Returns:
            `loss`.
        """
        hidden = self._read(windows)
        return {"loss": self.heads_loss(hidden, windows, sentences, topics)}

    def heads_loss(
        self,
        hidden: Tensor,
        windows: Mapping[str, Tensor],
        sentences: Mapping[str, Tensor],
        topics: Tensor,
    ) -> Tensor:
        """How far both heads are from what they should say of the last hidden states."""
        now = self.topics.score(hidden, windows["slots"], len(topics)).log_softmax(dim=1)
        loss = self._topic_weight * functional.kl_div(now, topics, reduction="batchmean")
        targets, sizes = sentences["targets"], sentences["n"].tolist()
        saliences = self.rate(hidden, sentences)
        by_article = zip(torch.split(saliences, sizes), torch.split(targets, sizes), strict=True)
        losses = [salience_loss(*article) for article in by_article if len(article[0])]
        return loss + torch.stack(losses).mean() if losses else loss

    def rate(self, hidden: Tensor, sentences: Mapping[str, Tensor]) -> Tensor:
        """Log-odds of the salience, shape (sentences,), from the last hidden states."""
        vectors = pool(hidden, sentences["slots"], len(sentences["features"]) + 1)[:-1]
        inputs = torch.cat([sentences["features"], vectors], dim=1)
        ratings: Tensor = self.salience(self.scale(inputs))
        return ratings

    def judge(self, windows: Mapping[str, Tensor], n_articles: int) -> Tensor:
        """Probabilities of the topics, shape (articles, labels)."""
        with torch.inference_mode():
            logits = self.topics.score(self._read(windows), windows["slots"], n_articles)
            return logits.softmax(dim=1)

    def _read(self, windows: Mapping[str, Tensor]) -> Tensor:
        """Last hidden states of the tokens, shape (windows, t, d)."""
        layers = self.topics.encoder.encoder.layer[self.n_frozen :]
        return run_layers(layers, windows["states"], windows["attention_mask"])


def tune(
    start: Start,
    config: TrainingConfig,
    block: TuningBlock,
    summaries: Sequence[SummarizedArticle],
    topics: Sequence[TopicArticle],
    labels: tuple[str, ...],
) -> SalienceHead:
    """Tune `start.model` in place.

    Args:
        start: The model, its topics learned.
        config: Of the run.
        block: How it learns: `config.tuning`.
        summaries: Articles with a reference summary, read whole.
        topics: Articles to hold the topics, or to learn them from (`block.label_share`); read as
            far as `data.max_windows` go. Those with a summary are known by their id.
        labels: The topics, in the order of the head.

    Returns:
        The salience head that belongs to the tuned encoder.
    """
    rated = [rate_by_features(row, config.salience) for row in summaries]
    with_sentences = [article for article in rated if len(article.target)]
    head, scale = fit_head(with_sentences, config.salience, seed=config.seed)
    width = start.model.encoder.config.hidden_size
    head, scale = head.widened(width, _FIRST_SHARE), scale.widened(width)
    model = TuningModel(
        start.model, head, scale, n_frozen=block.frozen_layers, topic_weight=block.topic_weight
    )
    for part in (start.model.topic_hidden, start.model.topic_out):
        part.requires_grad_(requires_grad=block.label_share > 0)
    told = {
        row.id: topic_target(row, labels, config.data.secondary_weight).tolist() for row in topics
    }
    examples = [
        {**_with_summary(*pair, start), "label": told.get(pair[0].id, [])}
        for pair in zip(summaries, rated, strict=True)
    ]
    examples += [
        {**_without_summary(row, start, config.data.max_windows), "label": told[row.id]}
        for row in topics
    ]
    states = Path(block.output_dir) / "lower_states.npy"
    fine_tune(
        model,
        Lesson(
            lambda: Dataset.from_list(prepare(examples, model, block, states)),
            partial(collate, states=states),
            config.seed,
        ),
        partial(make_optimizer, start.model.encoder, list(_heads(model)), block),
        block,
    )
    states.unlink(missing_ok=True)
    return scale.taken_into(head)


def prepare(
    examples: Sequence[Example],
    model: TuningModel,
    block: TuningBlock | DistillationBlock,
    states: Path,
) -> list[Example]:
    """Read all examples once: write their lower states, and note the topics to hold.

    Args:
        examples: `input_ids` and `owners` of their windows, and as `label` the probability that
            a reader gives each topic, empty where none did; what else they say stays.
        model: Before it learns.
        block: Whether to compute in bfloat16, and the share of the label.
        states: Where the lower states are kept; see `write_lower_states`.

    Returns:
        The examples, each with `starts`, the row of each window's first token, and `topics`,
        the probability of each label.
    """
    model.to("cuda" if torch.cuda.is_available() else "cpu")
    encoder = model.topics.encoder
    windows = [ids for example in examples for ids in example["input_ids"]]
    with torch.autocast(encoder.device.type, torch.bfloat16, enabled=computes_in_bfloat16(block)):
        write_lower_states(encoder, model.n_frozen, windows, states)
        starts = iter(first_rows(windows))
        placed = [
            {**example, "starts": [next(starts) for _ in example["input_ids"]]}
            for example in examples
        ]
        return [
            {**example, "topics": _topics_to_hold(example, model, block.label_share, states)}
            for example in placed
        ]


def _heads(model: TuningModel) -> Iterator[nn.Parameter]:
    """The parameters above the encoder that learn."""
    parts = (model.salience, model.topics.topic_hidden, model.topics.topic_out)
    return (value for part in parts for value in part.parameters() if value.requires_grad)


def _topics_to_hold(
    example: Example, model: TuningModel, label_share: float, states: Path
) -> list[float]:
    before = np.array(_topics_of(example, model, states))
    if not example["label"]:
        return [float(value) for value in before]
    mixed = label_share * np.array(example["label"]) + (1 - label_share) * before
    return [float(value) for value in mixed]


def _topics_of(example: Example, model: TuningModel, states: Path) -> list[float]:
    windows = collate_states([example], states)
    device = model.topics.encoder.device
    on_device = {name: tensor.to(device) for name, tensor in windows.items()}
    probabilities: list[float] = model.judge(on_device, 1)[0].tolist()
    return probabilities


def _with_summary(row: SummarizedArticle, rated: RatedArticle, start: Start) -> dict[str, Any]:
    cut = cut_article(row.to_article(), start.tokenizer, start.windows)
    return {
        **as_lists(cut.windows),
        "features": rated.inputs.tolist(),
        "targets": rated.target.tolist(),
    }


def _without_summary(row: PlainArticle, start: Start, max_windows: int) -> dict[str, Any]:
    cut = cut_article(row.to_article(), start.tokenizer, start.windows)
    return {**as_lists(cut.windows[:max_windows]), "features": [], "targets": []}


def collate(examples: Sequence[Example], states: Path) -> dict[str, Any]:
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


def collate_states(examples: Sequence[Example], file: Path) -> dict[str, Tensor]:
    """Windows as `collate_windows` joins them, with lower states instead of token ids."""
    return join_lower_states(collate_windows(examples, pad_id=-1), examples, file)
