"""Soft labels for unlabelled articles: the mean of a trained model and the linear baseline.

The two err differently, so their mean is right more often than either; a student trained
on it learns from both. Articles are chosen so that every topic is met about equally often.

    python -m training.distill OUT.jsonl --model DIR --labelled FILE [...] --corpus FILE [...]

References:
    Hinton et al., Distilling the knowledge in a neural network, 2015.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.artifacts import ModelFolder
from service.classifiers.topics import TopicClassifier
from service.encoders.openvino_runtime import OpenVinoEncoder
from training.baselines import LinearTopicBaseline
from training.calibration import apply_temperature
from training.data import read_rows
from training.finish import topic_logits

_SHORTEST = 60  # characters; what is shorter says too little to learn a topic from


def choose_rows(
    rows: Sequence[dict[str, Any]], probabilities: NDArray[np.float64], n: int, seed: int
) -> list[int]:
    """Places of `n` rows, as evenly over their likeliest label as there are any."""
    random = np.random.default_rng(seed)
    order = random.permutation(len(rows))
    labels = probabilities.argmax(axis=1)
    queues = [[i for i in order if labels[i] == label] for label in range(probabilities.shape[1])]
    chosen: list[int] = []
    while len(chosen) < n and any(queues):
        chosen += [int(queue.pop()) for queue in queues if queue]
    return sorted(chosen[:n])


def main(arguments: Sequence[str] | None = None) -> int:
    """Write rows with `probabilities` for `baozhai train`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--model", type=Path, required=True, help="artifact folder of the teacher")
    parser.add_argument("--labelled", type=Path, nargs="+", required=True)
    parser.add_argument("--corpus", type=Path, nargs="+", required=True)
    parser.add_argument("--rows", type=int, default=6000)
    parser.add_argument("--pool", type=int, default=30000, help="articles to choose from")
    parser.add_argument("--max-chars", type=int, default=330, help="of each text; one window")
    parser.add_argument("--seed", type=int, default=13)
    options = parser.parse_args(arguments)

    labels = ModelFolder(options.model).read_labels()
    labelled = [row for file in options.labelled for row in read_rows(file)]
    known = {row["id"] for row in labelled}
    pool = [
        {**row, "text": row["text"][: options.max_chars]}
        for file in options.corpus
        for row in read_rows(file)
        if row["id"] not in known and len(row["text"]) >= _SHORTEST
    ]
    sample = np.random.default_rng(options.seed).permutation(len(pool))[: options.pool]
    pool = [pool[i] for i in sample]
    linear = LinearTopicBaseline(labels, seed=options.seed).fit(labelled).predict_proba(pool)
    chosen = choose_rows(pool, linear, options.rows, options.seed)

    encoder = OpenVinoEncoder.from_pretrained(options.model)
    temperature = ModelFolder(options.model).read_inference().temperature
    rows = [pool[i] for i in chosen]
    logits = topic_logits(rows, encoder, TopicClassifier.from_pretrained(options.model))
    mean = (apply_temperature(logits, temperature) + linear[chosen]) / 2
    with options.out.open("w", encoding="utf-8") as out:
        for row, probs in zip(rows, mean, strict=True):
            soft = {name: round(float(p), 4) for name, p in zip(labels, probs, strict=True)}
            kept = {key: row.get(key) for key in ("id", "title", "text")}
            out.write(json.dumps({**kept, "probabilities": soft}, ensure_ascii=False) + "\n")
    sys.stdout.write(f"{len(rows)} rows in {options.out}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
