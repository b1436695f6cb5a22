"""Requests a second and how long each takes, from 1, 8 and 32 callers at once; see README.md.

Each caller asks for the topic of a short article, waits for the answer and asks again. "One
after the other" is the same server where one caller has a turn at a time.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console

from benchmarks.shuffled import make_articles
from benchmarks.timing import write_results
from service.config import ServiceConfig, load_config
from service.datamodels import Article
from service.newsroom.room import Newsroom
from service.newsroom.turns import Turns
from service.pipeline import DigestPipeline
from tests.service.api.asking import serve, serving

RESULTS = Path(__file__).parent / "results" / "load.json"
_SHORT = 300  # characters


def main() -> int:
    """Ask, and write the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run_load", description=__doc__)
    parser.add_argument("--callers", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("-n", type=int, default=96, help="requests of each run")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    pipeline = DigestPipeline.from_config(load_config("configs/service.yaml", ServiceConfig))
    articles = make_articles(24, mean_chars=_SHORT)
    list(pipeline.rate_many(articles))
    runs: list[dict[str, Any]] = []
    for callers in arguments.callers:
        for name, turns in (("together", Turns()), ("one after the other", Turns(at_once=1))):
            asked = list(islice(cycle(articles), arguments.n))
            run = measure(Newsroom(pipeline, turns=turns), asked, callers)
            runs.append({"callers": callers, "turns": name, **run})
            Console().print(runs[-1])
            write_results(arguments.output, {"mean_chars": _SHORT, "runs": runs})
    return 0


def measure(room: Newsroom, articles: Sequence[Article], n_callers: int) -> dict[str, Any]:
    """Ask for each article once, so many callers at a time.

    Returns:
        Requests, how many were told to come back later (429), answers a second by the clock and
        by processor time, and milliseconds until an answer: half, 95 and 99 of 100 came sooner.
    """
    limits = httpx.Limits(max_connections=n_callers)
    with (
        serving(serve(room)) as url,
        httpx.Client(base_url=f"{url}/api/v1/", timeout=600, limits=limits) as api,
        ThreadPoolExecutor(n_callers) as callers,
    ):
        wall, processor = time.perf_counter(), time.process_time()
        answers = list(callers.map(lambda article: _ask(api, article), articles))
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
    taken = sorted(1000 * seconds for status, seconds in answers if status == httpx.codes.OK)
    cuts = statistics.quantiles(taken, n=100)
    return {
        "requests": len(articles),
        "told_to_come_back": sum(status == httpx.codes.TOO_MANY_REQUESTS for status, _ in answers),
        "answers_per_second": round(len(taken) / wall, 2),
        "answers_per_processor_second": round(len(taken) / processor, 2),
        **{f"p{share}_ms": round(cuts[share - 1]) for share in (50, 95, 99)},
    }


def _ask(api: httpx.Client, article: Article) -> tuple[int, float]:
    ready = {"id": article.id, "title": article.headline, "text": article.text}
    start = time.perf_counter()
    answer = api.post("classify", json={"articles": [ready]})
    return answer.status_code, time.perf_counter() - start


if __name__ == "__main__":
    raise SystemExit(main())
