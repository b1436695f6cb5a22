"""Train the salience head on what the finished encoder says of articles with summaries.

The encoder stands still, so each article is read once, and the topics stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from service.datamodels import Sentence
from service.encoders.base import Encoder
from service.summarizers.salience import salience_inputs
from service.summarizers.selection import USUAL_BUDGET
from service.text import content_characters
from training.config import SalienceBlock
from training.metrics.rouge import count_ngrams, ngram_f1
from training.served_model import article_of_row
from training.summary_baselines import best_possible_pick

_LEAST_SPREAD = 0.01  # so that an input that hardly varies gets no weight beyond half precision


@dataclass(frozen=True, slots=True)
class RatedArticle:
    """One article for the head: inputs (n, width) and target distribution (n,)."""

    inputs: Tensor
    target: Tensor


def read_articles(
    rows: Iterable[Mapping[str, Any]], encoder: Encoder, settings: SalienceBlock
) -> list[RatedArticle]:
    """Pass articles with a `summary` through the encoder; those without sentences are left out."""
    rated = []
    for row in rows:
        article = article_of_row(row)
        encoded = encoder.encode(article)
        target = salience_target(encoded.sentences, row["summary"], settings)
        if len(target):
            inputs = torch.from_numpy(salience_inputs(article, encoded))
            rated.append(RatedArticle(inputs, torch.from_numpy(target)))
    return rated


def salience_target(
    sentences: Sequence[Sentence], summary: str, settings: SalienceBlock
) -> NDArray[np.float32]:
    """How much of the reference summary each sentence stands for, shape (n,), summing to 1.

    A share (`settings.oracle_share`) goes evenly to the best possible pick. The rest is the
    softmax of what each sentence alone scores: the mean of character ROUGE-1 and ROUGE-2 F1,
    0 for what is no whole sentence.
    """
    if not sentences:
        return np.zeros(0, np.float32)
    gains = np.mean([_gains(sentences, summary, n) for n in (1, 2)], axis=0)
    weights = np.exp((gains - gains.max()) / settings.target_temperature)
    target = weights / weights.sum()
    if picked := list(best_possible_pick(sentences, summary, max_chars=USUAL_BUDGET)):
        target *= 1 - settings.oracle_share
        target[picked] += settings.oracle_share / len(picked)
    return np.asarray(target, np.float32)


def _gains(sentences: Sequence[Sentence], summary: str, n: int) -> list[float]:
    reference = count_ngrams(content_characters(summary), n)
    return [
        ngram_f1(count_ngrams(content_characters(sentence.text), n), reference)
        if sentence.is_whole
        else 0.0
        for sentence in sentences
    ]


class SalienceHead(nn.Module):
    """Two layers from `salience_inputs` to one score."""

    def __init__(self, n_inputs: int, settings: SalienceBlock) -> None:
        super().__init__()
        self.dropout = nn.Dropout(settings.dropout)
        self.salience_hidden = nn.Linear(n_inputs, settings.width)
        self.salience_out = nn.Linear(settings.width, 1)

    def forward(self, inputs: Tensor) -> Tensor:
        """Scores, shape (n,), any scale; higher is better."""
        hidden = torch.tanh(self.salience_hidden(self.dropout(inputs)))
        scores: Tensor = self.salience_out(hidden)[:, 0]
        return scores


def train_head(articles: Sequence[RatedArticle], settings: SalienceBlock) -> SalienceHead:
    """Fit the head by listwise cross-entropy within each article.

    It learns on inputs of mean 0 and spread 1; the one that comes out reads them as they are.

    References:
        Cao et al., Learning to rank: from pairwise approach to listwise approach, 2007.
    """
    torch.manual_seed(settings.seed)
    rows = torch.cat([article.inputs for article in articles])
    mean, spread = rows.mean(dim=0), rows.std(dim=0).clamp(min=_LEAST_SPREAD)
    head = SalienceHead(rows.shape[1], settings)
    optimizer = torch.optim.AdamW(
        head.parameters(), lr=settings.learning_rate, weight_decay=settings.weight_decay
    )
    n_steps = settings.n_epochs * -(-len(articles) // settings.batch_size)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, n_steps)
    order = np.random.default_rng(settings.seed)
    for _ in range(settings.n_epochs):
        shuffled = order.permutation(len(articles))
        for start in range(0, len(shuffled), settings.batch_size):
            batch = [articles[i] for i in shuffled[start : start + settings.batch_size]]
            loss = torch.stack(
                [_loss(head((a.inputs - mean) / spread), a.target) for a in batch]
            ).mean()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    _read_raw_inputs(head, mean, spread)
    return head.eval()


def _read_raw_inputs(head: SalienceHead, mean: Tensor, spread: Tensor) -> None:
    """Move the scaling of the inputs into the first layer."""
    layer = head.salience_hidden
    with torch.no_grad():
        layer.weight.div_(spread)
        layer.bias.sub_(layer.weight @ mean)


def _loss(scores: Tensor, target: Tensor) -> Tensor:
    return -(target * torch.log_softmax(scores, dim=0)).sum()
