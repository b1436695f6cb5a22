"""Soft labels for unlabelled articles: the mean of a trained model and the linear baseline.

The two err differently, so their mean is right more often than either; a student trained
on it learns from both. Articles are chosen so that every topic is met about equally often.

    python -m training.learning.distill OUT.jsonl --model DIR --labelled FILE… --corpus FILE…

What is labelled or given as `--judged` is left out of the corpus by id and by text. With
`--soften` the labelled articles are written too: that share of each label goes to what the linear
model says of the article unseen, so that a label nothing speaks for is learned less firmly.

References:
    Hinton et al., Distilling the knowledge in a neural network, 2015.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.artifacts import ModelFolder
from service.classifiers.topics import TopicClassifier
from service.encoders.openvino_runtime import OpenVinoEncoder
from training.articles.datamodels import LabelledArticle, PlainArticle
from training.articles.reading import labelled_articles, read_plain
from training.baselines.linear_topics import LinearTopicBaseline
from training.evaluation.served_model import topic_logits
from training.learning.examples import topic_target
from training.metrics.calibration import apply_temperature
from training.pages.rows import read_page_rows

_SHORTEST = 60  # characters; what is shorter says too little to learn a topic from
_SECONDARY_WEIGHT = 0.2  # as `data.secondary_weight` of a training has it by default
_KEY_CHARS = 60  # enough to tell articles apart; later on two printings may differ


def choose_rows(probabilities: NDArray[np.float64], n: int, seed: int) -> list[int]:
    """Places of `n` rows, as evenly over their likeliest label as there are any.

    Args:
        probabilities: Of each row, shape (rows, labels).
        n: How many are wanted; fewer come back where there are fewer.
        seed: Of the draws.
    """
    random = np.random.default_rng(seed)
    order = random.permutation(len(probabilities))
    labels = probabilities.argmax(axis=1)
    queues = [[i for i in order if labels[i] == label] for label in range(probabilities.shape[1])]
    chosen: list[int] = []
    while len(chosen) < n and any(queues):
        chosen += [int(queue.pop()) for queue in queues if queue]
    return sorted(chosen[:n])


def identities_in(path: Path) -> Iterator[str]:
    """By what the articles of a file are known again: ids, and the starts of their texts.

    Args:
        path: Articles, or made pages: `articles` by id, or with their id as `src`.
    """
    for row in read_page_rows(path):
        if "articles" in row:
            yield from (article.get("src", name) for name, article in row["articles"].items())
        else:
            yield from _identities(str(row["id"]), row.get("text", ""))


def unseen_articles(articles: Iterable[PlainArticle], known: Set[str]) -> list[PlainArticle]:
    """Articles that share neither id nor the start of the text with what is known."""
    return [
        article for article in articles if known.isdisjoint(_identities(article.id, article.text))
    ]


def _identities(article_id: str, text: str) -> Iterator[str]:
    yield article_id
    if start := "".join(char for char in text if char.isalnum())[:_KEY_CHARS]:
        yield start


def _read_pool(options: argparse.Namespace, known: Set[str]) -> list[PlainArticle]:
    """A sample of each corpus file, texts cut to what is labelled."""
    random = np.random.default_rng(options.seed)
    pool: list[PlainArticle] = []
    for file in options.corpus:
        long_enough = (article for article in read_plain(file) if len(article.text) >= _SHORTEST)
        found = unseen_articles(long_enough, known)
        places = random.permutation(len(found))[: options.pool]
        pool += [replace(found[i], text=found[i].text[: options.max_chars]) for i in places]
    return pool


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--model", type=Path, required=True, help="artifact folder of the teacher")
    parser.add_argument("--labelled", type=Path, nargs="+", required=True)
    parser.add_argument("--corpus", type=Path, nargs="+", required=True)
    parser.add_argument("--judged", type=Path, nargs="*", default=[], help="never to be trained on")
    parser.add_argument("--soften", type=float, default=0.0, help="share of each label, in [0, 1)")
    parser.add_argument("--rows", type=int, default=6000)
    parser.add_argument("--pool", type=int, default=10000, help="articles of each corpus file")
    parser.add_argument("--max-chars", type=int, default=330, help="of each text; one window")
    parser.add_argument("--seed", type=int, default=13)
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write rows with `probabilities` for `baozhai train`."""
    options = _parse(arguments)
    folder = ModelFolder(options.model)
    labels = folder.read_labels()
    labelled = labelled_articles(options.labelled, labels)
    kept_apart = (*options.labelled, *options.judged)
    pool = _read_pool(options, {name for file in kept_apart for name in identities_in(file)})
    baseline = LinearTopicBaseline(labels, seed=options.seed).fit(labelled)
    linear = baseline.predict_proba(pool)
    chosen = choose_rows(linear, options.rows, options.seed)
    rows = [pool[i] for i in chosen]
    encoder = OpenVinoEncoder.from_pretrained(options.model)
    logits = topic_logits(rows, encoder, TopicClassifier.from_pretrained(options.model))
    mean = (apply_temperature(logits, folder.read_inference().temperature) + linear[chosen]) / 2
    if options.soften:
        rows = [*labelled, *rows]
        mean = np.concatenate(
            [soften(labelled, baseline.cross_fitted, labels, options.soften), mean]
        )
    _write(options.out, rows, mean, labels)
    sys.stdout.write(f"{len(rows)} rows in {options.out}\n")
    return 0


def soften(
    rows: Sequence[LabelledArticle],
    unseen: NDArray[np.float64],
    labels: tuple[str, ...],
    share: float,
) -> NDArray[np.float64]:
    """Mix the labels of articles with what a model says that did not see them.

    Args:
        rows: Labelled articles, n of them.
        unseen: What the model says, shape (n, labels).
        labels: The label set, in the order of the columns.
        share: Of the model, in [0, 1].

    Returns:
        Probabilities, shape (n, labels).
    """
    own = np.stack([topic_target(row, labels, _SECONDARY_WEIGHT) for row in rows])
    return np.asarray((1 - share) * own + share * unseen)


def _write(
    out: Path,
    rows: Sequence[PlainArticle],
    probabilities: NDArray[np.float64],
    labels: tuple[str, ...],
) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8") as lines:
        for row, probs in zip(rows, probabilities, strict=True):
            soft = {name: round(float(p), 4) for name, p in zip(labels, probs, strict=True)}
            kept = {"id": row.id, "title": row.title, "text": row.text}
            lines.write(json.dumps({**kept, "probabilities": soft}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    raise SystemExit(main())
