"""Seconds and peak memory for one page, cold (a new process each time) and warm."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

from rich.console import Console

from benchmarks.timing import (
    Seconds,
    peak_mebibytes,
    summarize_seconds,
    time_runs,
    write_results,
)
from service import ArticleSplitter, DigestPipeline, ServiceConfig, load_config
from service.config import locate
from service.errors import ReadError
from service.readers import read_issue

RESULTS = Path(__file__).parent / "results" / "speed.json"


def main() -> int:
    """Time the page and write the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run_speed", description=__doc__)
    parser.add_argument("page", nargs="?", default="examples/yunchuan_0318.txt")
    parser.add_argument("-n", type=int, default=5, help="runs that count")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    page = locate(arguments.page)
    cold = _time_cold(page, arguments.n)
    cold_peak = peak_mebibytes(of_children=True)
    start = time.perf_counter()
    pipeline = DigestPipeline.from_config(load_config("configs/service.yaml", ServiceConfig))
    loading = round(time.perf_counter() - start, 3)
    issue = read_issue([page])
    splitter = ArticleSplitter()
    figures = {
        "page": page.name,
        "page_chars": len(issue.text),
        "model": pipeline.model,
        "cold_seconds": cold,
        "cold_peak_mebibytes": cold_peak,
        "load_seconds": loading,
        "warm_seconds": time_runs(lambda: pipeline.run(issue), arguments.n),
        "warm_split_seconds": time_runs(lambda: splitter.split(issue), arguments.n),
        "warm_peak_mebibytes": peak_mebibytes(),
    }
    write_results(arguments.output, figures)
    for name, value in figures.items():
        Console().print(f"{name}: {value}")
    return 0


def _time_cold(page: Path, n: int) -> Seconds:
    """Whole runs of the command; the first one fills the disk cache and does not count."""
    taken = []
    for _ in range(n + 1):
        start = time.perf_counter()
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "service.cli",
                "digest",
                "--no-cache",
                str(page),
                "--format",
                "json",
            ],
            check=True,
            stdout=subprocess.PIPE,
        )
        taken.append(time.perf_counter() - start)
        if not json.loads(done.stdout)["articles"]:
            raise ReadError(f"{page} gave no article; time a page that has some")
    return summarize_seconds(taken[1:])


if __name__ == "__main__":
    raise SystemExit(main())
