from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.shuffled import make_articles
from benchmarks.timing import Seconds, peak_mebibytes, summarize_seconds, time_runs, write_results


def test_the_warm_up_does_not_count() -> None:
    runs: list[int] = []
    seconds = time_runs(lambda: runs.append(1), 3, n_warm_up=2)
    assert (seconds.n, len(runs)) == (3, 5)


def test_seconds_are_least_middle_and_most() -> None:
    assert summarize_seconds([3.0, 1.0, 2.0]) == Seconds(3, 1.0, 2.0, 3.0)


def test_results_name_machine_date_and_command(tmp_path: Path) -> None:
    write_results(tmp_path / "out" / "speed.json", {"warm": Seconds(1, 0.1, 0.1, 0.1)})
    record = json.loads((tmp_path / "out/speed.json").read_text(encoding="utf-8"))
    assert {"command", "date", "machine", "warm"} == set(record)
    assert record["warm"]["median"] == 0.1
    assert peak_mebibytes() > 1


def test_articles_for_comparison_have_the_length_of_the_first_comparison() -> None:
    articles = make_articles(30)
    mean = sum(len(article.text) for article in articles) / len(articles)
    assert mean == pytest.approx(746, rel=0.05)
    assert min(len(article.text) for article in articles) < 350
    assert articles == make_articles(30)
