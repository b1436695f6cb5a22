"""Train the scorer of line roles: `python -m training.line_scorer PAGES LOOSE… --out FILE`.

First the models over letters, on every second clean page; then, on the other
pages under noise, the layer that joins them with what else is seen of a line.
Give `--judged` the pages that will judge the result: the corpus holds many of
their articles. What ships comes from an earlier version of this file, with
`--hold-out` but without `--judged`; a run of this one with both gives 0.929
exact articles on the noised validation pages where the shipped one gives 0.935,
but other scores of beginnings, on which `service.splitters.beginnings` relies.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.linear_model import SGDClassifier

from service.splitters.cohesion import N_BUCKETS, Cohesion, bucket
from service.splitters.copies import set_copies_aside
from service.splitters.features import page_features
from service.splitters.lines import read_lines
from service.splitters.ngrams import (
    N_SLOTS,
    NgramScorer,
    end_slots,
    seam_slots,
    start_slots,
    title_slots,
)
from service.splitters.stories import Role
from service.text import split_sentences
from training.clean_pages import (
    known_to_judges,
    make_pages,
    read_clean_pages,
    read_judged,
    read_loose_articles,
)
from training.noise import KINDS_OF_NOISE, UNSEEN_KINDS, CleanArticle, NoisedPage

TRAIN_MONTHS = tuple(f"2020{month:02d}" for month in range(1, 8))
_N_CUTS_PER_ARTICLE = 12
_N_HIDDEN = 64
_N_EPOCHS = 14
_BATCH = 512
_N_VARIANTS = 2
_DROPOUT = 0.15
_SEED = 20

Example = tuple[list[int], int]


def train_line_scorer(
    pages: Sequence[Sequence[CleanArticle]],
    loose: Sequence[CleanArticle],
    *,
    faults: frozenset[str],
) -> dict[str, NDArray[np.float32]]:
    """Train all arrays of a scorer.

    Args:
        pages: Clean pages; every second one trains the models over letters.
        loose: Articles without subheads, mixed into the pages.
        faults: Kinds of noise to train on.

    Returns:
        The arrays `LineScorer` takes. The same input gives the same arrays on
        one kind of machine.
    """
    torch.manual_seed(_SEED)
    rng = random.Random(_SEED)
    letters_pages, noise_pages = pages[::2], pages[1::2]
    half = len(loose) // 2
    articles = [article for page in letters_pages for article in page]
    articles += rng.sample(list(loose[:half]), min(half, 2 * len(articles)))
    arrays = {
        "title": _fit(_title_examples(articles, rng)),
        "start": _fit(_cut_examples(articles, rng, _start_example)),
        "end": _fit(_cut_examples(articles, rng, _end_example)),
        "seam": _fit(_seam_examples(articles, rng)),
        "rarity": _rarity(articles),
    }
    sys.stderr.write(f"letters: {len(articles)} articles\n")
    made: list[NoisedPage] = []
    for variant in range(_N_VARIANTS):
        made += make_pages(noise_pages, loose[half:], faults=faults, seed=_SEED + variant)
    return arrays | _fit_layers(made, NgramScorer(arrays), Cohesion(arrays["rarity"]))


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


def _cut_examples(
    articles: Iterable[CleanArticle],
    rng: random.Random,
    example: Callable[[str, int], list[int]],
) -> list[Example]:
    """Places where a clause begins or ends against places in its middle."""
    examples: list[Example] = []
    for article in articles:
        for _ in range(_N_CUTS_PER_ARTICLE):
            line = rng.choice(article.paragraphs)
            places = [
                n for n in range(1, len(line) - 6) if line[n - 1].isalnum() and line[n].isalnum()
            ]
            if not places:
                continue
            examples.append((example(line, rng.choice(places)), 0))
            whole = rng.choice(split_sentences(line))
            at = whole.start if example is _start_example else whole.end
            clauses = [n + 1 for n in range(len(line) - 6) if line[n] in "，。；：,;"]
            if clauses and rng.random() < 0.3:
                at = rng.choice(clauses) - (example is _end_example)
            examples.append((example(line, at), 1))
    return examples


def _start_example(line: str, place: int) -> list[int]:
    return start_slots(line[place : place + 8])


def _end_example(line: str, place: int) -> list[int]:
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


def _fit(examples: Sequence[Example]) -> NDArray[np.float32]:
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
        random_state=_SEED,
    )
    model.fit(matrix, labels)
    weights: NDArray[np.float32] = model.coef_[0].astype(np.float32)
    return weights


def _rarity(articles: Sequence[CleanArticle]) -> NDArray[np.float32]:
    """Inverse document frequency of letter pairs, one document an article."""
    counts: Counter[int] = Counter()
    for article in articles:
        codes = [ord(c) for line in article.paragraphs for c in line if c.isalnum()]
        counts.update({bucket(a, b) for a, b in itertools.pairwise(codes)})
    frequency = np.ones(N_BUCKETS)
    frequency[list(counts)] += np.array(list(counts.values()))
    return np.log((len(articles) + 1) / frequency).astype(np.float32)


def _fit_layers(
    made: Sequence[NoisedPage], ngrams: NgramScorer, cohesion: Cohesion
) -> dict[str, NDArray[np.float32]]:
    features, roles, goes_on, torn = [], [], [], []
    for page in made:
        lines = read_lines(page.gold.text)
        clean = set_copies_aside(lines)
        kept = [index for index, line in enumerate(lines) if line not in clean.copies]
        features.append(page_features(clean.lines, clean.repeats, ngrams, cohesion))
        roles.append(np.array(page.roles)[kept])
        goes_on.append(np.array(page.goes_on)[kept])
        torn.append(np.array(page.torn)[kept])
    table = np.vstack(features)
    mean, deviation = table.mean(axis=0), table.std(axis=0)
    scale = 1 / np.maximum(deviation, 0.05)
    inputs = torch.from_numpy(np.clip((table - mean) * scale, -8, 8).astype(np.float32))
    targets = torch.from_numpy(
        np.stack([np.concatenate(goes_on), np.concatenate(torn)], axis=1).astype(np.float32)
    )
    layers = _train(inputs, torch.from_numpy(np.concatenate(roles).astype(np.int64)), targets)
    return {"mean": mean, "scale": scale.astype(np.float32)} | layers


def _train(
    inputs: torch.Tensor, roles: torch.Tensor, targets: torch.Tensor
) -> dict[str, NDArray[np.float32]]:
    """One hidden layer for roles and both yes-or-no questions, by AdamW with a falling rate."""
    hidden = torch.nn.Linear(inputs.shape[1], _N_HIDDEN)
    output = torch.nn.Linear(_N_HIDDEN, len(Role) + 2)
    parameters = [*hidden.parameters(), *output.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=3e-3, weight_decay=0.02)
    n_steps = _N_EPOCHS * (len(inputs) // _BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=n_steps)
    generator = torch.Generator().manual_seed(_SEED)
    for epoch in range(_N_EPOCHS):
        total = 0.0
        for rows in torch.randperm(len(inputs), generator=generator).split(_BATCH):  # type: ignore[no-untyped-call]
            noisy = torch.nn.functional.dropout(inputs[rows], _DROPOUT)
            inner = torch.nn.functional.dropout(torch.relu(hidden(noisy)), _DROPOUT)
            outputs = output(inner)
            loss = torch.nn.functional.cross_entropy(outputs[:, : len(Role)], roles[rows])
            loss = loss + torch.nn.functional.binary_cross_entropy_with_logits(
                outputs[:, len(Role) :], targets[rows]
            )
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
            total += float(loss.detach()) * len(rows)
        sys.stderr.write(f"epoch {epoch + 1}: loss {total / len(inputs):.4f}\n")
    return {
        "hidden_weights": hidden.weight.detach().numpy().T.copy(),
        "hidden_bias": hidden.bias.detach().numpy(),
        "output_weights": output.weight.detach().numpy().T.copy(),
        "output_bias": output.bias.detach().numpy(),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Train on the months before August and write the scorer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path, help="clean pages (JSON lines)")
    parser.add_argument("loose", type=Path, nargs="+", help="articles with title and text")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--hold-out", action="store_true", help="train without the kinds of noise kept to judge on"
    )
    parser.add_argument(
        "--judged", type=Path, help="pages to judge with; what stands there is not learned from"
    )
    options = parser.parse_args(arguments)
    pages = list(read_clean_pages(options.pages, months=TRAIN_MONTHS))
    loose = [article for path in options.loose for article in read_loose_articles(path)]
    judged = read_judged(options.judged) if options.judged else frozenset()
    loose = [article for article in loose if not known_to_judges(article, judged)]
    random.Random(_SEED).shuffle(loose)
    faults = KINDS_OF_NOISE - UNSEEN_KINDS if options.hold_out else KINDS_OF_NOISE
    arrays = train_line_scorer(pages, loose[:36000], faults=faults)
    halves: dict[str, Any] = {name: array.astype(np.float16) for name, array in arrays.items()}
    np.savez_compressed(options.out, **halves)


if __name__ == "__main__":
    main()
