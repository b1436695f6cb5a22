"""Learn to tell beginnings of sentences from text cut in mid-sentence."""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from service.leads import without_lead
from service.splitters.lines.edges import widen_punctuation
from service.splitters.roles.beginnings import (
    ARRAYS,
    N_CHARACTERS,
    N_PAIRS,
    character_rows,
    pair_rows,
)
from service.text import split_sentences
from training.pages.noise import CleanArticle

_N_DIMENSIONS = 32
_N_PAIR_DIMENSIONS = 12
_N_HIDDEN = 128
_N_EPOCHS = 2
_BATCH = 2048
_DROPOUT = 0.25
_RATE = 4e-3
_FEWEST_CHARACTERS = 5  # occurrences from which on a character gets a vector
_FEWEST_BEFORE, _FEWEST_AFTER = 4, 6  # characters on both sides of a tear
_N_TRIES = 8
_SENTENCES = 0.5  # share of beginnings that are those of any sentence, not of a paragraph
_CALIBRATING = 20  # one article in so many sets the scale


def learn_beginnings(
    articles: Sequence[CleanArticle], *, tear_every: int, seed: int
) -> dict[str, NDArray[np.float32]]:
    """Train the arrays of `service.splitters.roles.beginnings.Beginnings`.

    Each tear in mid-sentence stands against a place where a paragraph or a sentence
    begins. The log-odds are scaled on articles that trained nothing.

    Args:
        articles: Clean articles.
        tear_every: Characters of an article for each tear made in it, so that long ones teach more.
        seed: Seed of the choice of places and of the training.

    Returns:
        The arrays by name.

    References:
        Platt, Probabilistic outputs for support vector machines, 1999.
    """
    rng = random.Random(seed)
    examples = [
        (number % _CALIBRATING == 0, text, is_torn)
        for number, article in enumerate(articles)
        for text, is_torn in _examples(article, tear_every, rng)
    ]
    rng.shuffle(examples)
    counts = Counter(character for _, text, _ in examples for character in text)
    common = [ord(character) for character, n in counts.items() if n >= _FEWEST_CHARACTERS]
    characters = np.array(sorted(common), dtype=np.int64)
    rows = torch.from_numpy(character_rows([text for _, text, _ in examples], characters))
    labels = torch.tensor([float(is_torn) for _, _, is_torn in examples])
    kept = torch.tensor([is_kept for is_kept, _, _ in examples])
    torch.manual_seed(seed)
    network = _Network(len(characters))
    _train(network, rows[~kept], labels[~kept])
    with torch.no_grad():
        odds = network.eval()(rows[kept])
    slope, offset = platt_scale(odds.numpy(), labels[kept].numpy())
    weights = [p.detach().numpy() for p in network.parameters()]
    vectors, pairs, hidden, hidden_bias, output, output_bias = weights
    scaled = (output.T * slope, output_bias * slope + offset)
    values = (characters, vectors, pairs, hidden.T, hidden_bias, *scaled)
    return {name: np.ascontiguousarray(value) for name, value in zip(ARRAYS, values, strict=True)}


class _Network(torch.nn.Module):
    """What `service.splitters.roles.beginnings.Beginnings` computes, with dropout."""

    def __init__(self, n_characters: int) -> None:
        super().__init__()
        self.vectors = torch.nn.Embedding(n_characters + 2, _N_DIMENSIONS)
        self.pairs = torch.nn.Embedding(N_PAIRS, _N_PAIR_DIMENSIONS)
        n_inputs = N_CHARACTERS * _N_DIMENSIONS + (N_CHARACTERS - 1) * _N_PAIR_DIMENSIONS
        self.hidden = torch.nn.Linear(n_inputs, _N_HIDDEN)
        self.output = torch.nn.Linear(_N_HIDDEN, 1)
        self.dropout = torch.nn.Dropout(_DROPOUT)
        torch.nn.init.normal_(self.vectors.weight, std=0.3)
        torch.nn.init.normal_(self.pairs.weight, std=0.1)

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        pairs = torch.from_numpy(pair_rows(rows.numpy()))
        seen = [self.vectors(rows).flatten(1), self.pairs(pairs).flatten(1)]
        inner = torch.relu(self.hidden(self.dropout(torch.cat(seen, dim=1))))
        odds: torch.Tensor = self.output(self.dropout(inner))[:, 0]
        return odds


def platt_scale(odds: NDArray[np.float32], labels: NDArray[np.float32]) -> tuple[float, float]:
    """Slope and offset that make scores log-odds of the labels, 0 or 1; both shape (n,)."""
    model = LogisticRegression(C=1e6).fit(odds[:, None], labels > 0.5)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def tear_place(text: str, rng: random.Random) -> int | None:
    """Where to tear a text in mid-sentence, well inside; None if it fails."""
    inside = range(_FEWEST_BEFORE, len(text) - _FEWEST_AFTER)
    places = (rng.choice(inside) for _ in range(_N_TRIES if inside else 0))
    return next((n for n in places if text[n - 1].isalnum() and text[n].isalnum()), None)


def _examples(
    article: CleanArticle, tear_every: int, rng: random.Random
) -> Iterator[tuple[str, bool]]:
    """Heads of texts of an article, and whether they were torn."""
    paragraphs = [bare for text in article.paragraphs if (bare := without_lead(text))]
    sentences = [[sentence.start for sentence in split_sentences(text)] for text in paragraphs]
    for _ in range(-(-sum(map(len, paragraphs)) // tear_every)):
        number = rng.randrange(len(paragraphs))
        text = paragraphs[number]
        at = tear_place(text, rng)
        if at is None:
            continue
        yield widen_punctuation(text[at : at + N_CHARACTERS]), True
        begins = rng.choice(sentences[number]) if rng.random() < _SENTENCES else 0
        yield widen_punctuation(text[begins : begins + N_CHARACTERS]), False


def _train(network: torch.nn.Module, rows: torch.Tensor, labels: torch.Tensor) -> None:
    """AdamW with a rate that rises and falls once, in place."""
    optimizer = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=0.01)
    n_steps = _N_EPOCHS * -(-len(rows) // _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=n_steps)
    for epoch in range(_N_EPOCHS):
        total = 0.0
        for batch in torch.randperm(len(rows)).split(_BATCH):  # type: ignore[no-untyped-call]
            odds = network(rows[batch])
            loss = torch.nn.functional.binary_cross_entropy_with_logits(odds, labels[batch])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
            total += float(loss.detach()) * len(batch)
        sys.stderr.write(f"beginnings, epoch {epoch + 1}: loss {total / len(rows):.4f}\n")
