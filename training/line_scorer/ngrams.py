"""Learn what characters say of a line: small linear models and the rarity of character pairs."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import SGDClassifier

from service.leads import without_lead
from service.splitters.cohesion import N_BUCKETS, bucket
from service.splitters.roles.ngrams import (
    N_SLOTS,
    closing_slots,
    end_slots,
    opening_slots,
    seam_slots,
    title_slots,
)
from service.text import split_sentences
from training.pages.noise import CleanArticle

_N_CUTS_PER_ARTICLE = 12
_SHORTEST = 30  # characters of a paragraph

Example = tuple[list[int], int]


def learn_characters(
    articles: Sequence[CleanArticle], *, seed: int
) -> dict[str, NDArray[np.float32]]:
    """Train the arrays of `service.splitters.roles.ngrams.NgramScorer`, and `rarity`.

    Args:
        articles: Clean articles.
        seed: Seed of the choice of places and of the training.

    Returns:
        The arrays by name.
    """
    rng = random.Random(seed)
    return {
        "title": _fit(_title_examples(articles, rng), seed),
        "end": _fit(_end_examples(articles, rng), seed),
        "seam": _fit(_seam_examples(articles, rng), seed),
        "opening": _fit(_opening_examples(articles, rng), seed),
        "closing": _fit(_closing_examples(articles, rng), seed),
        "rarity": _rarity(articles),
    }


def _title_examples(articles: Iterable[CleanArticle], rng: random.Random) -> list[Example]:
    """Headline lines against subheads, cut pieces and other short lines."""
    examples: list[Example] = []
    for article in articles:
        examples += [(title_slots(line[:60]), 1) for line in article.title_lines]
        for line in article.paragraphs:
            if len(line) <= 60:
                examples.append((title_slots(line), 0))
            elif rng.random() < 0.3:
                at = rng.randrange(len(line) - 40)
                examples.append((title_slots(line[at : at + rng.randint(8, 40)]), 0))
    return examples


def _end_examples(articles: Iterable[CleanArticle], rng: random.Random) -> list[Example]:
    """Places where a clause ends against places in its middle."""
    examples: list[Example] = []
    for article in articles:
        for _ in range(_N_CUTS_PER_ARTICLE):
            line = rng.choice(article.paragraphs)
            places = [
                n for n in range(1, len(line) - 6) if line[n - 1].isalnum() and line[n].isalnum()
            ]
            if not places:
                continue
            examples.append((_end_slots(line, rng.choice(places)), 0))
            at = rng.choice(split_sentences(line)).end
            clauses = [n for n in range(len(line) - 6) if line[n] in "，。；：,;"]
            if clauses and rng.random() < 0.3:
                at = rng.choice(clauses)
            examples.append((_end_slots(line, at), 1))
    return examples


def _end_slots(line: str, place: int) -> list[int]:
    return end_slots(line[max(0, place - 8) : place])


def _seam_examples(articles: Sequence[CleanArticle], rng: random.Random) -> list[Example]:
    """Both sides of a cut against sides of two cuts."""
    examples: list[Example] = []
    before = "。"
    for article in articles:
        for _ in range(_N_CUTS_PER_ARTICLE):
            line = rng.choice(article.paragraphs)
            if len(line) < 20:
                continue
            at = rng.randrange(2, len(line) - 2)
            examples.append((seam_slots(line[:at], line[at:]), 1))
            examples.append((seam_slots(before, line[at:]), 0))
            before = line[:at]
    return examples


def _opening_examples(articles: Iterable[CleanArticle], rng: random.Random) -> list[Example]:
    """First paragraphs against others."""
    examples: list[Example] = []
    for article in articles:
        first, *others = article.paragraphs
        examples.append((opening_slots(without_lead(first)), 1))
        examples += [(opening_slots(text), 0) for text in _some(others, rng)]
    return examples


def _closing_examples(articles: Iterable[CleanArticle], rng: random.Random) -> list[Example]:
    """Last paragraphs, signatures set aside, against others."""
    examples: list[Example] = []
    for article in articles:
        *others, last = [text for text in article.paragraphs if len(text) > _SHORTEST] or [""]
        examples.append((closing_slots(last), 1))
        examples += [(closing_slots(text), 0) for text in _some(others, rng)]
    return examples


def _some(paragraphs: Sequence[str], rng: random.Random) -> list[str]:
    """Up to three of the longer paragraphs."""
    long = [text for text in paragraphs if len(text) > _SHORTEST]
    return rng.sample(long, min(3, len(long)))


def _fit(examples: Sequence[Example], seed: int) -> NDArray[np.float32]:
    """Weights of a balanced logistic regression over slots."""
    columns = np.array([slot for slots, _ in examples for slot in slots], dtype=np.int32)
    ends = np.cumsum([0] + [len(slots) for slots, _ in examples])
    matrix = csr_matrix(
        (np.ones(len(columns), dtype=np.float32), columns, ends), shape=(len(examples), N_SLOTS)
    )
    labels = np.array([label for _, label in examples])
    model = SGDClassifier(
        "log_loss",
        alpha=1e-6,
        class_weight="balanced",
        max_iter=6,
        tol=None,
        average=True,
        random_state=seed,
    )
    model.fit(matrix, labels)
    weights: NDArray[np.float32] = model.coef_[0].astype(np.float32)
    return weights


def _rarity(articles: Sequence[CleanArticle]) -> NDArray[np.float32]:
    """Inverse document frequency of character pairs, one document an article."""
    counts: Counter[int] = Counter()
    for article in articles:
        codes = [ord(c) for line in article.paragraphs for c in line if c.isalnum()]
        counts.update({bucket(a, b) for a, b in itertools.pairwise(codes)})
    frequency = np.ones(N_BUCKETS)
    frequency[list(counts)] += np.array(list(counts.values()))
    return np.log((len(articles) + 1) / frequency).astype(np.float32)
