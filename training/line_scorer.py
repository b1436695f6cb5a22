"""Train the scorer of line roles: `python -m training.line_scorer PAGES LOOSE… --out FILE`.

First the models over letters, on articles that stand on none of the pages; then, on the
pages under noise, the layers that join them with what else is seen of a line. What stands
on the pages given as `--judged` is not learned from, nor is what was printed in August and
September 2020: the corpus holds many of their articles.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from service.splitters.copies import set_copies_aside
from service.splitters.features import LetterModels, page_features
from service.splitters.lines import read_lines
from service.splitters.stories import Role
from training.beginnings import learn_beginnings, platt_scale
from training.clean_pages import (
    known_to_judges,
    make_pages,
    read_clean_pages,
    read_judged,
    read_loose_articles,
)
from training.ngrams import learn_letters
from training.noise import KINDS_OF_NOISE, UNSEEN_KINDS, CleanArticle, NoisedPage

TRAIN_MONTHS = tuple(f"2020{month:02d}" for month in range(1, 8))
HELD_OUT_MONTHS = ("202008", "202009")
_N_DRESSED = 18_000  # loose articles mixed into the pages; the others teach letters
_N_READ = 30_000  # articles the small models read
_N_TEARS = 8
_N_HIDDEN = 64
_N_EPOCHS = 14
_BATCH = 512
_N_VARIANTS = 2
_DROPOUT = 0.15
_SCALING = 10  # one page in so many sets the scale of the probabilities
_SEED = 20


def train_line_scorer(
    pages: Sequence[Sequence[CleanArticle]],
    dressed: Sequence[CleanArticle],
    read: Sequence[CleanArticle],
    *,
    faults: frozenset[str],
) -> dict[str, NDArray[Any]]:
    """Train all arrays of a scorer.

    Args:
        pages: Clean pages.
        dressed: Articles to mix into them.
        read: Articles that stand on none of the pages, for the models over letters.
        faults: Kinds of noise to train on.

    Returns:
        The arrays `LineScorer` takes. The same input gives the same arrays on
        one kind of machine.
    """
    torch.manual_seed(_SEED)
    arrays = learn_beginnings(read, n_tears=_N_TEARS, seed=_SEED)
    arrays |= learn_letters(read[:_N_READ], seed=_SEED)
    sys.stderr.write(f"letters: {len(read)} articles\n")
    made: list[NoisedPage] = []
    for variant in range(_N_VARIANTS):
        made += make_pages(pages, dressed, faults=faults, seed=_SEED + variant)
    return arrays | _fit_layers(made, LetterModels.from_arrays(arrays))


def _fit_layers(
    made: Sequence[NoisedPage], letters: LetterModels
) -> dict[str, NDArray[np.float32]]:
    features, roles, answers, scaling = [], [], [], []
    for number, page in enumerate(made):
        lines = read_lines(page.gold.text)
        clean = set_copies_aside(lines)
        kept = [index for index, line in enumerate(lines) if line not in clean.copies]
        features.append(page_features(clean.lines, clean.repeats, letters))
        roles.append(np.array(page.roles)[kept])
        answers.append(np.array([page.goes_on, page.torn], dtype=np.float32).T[kept])
        scaling.append(np.full(len(kept), number % _SCALING == 0))
    table = np.vstack(features)
    mean, deviation = table.mean(axis=0), table.std(axis=0)
    scale = 1 / np.maximum(deviation, 0.05)
    inputs = torch.from_numpy(np.clip((table - mean) * scale, -8, 8).astype(np.float32))
    wanted = torch.from_numpy(np.concatenate(roles).astype(np.int64))
    layers = _train(
        inputs, wanted, torch.from_numpy(np.concatenate(answers)), np.concatenate(scaling)
    )
    return {"mean": mean, "scale": scale.astype(np.float32)} | layers


def _train(
    inputs: torch.Tensor,
    roles: torch.Tensor,
    answers: torch.Tensor,
    is_scaling: NDArray[np.bool_],
) -> dict[str, NDArray[np.float32]]:
    """One hidden layer for roles and both yes-or-no questions, by AdamW with a falling rate."""
    hidden = torch.nn.Linear(inputs.shape[1], _N_HIDDEN)
    output = torch.nn.Linear(_N_HIDDEN, len(Role) + answers.shape[1])
    parameters = [*hidden.parameters(), *output.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=3e-3, weight_decay=0.02)
    learning = torch.from_numpy(np.flatnonzero(~is_scaling))
    n_steps = _N_EPOCHS * -(-len(learning) // _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=n_steps)
    generator = torch.Generator().manual_seed(_SEED)
    for epoch in range(_N_EPOCHS):
        total = 0.0
        for places in torch.randperm(len(learning), generator=generator).split(_BATCH):  # type: ignore[no-untyped-call]
            rows = learning[places]
            noisy = torch.nn.functional.dropout(inputs[rows], _DROPOUT)
            inner = torch.nn.functional.dropout(torch.relu(hidden(noisy)), _DROPOUT)
            outputs = output(inner)
            loss = torch.nn.functional.cross_entropy(outputs[:, : len(Role)], roles[rows])
            loss = loss + torch.nn.functional.binary_cross_entropy_with_logits(
                outputs[:, len(Role) :], answers[rows]
            )
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
            total += float(loss.detach()) * len(rows)
        sys.stderr.write(f"epoch {epoch + 1}: loss {total / len(learning):.4f}\n")
    with torch.no_grad():
        odds = output(torch.relu(hidden(inputs[is_scaling])))[:, len(Role) :].numpy()
    weights, bias = output.weight.detach().numpy().T.copy(), output.bias.detach().numpy()
    for question in range(answers.shape[1]):
        slope, offset = platt_scale(odds[:, question], answers[is_scaling][:, question].numpy())
        weights[:, len(Role) + question] *= slope
        bias[len(Role) + question] = slope * bias[len(Role) + question] + offset
    return {
        "hidden_weights": hidden.weight.detach().numpy().T.copy(),
        "hidden_bias": hidden.bias.detach().numpy(),
        "output_weights": weights,
        "output_bias": bias,
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Train on the months before August and write the scorer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path, help="clean pages (JSON lines)")
    parser.add_argument("loose", type=Path, nargs="+", help="articles with title and text")
    parser.add_argument(
        "--letters", type=Path, nargs="*", default=[], help="articles for the models over letters"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--hold-out", action="store_true", help="train without the kinds of noise kept to judge on"
    )
    parser.add_argument(
        "--judged", type=Path, help="pages to judge with; what stands there is not learned from"
    )
    options = parser.parse_args(arguments)
    pages = list(read_clean_pages(options.pages, months=TRAIN_MONTHS))
    known = read_judged(options.pages)
    if options.judged:
        known |= read_judged(options.judged)
    loose = _read_unknown(options.loose, known)
    n_dressed = min(_N_DRESSED, len(loose) // 2)
    read = [*_read_unknown(options.letters, known), *loose[n_dressed:]]
    faults = KINDS_OF_NOISE - UNSEEN_KINDS if options.hold_out else KINDS_OF_NOISE
    arrays = train_line_scorer(pages, loose[:n_dressed], read, faults=faults)
    halves = {
        name: array.astype(np.float16) if array.dtype == np.float32 else array
        for name, array in arrays.items()
    }
    np.savez_compressed(options.out, **halves)  # type: ignore[arg-type]


def _read_unknown(paths: Sequence[Path], known: frozenset[str]) -> list[CleanArticle]:
    """The articles of some files that stand on no page and are kept from no judge, shuffled."""
    articles = [
        article
        for path in paths
        for article in read_loose_articles(path, without=HELD_OUT_MONTHS)
        if not known_to_judges(article, known)
    ]
    random.Random(_SEED).shuffle(articles)
    return articles


if __name__ == "__main__":
    main()
