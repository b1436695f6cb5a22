"""How much a desk's corrections teach, and what is forgotten: `baozhai adapt` at several sizes.

    python -m benchmarks.run_adapt ../shared/data

The desk is `topics/local_train.jsonl.gz`, judged on `topics/local_validation.jsonl.gz`; what is
forgotten is judged on `topics/validation.jsonl.gz`. The model must not have learned from these.
Reading the articles takes some minutes the first time.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.artifacts import ModelFolder
from service.config import TopicSet, load_config
from service.labelling.teaching_order import teaching_order
from training.articles.datamodels import LabelledArticle
from training.articles.json_files import write_json
from training.articles.reading import labelled_articles
from training.baselines.linear_topics import LinearTopicBaseline
from training.desk.fitting_run import AdaptedHead, adapt_head
from training.desk.replay import Replay, read_replay, write_replay
from training.desk.suspects import find_suspects
from training.desk.topic_head import TopicHead
from training.desk.vectors import VectorStore

_SIZES = (100, 300, 1000)
_SEEDS = (1, 2, 3)
_MAX_RISK = 0.03
_SIXTH = "economy"  # which rows are of it says economy.json; their texts are in the data


@dataclass(frozen=True, slots=True)
class Judged:
    """Labelled articles with their vectors."""

    articles: list[LabelledArticle]
    vectors: NDArray[np.float32]

    def at(self, places: Sequence[int]) -> Judged:
        """Some of them."""
        chosen = list(places)
        return Judged([self.articles[n] for n in chosen], self.vectors[chosen])

    def truths(self, labels: Sequence[str]) -> NDArray[np.intp]:
        """The place of each topic."""
        return np.array([labels.index(article.topic) for article in self.articles], np.intp)


@dataclass(frozen=True, slots=True)
class Bench:
    """All that the figures are made of."""

    base: ModelFolder
    topics: TopicSet
    replay: Replay | None
    desk: Judged
    local: Judged
    national: Judged

    def adapt(self, part: Judged) -> AdaptedHead:
        """What the desk's articles teach."""
        return adapt_head(
            self.base, self.topics, part.articles, part.vectors, self.replay, max_risk=_MAX_RISK
        )


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path, default=Path("models/default"))
    options = parser.parse_args()
    bench = load_bench(options.data, ModelFolder(options.model))
    for table in (_sizes, _next_labels, _flipped, _topic_again, _sixth_topic):
        for line in table(bench):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    sys.stdout.write(f"\nmost memory {memory:.2f} GiB\n")
    return 0


def load_bench(data: Path, base: ModelFolder) -> Bench:
    """Read the articles of the desk, and those that judge."""
    store, labels = VectorStore.of_model(base), base.read_labels()

    def read(name: str) -> Judged:
        articles = labelled_articles([data / "topics" / f"{name}.jsonl.gz"], labels)
        return Judged(articles, store.read(articles))

    return Bench(
        base,
        load_config("configs/topics.yaml", TopicSet),
        read_replay(base),
        read("local_train"),
        read("local_validation"),
        read("validation"),
    )


def drawn(bench: Bench, n: int, seed: int) -> list[int]:
    """Places of articles of the desk, by chance; of a seed, fewer are the first of more."""
    order = np.random.default_rng(seed).permutation(len(bench.desk.articles))
    return [int(place) for place in order[:n]]


def macro_f1(truths: NDArray[np.intp], probabilities: NDArray[np.float64]) -> float:
    """Of the classes that are there, in percent."""
    told = probabilities.argmax(axis=1)
    scores = []
    for label in range(probabilities.shape[1]):
        hits = int(((truths == label) & (told == label)).sum())
        n = int((truths == label).sum() + (told == label).sum())
        if n:
            scores.append(2 * hits / n)
    return 100 * float(np.mean(scores))


def _sizes(bench: Bench) -> list[str]:
    head, labels = TopicHead.of_model(bench.base), bench.base.read_labels()
    local, national = bench.local.truths(labels), bench.national.truths(labels)
    shipped = macro_f1(local, head.probabilities(bench.local.vectors))
    elsewhere = macro_f1(national, head.probabilities(bench.national.vectors))
    lines = [
        "| corrections | local: linear | local: adapt | national: adapt | seconds |",
        "|---|---|---|---|---|",
        f"| 0 | – | {shipped:.1f} | {elsewhere:.1f} | – |",
    ]
    for n in _SIZES:
        rows = []
        for seed in _SEEDS:
            part = bench.desk.at(drawn(bench, n, seed))
            linear = LinearTopicBaseline(labels).fit(part.articles)
            began = time.perf_counter()
            new = bench.adapt(part).head
            seconds = time.perf_counter() - began
            rows.append(
                (
                    macro_f1(local, linear.predict_proba(bench.local.articles)),
                    macro_f1(local, new.probabilities(bench.local.vectors)),
                    macro_f1(national, new.probabilities(bench.national.vectors)),
                    seconds,
                )
            )
        mean = np.mean(rows, axis=0)
        lines.append(f"| {n} | {mean[0]:.1f} | {mean[1]:.1f} | {mean[2]:.1f} | {mean[3]:.1f} |")
    return lines


def _next_labels(bench: Bench) -> list[str]:
    """By doubt and difference, in two rounds, against chance."""
    labels = bench.base.read_labels()
    local = bench.local.truths(labels)
    lines = ["", "| labels | chance: least, mean, most | what to label next |", "|---|---|---|"]
    for n in (60, 120, 240):
        chance = [
            macro_f1(
                local, _taught(bench, drawn(bench, n, seed)).probabilities(bench.local.vectors)
            )
            for seed in (1, 2, 3, 4, 5)
        ]
        chosen = [
            macro_f1(
                local, _taught(bench, _ordered(bench, n, seed)).probabilities(bench.local.vectors)
            )
            for seed in (1, 2, 3, 4, 5)
        ]
        lines.append(
            f"| {n} | {min(chance):.1f}, {np.mean(chance):.1f}, {max(chance):.1f} "
            f"| {min(chosen):.1f}, {np.mean(chosen):.1f}, {max(chosen):.1f} |"
        )
    return lines


def _taught(bench: Bench, places: Sequence[int]) -> TopicHead:
    return bench.adapt(bench.desk.at(places)).head


def _ordered(bench: Bench, n: int, seed: int) -> list[int]:
    head = TopicHead.of_model(bench.base)
    probabilities = head.probabilities(bench.desk.vectors)
    inputs = head.features(bench.desk.vectors)[:, :-1]
    return teaching_order(probabilities, inputs, n_drawn=n, seed=seed)[:n]


def _flipped(bench: Bench) -> list[str]:
    """Of 15 labels in 300 that were flipped, how many are among the 20 least believed."""
    labels = bench.base.read_labels()
    found = []
    for seed in (1, 2, 3, 4, 5):
        random = np.random.default_rng(seed)
        part = bench.desk.at(drawn(bench, 300, seed))
        wrong = set(random.choice(300, 15, replace=False).tolist())
        articles = [
            replace(article, topic=_another(article, labels, random), secondary=None)
            if n in wrong
            else article
            for n, article in enumerate(part.articles)
        ]
        logits = bench.adapt(Judged(articles, part.vectors)).fitted.cross_fitted
        least = find_suspects(articles, logits, labels)[:20]
        flipped = {articles[n].id for n in wrong}
        found.append(sum(suspect.article.id in flipped for suspect in least))
    return ["", f"flipped labels among the 20 least believed, of 15: {found}"]


def _another(article: LabelledArticle, labels: Sequence[str], random: np.random.Generator) -> str:
    others = [label for label in labels if label not in (article.topic, article.secondary)]
    return str(random.choice(others))


def _topic_again(bench: Bench) -> list[str]:
    """A topic that the base never had, taught by 60 articles among 300, without memory and with."""
    lines = ["", "| topic added | memory | local, all five | of it | national, all five | of it |"]
    lines.append("|---|---|---|---|---|---|")
    for topic in ("logistics", "medicine", "politics", "livelihood"):
        with tempfile.TemporaryDirectory() as place:
            lacking = _without(bench, topic, Path(place) / "base")
            other = replace(bench, base=lacking, replay=read_replay(lacking))
            for name, way in (("no", replace(other, replay=None)), ("yes", other)):
                figures = np.mean([_taught_again(way, topic, seed) for seed in _SEEDS], axis=0)
                told = " | ".join(f"{figure:.1f}" for figure in figures)
                lines.append(f"| {topic} | {name} | {told} |")
    return lines


def _taught_again(bench: Bench, topic: str, seed: int) -> list[float]:
    labels = load_config("configs/topics.yaml", TopicSet).labels
    order = drawn(bench, len(bench.desk.articles), seed)
    of_it = [n for n in order if bench.desk.articles[n].topic == topic][:60]
    rest = [n for n in order if bench.desk.articles[n].topic != topic][:240]
    head = bench.adapt(bench.desk.at([*of_it, *rest])).head
    return [
        figure
        for part in (bench.local, bench.national)
        for figure in _f1_and_of(
            part.truths(labels), head.probabilities(part.vectors), labels.index(topic)
        )
    ]


def _f1_and_of(
    truths: NDArray[np.intp], probabilities: NDArray[np.float64], label: int
) -> tuple[float, float]:
    told = probabilities.argmax(axis=1)
    hits = int(((truths == label) & (told == label)).sum())
    n = int((truths == label).sum() + (told == label).sum())
    return macro_f1(truths, probabilities), 200 * hits / max(n, 1)


def _sixth_topic(bench: Bench) -> list[str]:
    """Economy, parted from `other` by reading: 60 of it among 300, judged on rows kept apart.

    National articles were not read again: what is told as economy there counts as `other`.
    """
    six = of_six_topics(bench)
    lines = ["", "| memory | apart, all six | of economy | national, five |", "|---|---|---|---|"]
    for name, way in (("no", replace(six, replay=None)), ("yes", six)):
        rows = [_of_six(way, seed) for seed in _SEEDS]
        figures = " | ".join(f"{figure:.1f}" for figure in np.mean(rows, axis=0))
        lines.append(f"| {name} | {figures} |")
    return lines


def of_six_topics(bench: Bench) -> Bench:
    """The desk with its sixth topic; what judges locally are its rows kept apart."""
    told = json.loads(Path(__file__).with_name("economy.json").read_text("utf-8"))
    economy, apart = {*told["learned"], *told["judged"]}, set(told["apart"])
    articles = [
        replace(article, topic=_SIXTH) if article.id in economy else article
        for article in bench.desk.articles
    ]
    every = Judged(articles, bench.desk.vectors)
    other = bench.topics["other"]
    sixth = other.model_copy(update={"id": _SIXTH, "zh": "经济", "en": "Economy"})
    judged = every.at([n for n, article in enumerate(articles) if article.id in apart])
    topics = TopicSet(topics=(*bench.topics.topics, sixth))
    return replace(bench, topics=topics, desk=every, local=judged)


def drawn_of_six(six: Bench, seed: int) -> tuple[list[int], list[int]]:
    """Places of 300 articles of the desk, 60 of the sixth topic; and of others to learn from."""
    articles, apart = six.desk.articles, {article.id for article in six.local.articles}
    order = [n for n in drawn(six, len(articles), seed) if articles[n].id not in apart]
    of_it = [n for n in order if articles[n].topic == _SIXTH]
    rest = [n for n in order if articles[n].topic != _SIXTH]
    return [*of_it[:60], *rest[:240]], [*of_it[60:], *rest[240:]]


def figures_of_six(
    six: Bench, local: NDArray[np.float64], national: NDArray[np.float64]
) -> list[float]:
    """Macro-F1 of all six, F1 of the sixth, and macro-F1 of five on national articles.

    Args:
        six: As `of_six_topics` gives it.
        local: What a model says of `six.local`, shape (n, 6).
        national: Likewise of `six.national`.
    """
    labels = six.topics.labels
    place, old = labels.index(_SIXTH), labels.index("other")
    five = national.copy()
    five[:, old] = np.maximum(five[:, old], five[:, place])
    five = np.delete(five, place, axis=1)
    return [
        *_f1_and_of(six.local.truths(labels), local, place),
        macro_f1(six.national.truths(labels), five),
    ]


def _of_six(six: Bench, seed: int) -> list[float]:
    learned, _ = drawn_of_six(six, seed)
    head = six.adapt(six.desk.at(learned)).head
    local, national = (head.probabilities(part.vectors) for part in (six.local, six.national))
    return figures_of_six(six, local, national)


def _without(bench: Bench, topic: str, place: Path) -> ModelFolder:
    """The base as if it had never had a topic: without its row, and without its articles."""
    shutil.copytree(bench.base.path, place)
    folder, labels = ModelFolder(place), bench.base.read_labels()
    kept = [n for n, label in enumerate(labels) if label != topic]
    heads: dict[str, Any] = dict(bench.base.read_heads())
    for name in ("topic_out.weight", "topic_out.bias"):
        heads[name] = heads[name][kept]
    np.savez(folder.heads, **heads)
    write_json(folder.labels, [labels[n] for n in kept])
    folder.seal()
    if bench.replay is not None:
        unlike = bench.replay.probabilities.argmax(axis=1) != labels.index(topic)
        shares = bench.replay.probabilities[unlike][:, kept]
        write_replay(Replay(bench.replay.vectors[unlike], shares), folder)
    return folder


if __name__ == "__main__":
    raise SystemExit(main())
