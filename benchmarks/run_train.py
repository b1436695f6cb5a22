"""How much a desk's corrections teach by `baozhai train`, and what is forgotten.

    python -m benchmarks.run_train ../shared/data --model FOLDER --sizes 100 300 1000

The desk, what judges and the draws are those of `benchmarks.run_adapt`: a head is fitted to the
corrections first, and the training goes on from that model by the settings that `baozhai data
check` writes. The model must not have learned from these articles.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.run_adapt import Bench, Judged, drawn, load_bench, macro_f1
from service.artifacts import ModelFolder
from training.articles.reading import read_plain
from training.desk.artifact import write_adapted
from training.desk.folder import DeskFolder
from training.desk.following import UNFOLLOWED
from training.desk.for_training import write_for_training
from training.desk.remembered import remember
from training.desk.sets import DeskSets
from training.desk.topic_head import TopicHead
from training.desk.vectors import VectorStore

_N_CALIBRATE = 100  # articles; they choose how sure to be, no topic
_N_REMEMBERED = 500


def main() -> int:
    """Print a row a run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path, default=Path("models/default"))
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 300, 1000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--remember", type=int, default=_N_REMEMBERED)
    options = parser.parse_args()
    bench = load_bench(options.data, ModelFolder(options.model))
    _write("| corrections | way | local | national | minutes | memory |")
    _write("|---|---|---|---|---|---|")
    for n in options.sizes:
        with tempfile.TemporaryDirectory() as place:
            _measure(bench, options, n, Path(place))
    return 0


def _measure(bench: Bench, options: argparse.Namespace, n: int, place: Path) -> None:
    order = drawn(bench, n + _N_CALIBRATE, options.seed)
    learned, calibrating = bench.desk.at(order[:n]), bench.desk.at(order[n:])
    began = time.perf_counter()
    adapted = write_adapted(
        bench.base, bench.adapt(learned), place / "adapted", "adapted", bench.replay
    )
    head = TopicHead.of_model(adapted)
    local, national = (head.probabilities(p.vectors) for p in (bench.local, bench.national))
    _row(bench, n, "adapt", (local, national), time.perf_counter() - began)
    desk = DeskFolder(place / "desk")
    desk.path.mkdir()
    labelled = {_letters(article.text) for article in (*learned.articles, *calibrating.articles)}
    corpus = read_plain(options.data / "corpus" / "local_2023.jsonl.gz")
    plain = [article for article in corpus if _letters(article.text) not in labelled]
    chosen = np.random.default_rng(options.seed).permutation(len(plain))[: options.remember]
    store = VectorStore.of_model(bench.base, n_threads=1)
    texts = [plain[int(number)] for number in chosen]
    soft = remember(texts, adapted, bench.topics, store, UNFOLLOWED)
    sets = DeskSets(tuple(learned.articles), tuple(calibrating.articles), (), 0)
    config = write_for_training(desk, sets, adapted, soft)
    settings = config.read_text("utf-8").replace("encoder: registry", f"encoder: {adapted.path}")
    config.write_text(settings, "utf-8")
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "service.cli", "train", str(config)], check=True)
    seconds = time.perf_counter() - began
    trained = ModelFolder(desk.path / "runs" / "artifact")
    head, store = TopicHead.of_model(trained), VectorStore.of_model(trained, n_threads=1)
    told = tuple(head.probabilities(store.read(p.articles)) for p in (bench.local, bench.national))
    _row(bench, n, "train", told, seconds)


def _row(
    bench: Bench, n: int, way: str, told: tuple[NDArray[np.float64], ...], seconds: float
) -> None:
    labels = bench.base.read_labels()
    parts: tuple[Judged, ...] = (bench.local, bench.national)
    figures = [
        f"{macro_f1(part.truths(labels), said):.1f}" for part, said in zip(parts, told, strict=True)
    ]
    who = resource.RUSAGE_CHILDREN if way == "train" else resource.RUSAGE_SELF
    memory = resource.getrusage(who).ru_maxrss / 2**20
    _write(f"| {n} | {way} | {' | '.join(figures)} | {seconds / 60:.1f} | {memory:.2f} GiB |")


def _letters(text: str) -> str:
    return "".join(text.split())


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
