"""Milliseconds from a correction to its answer, with an issue of some articles; see README.md."""

from __future__ import annotations

import argparse
import json
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from service.config import ServiceConfig, load_config
from service.newsroom.room import Newsroom
from service.pipeline import DigestPipeline
from service.store import Store
from tests.service.api.asking import serve, serving

_STORY = (
    "第{n}社区食堂开张\n\n本报讯 第{n}社区食堂昨天开张，老人一餐{n}元。食堂由{n}家企业合办，"
    "每天供应{n}百份午饭，周末也不休息。居民说，饭菜可口，走几步路就到。第{n}号窗口前排着队，志愿者正在给行动不便的老人送餐。\n\n"
)


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20)
    parser.add_argument("--corrections", type=int, default=200)
    arguments = parser.parse_args()
    pipeline = DigestPipeline.from_config(load_config("configs/service.yaml", ServiceConfig))
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "desk.sqlite") as store:
        figures = measure(Newsroom(pipeline, store), arguments.articles, arguments.corrections)
    print(json.dumps(figures, indent=1))  # noqa: T201 - what it is run for


def measure(room: Newsroom, n_articles: int, n_corrections: int) -> dict[str, Any]:
    """Correct headlines one after another over a connection that stays, as a browser does."""
    head = "云川日报\n2026年3月18日 星期三 第2版\n\n"
    text = head + "".join(_STORY.format(n=n) for n in range(1, n_articles + 1))
    with serving(serve(room)) as url, httpx.Client(base_url=f"{url}/api/v1/", timeout=600) as api:
        order = api.build_request("POST", "digest?wait=true&keep=true", json={"text": text})
        seconds, answer = _timed(api, order)
        (done,) = answer.json()["issues"]
        key = done["stored"]["id"]
        articles = api.get(f"issues/{key}").json()["articles"]
        patches = []
        for n in range(n_corrections):
            path = f"articles/{articles[n % len(articles)]['address']}"
            body = {"headline": f"食堂第{n}次改题"}
            change = api.build_request("PATCH", path, json=body, headers={"If-Match": "*"})
            passed, answer = _timed(api, change)
            answer.raise_for_status()
            patches.append(1000 * passed)
        cut = api.build_request("POST", f"issues/{key}/recut", json={"max_chars": 60})
        recut, _ = _timed(api, cut)
        read, _ = _timed(api, api.build_request("GET", f"issues/{key}"))
    cuts = statistics.quantiles(patches, n=20)
    return {
        "articles": len(articles),
        "corrections": n_corrections,
        "digest_s": round(seconds, 2),
        "patch_ms_median": round(statistics.median(patches), 1),
        "patch_ms_p95": round(cuts[18], 1),
        "recut_ms": round(1000 * recut, 1),
        "read_issue_ms": round(1000 * read, 1),
    }


def _timed(api: httpx.Client, request: httpx.Request) -> tuple[float, httpx.Response]:
    began = time.perf_counter()
    answer = api.send(request)
    return time.perf_counter() - began, answer


if __name__ == "__main__":
    main()
