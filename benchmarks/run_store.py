"""Milliseconds of the store with many issues: from key to saved, lists, search; and its memory."""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console

from benchmarks.run_batch import read_material
from benchmarks.timing import peak_mebibytes, write_results
from service.corrections import Change, Corrected, changes
from service.datamodels import Article, Digest, Issue, Span, Summary, TopicScores
from service.store import Store, Wanted

RESULTS = Path(__file__).parent / "results" / "store.json"
LABELS = ("politics", "livelihood", "medicine", "logistics", "other")
_PARAGRAPHS, _SENTENCES = 6, 4
_BUDGET = 150


def main() -> int:
    """Fill a store, time what an editor does, and write the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run_store", description=__doc__)
    parser.add_argument("-n", type=int, default=500, help="issues of 20 articles each")
    parser.add_argument("--store", help="an empty store; default: a file of its own")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    with (
        TemporaryDirectory() as folder,
        Store.open(arguments.store or Path(folder) / "store.sqlite") as store,
    ):
        figures = _measure(store, arguments.n)
    Console().print(figures)
    write_results(arguments.output, figures)
    return 0


def _measure(store: Store, n_issues: int) -> dict[str, Any]:
    chance = random.Random(0)
    headlines, sentences = read_material()
    before = peak_mebibytes()
    start = time.perf_counter()
    keys = [_keep(store, number, headlines, sentences, chance) for number in range(n_issues)]
    filling_s = time.perf_counter() - start
    key = keys[n_issues // 2]
    return {
        "issues": n_issues,
        "articles": store.stats()["articles"],
        "size_mebibytes": round(store.stats()["size_bytes"] / 2**20, 1),
        "peak_mebibytes_more_than_before": round(peak_mebibytes() - before, 1),
        "keep_an_issue_ms": round(1000 * filling_s / n_issues, 1),
        "append_a_correction_ms": _times(lambda: _correct(store, key, chance), 200),
        "open_a_digest_ms": _times(lambda: store.today(chance.choice(keys)), 100),
        "search_3_characters_ms": _times(lambda: store.search(Wanted(q="志愿者")), 20),
        "search_2_characters_ms": _times(lambda: store.search(Wanted(q="医院")), 20),
        "list_50_issues_ms": _times(store.issues.list, 20),
        "days_ms": _times(store.issues.days, 20),
    }


def _keep(
    store: Store, number: int, headlines: list[str], sentences: list[str], chance: random.Random
) -> str:
    """Keep an issue of twenty articles of sentences drawn by chance."""
    text, articles = "", []
    for n in range(1, 21):
        headline = f"{chance.choice(headlines)}（{number}·{n}）"
        lines = ["".join(chance.sample(sentences, _SENTENCES)) for _ in range(_PARAGRAPHS)]
        spans = []
        for line in (headline, *lines):
            spans.append(Span(len(text), len(text) + len(line)))
            text += f"{line}\n"
        articles.append(_article(f"a{n}", headline, lines, tuple(spans), chance))
    date = f"2024-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
    digest = Digest(
        str(number), None, date, "bench@1", text, (), tuple(articles), (), splitter="bench@1"
    )
    return store.issues.add(Issue(str(number), text), digest, max_chars=_BUDGET).key


def _article(
    article_id: str,
    headline: str,
    lines: list[str],
    spans: tuple[Span, ...],
    chance: random.Random,
) -> Article:
    label = chance.choice(LABELS)
    probabilities = {name: 0.6 if name == label else 0.1 for name in LABELS}
    topic = TopicScores(label, 0.6, uncertain=False, probabilities=probabilities)
    summary = Summary(None, "no_sentence", ())
    text = "\n".join(lines)
    return Article(
        article_id, headline, "story", None, (), spans, text, topic=topic, summary=summary
    )


def _correct(store: Store, key: str, chance: random.Random) -> None:
    """One correction, as an editor makes it who looks at the digest of today."""
    today = store.today(key)
    article = chance.choice(today.digest.articles)
    change = _change(today, article, chance)
    store.append(key, change, who="bench", expected_version=today.versions[article.id])


def _change(today: Corrected, article: Article, chance: random.Random) -> Change:
    kind = chance.random()
    if kind < 0.5:
        return changes.set_topic(today, article, chance.choice(LABELS))
    if kind < 0.9 or len(article.spans) < 4:
        return changes.set_headline(today, article, f"题 {chance.random()}")
    return changes.split(article.spans[len(article.spans) // 2].start)


def _times(run: Callable[[], object], n: int) -> dict[str, float]:
    """Median and 95th percentile of some runs, in milliseconds; the first does not count."""
    run()
    taken = []
    for _ in range(n):
        start = time.perf_counter()
        run()
        taken.append(1000 * (time.perf_counter() - start))
    taken.sort()
    return {"p50": round(taken[n // 2], 1), "p95": round(taken[int(0.95 * n)], 1)}


if __name__ == "__main__":
    raise SystemExit(main())
