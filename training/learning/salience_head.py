"""The salience head: what it learns to say of sentences, and how it is fitted to inputs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from service.characters import content_characters
from service.datamodels import Sentence, Span
from service.summarizers.features import sentence_features
from service.summarizers.picking import USUAL_BUDGET
from service.text import split_sentences
from training.articles.datamodels import SummarizedArticle
from training.baselines.chance_and_oracle import best_possible_pick
from training.config import SalienceBlock
from training.metrics.rouge import count_ngrams

_LEAST_SPREAD = 0.01  # so that an input that hardly varies gets no weight beyond half precision


@dataclass(frozen=True, slots=True)
class RatedArticle:
    """One article for the head: inputs (n, width), and the share of each sentence, (n,)."""

    inputs: Tensor
    target: Tensor


def salience_target(
    sentences: Sequence[Sentence], row: SummarizedArticle, settings: SalienceBlock
) -> NDArray[np.float32]:
    """How much of each sentence the article's digest says, shape (n,), in [0, 1].

    Where a reader chose the sentences (`picks`), all or nothing. Where an editor wrote
    `summary`, a share (`settings.oracle_share`) for the best possible pick and the rest for
    the share of the sentence's character pairs that the summary says; what is no whole
    sentence says nothing.
    """
    if row.picks:
        return np.array([_is_picked(sentence, row.picks) for sentence in sentences], np.float32)
    pairs = count_ngrams(content_characters(row.summary), 2)
    said = np.array([_share_said(sentence, pairs) for sentence in sentences], np.float32)
    target = (1 - settings.oracle_share) * said
    picked = best_possible_pick(sentences, row.summary, max_chars=USUAL_BUDGET)
    target[list(picked)] += settings.oracle_share
    return target


def _is_picked(sentence: Sentence, picks: Sequence[Span]) -> bool:
    """Whether most of a whole sentence lies in one of the picks."""
    half = (sentence.end - sentence.start) / 2
    return sentence.is_whole and any(
        min(sentence.end, end) - max(sentence.start, start) > half for start, end in picks
    )


def _share_said(sentence: Sentence, pairs: Counter[str]) -> float:
    if not sentence.is_whole:
        return 0.0
    own = count_ngrams(content_characters(sentence.text), 2)
    return sum(min(count, pairs[pair]) for pair, count in own.items()) / max(own.total(), 1)


class SalienceHead(nn.Module):
    """Two layers from `salience_inputs` to one score."""

    def __init__(self, n_inputs: int, width: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.salience_hidden = nn.Linear(n_inputs, width)
        self.salience_out = nn.Linear(width, 1)

    @classmethod
    def from_weights(cls, weights: Mapping[str, NDArray[np.float32]], dropout: float) -> Self:
        """Take the head of a model folder up again."""
        width, n_inputs = weights["salience_hidden.weight"].shape
        head = cls(n_inputs, width, dropout)
        head.load_state_dict({name: torch.from_numpy(weights[name]) for name in head.state_dict()})
        return head

    def forward(self, inputs: Tensor) -> Tensor:
        """Scores, shape (n,), any scale; higher is better."""
        hidden = torch.tanh(self.salience_hidden(self.dropout(inputs)))
        scores: Tensor = self.salience_out(hidden)[:, 0]
        return scores

    def widened(self, n_more: int, share: float) -> SalienceHead:
        """The same head with further inputs, of `share` of the usual size of new weights."""
        n_inputs, width = self.salience_hidden.in_features, self.salience_hidden.out_features
        head = SalienceHead(n_inputs + n_more, width, self.dropout.p)
        with torch.no_grad():
            head.salience_hidden.weight *= share
            head.salience_hidden.weight[:, :n_inputs] = self.salience_hidden.weight
            head.salience_hidden.bias.copy_(self.salience_hidden.bias)
        head.salience_out.load_state_dict(self.salience_out.state_dict())
        return head


class InputScale(nn.Module):
    """Mean and spread of each input; a head learns best on inputs of mean 0 and spread 1."""

    mean: Tensor
    spread: Tensor

    def __init__(self, mean: Tensor, spread: Tensor) -> None:
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("spread", spread)

    def forward(self, inputs: Tensor) -> Tensor:
        """Scale inputs, shape (n, width)."""
        return (inputs - self.mean) / self.spread

    @classmethod
    def of(cls, articles: Sequence[RatedArticle]) -> Self:
        """Measure them over all sentences."""
        rows = torch.cat([article.inputs for article in articles])
        return cls(rows.mean(dim=0), rows.std(dim=0).clamp(min=_LEAST_SPREAD))

    def widened(self, n_more: int) -> InputScale:
        """With further inputs, which stay as they are."""
        return InputScale(
            torch.cat([self.mean, torch.zeros(n_more)]),
            torch.cat([self.spread, torch.ones(n_more)]),
        )

    def taken_into(self, head: SalienceHead) -> SalienceHead:
        """Let a head that reads scaled inputs read them as they are; changes and returns it."""
        layer = head.salience_hidden
        with torch.no_grad():
            layer.weight.div_(self.spread)
            layer.bias.sub_(layer.weight @ self.mean)
        return head.eval()

    def taken_from(self, head: SalienceHead) -> SalienceHead:
        """The reverse: let a head that reads inputs as they are read scaled ones."""
        layer = head.salience_hidden
        with torch.no_grad():
            layer.bias.add_(layer.weight @ self.mean)
            layer.weight.mul_(self.spread)
        return head.train()


def fit_head(
    articles: Sequence[RatedArticle],
    settings: SalienceBlock,
    *,
    seed: int,
    known: SalienceHead | None = None,
) -> tuple[SalienceHead, InputScale]:
    """Fit a head to inputs that stand still.

    Args:
        articles: What it learns from.
        settings: Its size, and how it learns.
        seed: Of new weights and of the order.
        known: A head that reads inputs as they are, to go on from; changed in place.

    Returns:
        The head, and the scale of the inputs that it reads.
    """
    torch.manual_seed(seed)
    scale = InputScale.of(articles)
    head = (
        SalienceHead(len(scale.mean), settings.width, settings.dropout)
        if known is None
        else scale.taken_from(known)
    )
    optimizer = torch.optim.AdamW(
        head.parameters(), lr=settings.learning_rate, weight_decay=settings.weight_decay
    )
    n_steps = settings.n_epochs * -(-len(articles) // settings.batch_size)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, n_steps)
    order = np.random.default_rng(seed)
    for _ in range(settings.n_epochs):
        shuffled = order.permutation(len(articles))
        for start in range(0, len(shuffled), settings.batch_size):
            batch = [articles[i] for i in shuffled[start : start + settings.batch_size]]
            losses = [salience_loss(head(scale(a.inputs)), a.target) for a in batch]
            optimizer.zero_grad()
            torch.stack(losses).mean().backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    return head, scale


def rate_by_features(row: SummarizedArticle, settings: SalienceBlock) -> RatedArticle:
    """An article with its summary, for a head that reads features alone; perhaps no sentence."""
    article = row.to_article()
    sentences = split_sentences(article.text)
    features = sentence_features(article.text, sentences, article.headline)
    target = salience_target(sentences, row, settings)
    return RatedArticle(torch.from_numpy(features), torch.from_numpy(target))


def salience_loss(scores: Tensor, target: Tensor) -> Tensor:
    """Cross-entropy of what is said of each sentence and what is not, summed over an article.

    Shares are learned as they are, not ranks: a summary stops where they get low.
    """
    return functional.binary_cross_entropy_with_logits(scores, target, reduction="sum")
