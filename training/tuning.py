"""Let the upper layers of an encoder learn salience from summaries, held to the topics they know.

An encoder that learned topics alone says nothing of a sentence that its place, form and words
do not say. So its upper layers go on learning, with the salience head on top, from articles
with summaries; and that the topics stay, each article is also judged as the standing copy of
the same layers judges it. The topic head does not move.

References:
    Liu and Lapata, Text Summarization with Pretrained Encoders, 2019; we rank the sentences of
    an article against each other instead of asking of each whether it belongs.
    Li and Hoiem, Learning without Forgetting, 2016: distillation from the model before.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import torch
from datasets import Dataset
from torch import Tensor, nn
from torch.nn import functional

from service.encoders.windows import cut_article
from service.summarizers.features import FEATURE_NAMES
from training.checkpoint import Start
from training.config import TrainingConfig, TuningBlock
from training.examples import as_lists, collate_windows
from training.fine_tuning import Lesson, fine_tune, make_optimizer
from training.model import TopicModel, pool
from training.salience import (
    InputScale,
    RatedArticle,
    SalienceHead,
    fit_head,
    rate_by_features,
    salience_loss,
)
from training.served_model import article_of_row

_FIRST_SHARE = 0.1  # so that the vectors hardly count before they have learned anything

Rows = Sequence[Mapping[str, Any]]


class TuningModel(nn.Module):
    """An encoder whose upper layers stand twice: as they learn, and as they were.

    The lower layers are frozen and run once for both.
    """

    mean: Tensor
    spread: Tensor

    def __init__(
        self, topics: TopicModel, head: SalienceHead, scale: InputScale, block: TuningBlock
    ) -> None:
        super().__init__()
        self.topics = topics
        self.salience = head
        self.register_buffer("mean", scale.mean)
        self.register_buffer("spread", scale.spread)
        self._n_frozen = block.frozen_layers
        self._topic_weight = block.topic_weight
        self.standing = copy.deepcopy(topics.encoder.encoder.layer[block.frozen_layers :])
        for part in (self.standing, topics.topic_hidden, topics.topic_out):
            part.requires_grad_(requires_grad=False)

    def forward(
        self, windows: Mapping[str, Tensor], sentences: Mapping[str, Tensor]
    ) -> dict[str, Tensor]:
        """Compare with the summaries, and with the topics as they were.

        Args:
            windows: `input_ids`, `attention_mask` and `slots`, as for `TopicModel.forward`.
            sentences: Of the articles with a summary: `slots`, the sentence of each token,
                counted over the batch, or their number for none, shape (windows, t);
                `features` (sentences, features); `targets`, how much of its article's
                summary each stands for, shape (sentences,); and `n` of each article of the
                batch, shape (articles,), 0 where there is no summary.

        Returns:
            `loss`.
        """
        n_articles = len(sentences["n"])
        learning, standing = self._read(windows["input_ids"], windows["attention_mask"])
        with torch.no_grad():
            before = self.topics.score(standing, windows["slots"], n_articles).softmax(dim=1)
        now = self.topics.score(learning, windows["slots"], n_articles).log_softmax(dim=1)
        loss = self._topic_weight * functional.kl_div(now, before, reduction="batchmean")
        targets = sentences["targets"]
        vectors = pool(learning, sentences["slots"], len(targets) + 1)[:-1]
        inputs = torch.cat([sentences["features"], vectors], dim=1)
        scores = self.salience((inputs - self.mean) / self.spread)
        sizes = sentences["n"].tolist()
        by_article = zip(torch.split(scores, sizes), torch.split(targets, sizes), strict=True)
        losses = [salience_loss(*article) for article in by_article if len(article[0])]
        return {"loss": loss + torch.stack(losses).mean() if losses else loss}

    def _read(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Last hidden states by the layers as they learn, and as they were."""
        encoder = self.topics.encoder
        layers = encoder.encoder.layer
        mask = (1 - attention_mask[:, None, None, :].float()) * torch.finfo(torch.float32).min
        shared = _run(layers[: self._n_frozen], encoder.embeddings(input_ids=input_ids), mask)
        with torch.no_grad():
            standing = _run(self.standing, shared, mask)
        return _run(layers[self._n_frozen :], shared, mask), standing


def _run(layers: nn.ModuleList, hidden: Tensor, mask: Tensor) -> Tensor:
    for layer in layers:
        hidden = layer(hidden, mask)
    return hidden


def tune(
    start: Start, config: TrainingConfig, block: TuningBlock, summaries: Rows, topics: Rows
) -> SalienceHead:
    """Tune `start.model` in place.

    Args:
        start: The model, its topics learned.
        config: Of the run.
        block: How it learns: `config.tuning`.
        summaries: Articles with a reference `summary`, read whole.
        topics: Any articles, to hold the topics; read as far as `data.max_windows` go.

    Returns:
        The salience head that belongs to the tuned encoder.
    """
    rated = [rate_by_features(row, config.salience) for row in summaries]
    with_sentences = [article for article in rated if len(article.target)]
    head, scale = fit_head(with_sentences, config.salience, seed=config.seed)
    width = start.model.encoder.config.hidden_size
    head, scale = head.widened(width, _FIRST_SHARE), scale.widened(width)
    model = TuningModel(start.model, head, scale, block)
    examples = (_with_summary(*pair, start) for pair in zip(summaries, rated, strict=True))
    others = (_without_summary(row, start, config.data.max_windows) for row in topics)
    fine_tune(
        model,
        Lesson(
            lambda: Dataset.from_list([*examples, *others]),
            partial(collate, pad_id=start.pad_id),
            config.seed,
        ),
        partial(make_optimizer, start.model.encoder, list(head.parameters()), block),
        block,
        config.settings("artifact", "floors"),
    )
    return scale.taken_into(head)


def _with_summary(row: Mapping[str, Any], rated: RatedArticle, start: Start) -> dict[str, Any]:
    cut = cut_article(article_of_row(row), start.tokenizer, start.windows)
    return {
        **as_lists(cut.windows),
        "features": rated.inputs.tolist(),
        "targets": rated.target.tolist(),
    }


def _without_summary(row: Mapping[str, Any], start: Start, max_windows: int) -> dict[str, Any]:
    cut = cut_article(article_of_row(row), start.tokenizer, start.windows)
    return {**as_lists(cut.windows[:max_windows]), "features": [], "targets": []}


def collate(examples: Sequence[Mapping[str, Any]], pad_id: int) -> dict[str, dict[str, Tensor]]:
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
    return {"windows": collate_windows(examples, pad_id), "sentences": sentences}
