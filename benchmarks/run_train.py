"""How much a desk's corrections teach by `baozhai train`, and what is forgotten.

    python -m benchmarks.run_train ../shared/data --model FOLDER --sizes 100 300 1000
    python -m benchmarks.run_train ../shared/data --model FOLDER --sizes --six --work runs/six

The desk, what judges and the draws are those of `benchmarks.run_adapt`: a head is fitted to the
corrections first, and the training goes on from that model by the settings that `baozhai data
check` writes. The model must not have learned from these articles. With `--six` a sixth topic is
taught, too, by 60 articles among 300. What stays in `--work` is not done again: rows are printed
as they were, and a training that was broken off goes on.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import yaml
from numpy.typing import NDArray

from benchmarks.run_adapt import (
    Bench,
    Judged,
    drawn,
    drawn_of_six,
    figures_of_six,
    load_bench,
    macro_f1,
    of_six_topics,
)
from service.artifacts import ModelFolder
from training.articles.datamodels import PlainArticle
from training.articles.reading import read_plain
from training.desk.artifact import write_adapted
from training.desk.folder import DeskFolder
from training.desk.for_training import write_for_training
from training.desk.remembered import remember
from training.desk.sets import DeskSets
from training.desk.topic_head import TopicHead
from training.desk.vectors import VectorStore
from training.following import UNFOLLOWED

_N_CALIBRATE = 100  # articles; they choose how sure to be, no topic
_N_REMEMBERED = 500

_Told: TypeAlias = NDArray[np.float64]
"""Probabilities, shape (n, labels)."""


@dataclass(frozen=True, slots=True)
class _Task:
    """A desk that is to teach, and what judges.

    Attributes:
        name: First cell of its rows.
        bench: Whose desk, topics and judges they are.
        learned: Articles to learn from.
        calibrating: Articles that choose how sure to be.
        figures: Of what a model says of `bench.local` and `bench.national`.
        place: Where the run stays.
    """

    name: str
    bench: Bench
    learned: Judged
    calibrating: Judged
    figures: Callable[[Bench, _Told, _Told], list[float]]
    place: Path


def main() -> int:
    """Print a row a run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path, default=Path("models/default"))
    parser.add_argument("--sizes", type=int, nargs="*", default=[100, 300, 1000])
    parser.add_argument("--six", action="store_true", help="a sixth topic, too")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--remember", type=int, default=_N_REMEMBERED)
    parser.add_argument("--work", type=Path, help="where runs stay, so that the same call goes on")
    options = parser.parse_args()
    bench = load_bench(options.data, ModelFolder(options.model))
    with tempfile.TemporaryDirectory() as passing:
        work = options.work or Path(passing)
        if options.sizes:
            _write("| corrections | way | local | national | minutes | memory |")
            _write("|---|---|---|---|---|---|")
        for n in options.sizes:
            _measure(_of_size(bench, n, options.seed, work / str(n)), options)
        if options.six:
            _write("| | way | apart, all six | of economy | national, five | minutes | memory |")
            _write("|---|---|---|---|---|---|---|")
            _measure(_of_six(bench, options.seed, work / "six"), options)
    return 0


def _of_size(bench: Bench, n: int, seed: int, place: Path) -> _Task:
    order = drawn(bench, n + _N_CALIBRATE, seed)
    learned, calibrating = bench.desk.at(order[:n]), bench.desk.at(order[n:])
    return _Task(str(n), bench, learned, calibrating, _figures, place)


def _of_six(bench: Bench, seed: int, place: Path) -> _Task:
    six = of_six_topics(bench)
    learned, others = drawn_of_six(six, seed)
    calibrating = six.desk.at(others[:_N_CALIBRATE])
    return _Task("six topics", six, six.desk.at(learned), calibrating, figures_of_six, place)


def _measure(task: _Task, options: argparse.Namespace) -> None:
    """Adapt, train, print a row of each; a row that stands in the folder is printed again."""
    bench, desk = task.bench, DeskFolder(task.place / "desk")
    desk.path.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    new = bench.adapt(task.learned)
    head = new.head
    told = [head.probabilities(part.vectors) for part in (bench.local, bench.national)]
    _write(_line(task, "adapt", told, time.perf_counter() - began))
    adapted = ModelFolder(task.place / "adapted")
    if not adapted.card.exists():
        shutil.rmtree(adapted.path, ignore_errors=True)
        write_adapted(bench.base, new, adapted.path, "adapted", bench.replay)
        adapted.card.write_text("the head alone\n", "utf-8")  # the last file: it is whole
    if not (kept := task.place / "train.md").exists():
        _train(task, desk, adapted, options)
    _write(kept.read_text("utf-8").strip())


def _train(
    task: _Task, desk: DeskFolder, adapted: ModelFolder, options: argparse.Namespace
) -> None:
    bench = task.bench
    goes_on = (desk.path / "runs").exists()
    text = yaml.safe_dump(bench.topics.model_dump(mode="json"), allow_unicode=True)
    desk.topics.write_text(text, "utf-8")
    soft = remember(
        _unlabelled(task, options),
        adapted,
        bench.topics,
        VectorStore.of_model(bench.base, n_threads=1),
        UNFOLLOWED,
    )
    sets = DeskSets(tuple(task.learned.articles), tuple(task.calibrating.articles), (), 0)
    config = write_for_training(desk, sets, adapted, soft)
    settings = config.read_text("utf-8").replace("encoder: registry", f"encoder: {adapted.path}")
    config.write_text(settings, "utf-8")
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "service.cli", "train", str(config)], check=True)
    seconds = None if goes_on else time.perf_counter() - began
    trained = ModelFolder(desk.path / "runs" / "artifact")
    head, store = TopicHead.of_model(trained), VectorStore.of_model(trained, n_threads=1)
    parts = (bench.local, bench.national)
    told = [head.probabilities(store.read(part.articles)) for part in parts]
    (task.place / "train.md").write_text(_line(task, "train", told, seconds), "utf-8")


def _unlabelled(task: _Task, options: argparse.Namespace) -> list[PlainArticle]:
    labelled = {
        _letters(article.text)
        for part in (task.learned, task.calibrating)
        for article in part.articles
    }
    corpus = read_plain(options.data / "corpus" / "local_2023.jsonl.gz")
    plain = [article for article in corpus if _letters(article.text) not in labelled]
    chosen = np.random.default_rng(options.seed).permutation(len(plain))[: options.remember]
    return [plain[int(number)] for number in chosen]


def _figures(bench: Bench, local: _Told, national: _Told) -> list[float]:
    labels = bench.base.read_labels()
    return [
        macro_f1(part.truths(labels), said)
        for part, said in ((bench.local, local), (bench.national, national))
    ]


def _line(task: _Task, way: str, told: Sequence[_Told], seconds: float | None) -> str:
    """A row; without minutes where a run was broken off and went on."""
    figures = " | ".join(f"{figure:.1f}" for figure in task.figures(task.bench, *told))
    who = resource.RUSAGE_CHILDREN if way == "train" else resource.RUSAGE_SELF
    memory = resource.getrusage(who).ru_maxrss / 2**20
    minutes = "–" if seconds is None else f"{seconds / 60:.1f}"
    return f"| {task.name} | {way} | {figures} | {minutes} | {memory:.2f} GiB |"


def _letters(text: str) -> str:
    return "".join(text.split())


def _write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
