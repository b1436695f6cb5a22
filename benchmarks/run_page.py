"""Seconds of the page, as an editor waits for them in Chromium: `python -m benchmarks.run_page`.

The model that ships digests an example; the page itself is timed with issues of 20 and of 200
articles, and with 500 issues kept.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, Request
from starlette.testclient import TestClient

from service.api.access import Access
from service.datamodels import Issue
from service.newsroom.room import Newsroom
from service.pipeline import DigestPipeline
from service.store import Store
from service.web.app import build_app
from service.web.examples import find_examples
from tests.fakes import make_pipeline
from tests.service.web.browser import find_chromium, opened_browser, serving
from tests.service.web.wire import started

_PATIENCE_MS = 120_000
_KEYS = 40
_KEPT = 500


def main() -> None:
    """Measure and print one line per figure."""
    parts = {"digest": _tell_digest, "keys": _tell_keys, "work": _tell_work, "kept": _tell_kept}
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run_page", description=__doc__)
    parser.add_argument("part", nargs="*", choices=[*parts, []], help="which figures; default all")
    arguments = parser.parse_args()
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit("no chromium on PATH")
    with opened_browser(chromium) as browser:
        for part in arguments.part or parts:
            parts[part](browser)
            tell("load of the machine", os.getloadavg()[0])


def _tell_digest(browser: Browser) -> None:
    # The command itself: what reads files in a process of its own imports the main module.
    with started() as server:
        tell("drop to digest, example of 2 pages, s", _drop_to_digest(browser, server.url))


def _tell_keys(browser: Browser) -> None:
    with _serving(make_pipeline()) as (address, room):
        for count in (20, 200):
            key = _keep(room, count, 0)
            drawn = _drawn(browser, f"{address}issues/{key}")
            tell(f"page of {count} articles drawn, s", drawn)
            times = _key_to_saved(browser, f"{address}issues/{key}")
            tell(f"key to saved, {count} articles, median, ms", statistics.median(times) * 1000)
            tell(f"key to saved, {count} articles, p95, ms", _p95(times) * 1000)


def _tell_work(_: Browser) -> None:
    """What the server alone does for a key: processor time, whatever else the machine does."""
    for count in (20, 200):
        with TemporaryDirectory() as folder, Store.open(Path(folder) / "desk.sqlite") as store:
            room = Newsroom(make_pipeline(), store)
            key = _keep(room, count, 0)
            with TestClient(build_app(room, Access(store)), "http://127.0.0.1") as client:
                save, show = _work_of_a_key(client, key)
        tell(f"processor time to save, {count} articles, median, ms", save * 1000)
        tell(f"processor time to show it anew, {count} articles, median, ms", show * 1000)


def _work_of_a_key(client: TestClient, key: str) -> tuple[float, float]:
    """Seconds of the processor for a change, and for the parts of the page after it."""
    article = client.get(f"/api/v1/issues/{key}").json()["articles"][0]
    path, any_state = f"/api/v1/articles/{article['address']}", {"if-match": "*"}
    saved, shown = [], []
    for n in range(_KEYS):
        began = time.process_time()
        topic = ("politics", "livelihood")[n % 2]
        client.patch(path, json={"topic": topic}, headers=any_state).raise_for_status()
        between = time.process_time()
        panel: dict[str, str | int] = {"panel": f"p{article['place']}", "max_chars": 150}
        client.get(f"/issues/{key}/parts", params=panel).raise_for_status()
        saved.append(between - began)
        shown.append(time.process_time() - between)
    return statistics.median(saved), statistics.median(shown)


def _tell_kept(browser: Browser) -> None:
    with _serving(make_pipeline()) as (address, room):
        before = _memory_mb()
        for number in range(_KEPT):
            _keep(room, 20, number)
        tell(f"memory before {_KEPT} issues, MB", before)
        tell(f"memory after {_KEPT} issues, MB", _memory_mb())
        tell(f"archive with {_KEPT} issues drawn, s", _drawn(browser, f"{address}issues"))


def tell(what: str, value: float) -> None:
    """Print a figure."""
    sys.stdout.write(f"{what}: {value:.3g}\n")
    sys.stdout.flush()


@contextmanager
def _serving(pipeline: DigestPipeline) -> Iterator[tuple[str, Newsroom]]:
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "desk.sqlite") as store:
        room = Newsroom(pipeline, store)
        with serving(room) as address:
            yield address, room


def _open(browser: Browser, address: str) -> Page:
    page = browser.new_page(locale="zh-CN", viewport={"width": 1280, "height": 900})
    page.set_default_timeout(_PATIENCE_MS)
    page.on("request", _refuse_foreign)
    page.goto(address)
    page.wait_for_selector("html[data-ready]")
    return page


def _refuse_foreign(request: Request) -> None:
    if not re.match(r"http://127\.0\.0\.1|data:|blob:", request.url):
        raise SystemExit(f"left this machine: {request.url}")


def _drop_to_digest(browser: Browser, address: str) -> float:
    """From the choice of files until the articles are on the screen, the second time."""
    for example in find_examples()[:2][::-1]:
        page = _open(browser, address)
        started = time.perf_counter()
        page.set_input_files("#choose", list(example.files))
        page.keyboard.press("Control+Enter")
        page.wait_for_selector(".article")
        passed = time.perf_counter() - started
        page.close()
    return passed


def _drawn(browser: Browser, address: str) -> float:
    """From asking for a page until all of it is drawn, by the browser's own clock."""
    page = _open(browser, address)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    drawn = page.evaluate(
        "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"
    )
    page.close()
    return float(drawn)


def _key_to_saved(browser: Browser, address: str) -> list[float]:
    """From a key that sets a topic until it is shown as saved."""
    page = _open(browser, address)
    page.locator("main").focus()
    times: list[float] = page.evaluate(_PRESS, _KEYS)
    page.close()
    return times


# In the page itself, as messages to the browser would be timed too.
_PRESS = """async (count) => {
  const saved = document.getElementById("saved");
  const times = [];
  for (let n = 0; n < count; n += 1) {
    const started = performance.now();
    const seen = new Promise((resolve) => {
      const watcher = new MutationObserver(() => {
        if (!saved.classList.contains("good")) return;
        watcher.disconnect();
        resolve();
      });
      watcher.observe(saved, { attributes: true, childList: true });
    });
    const key = String(1 + (n % 4));
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    await seen;
    times.push((performance.now() - started) / 1000);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return times;
}"""


def _keep(room: Newsroom, count: int, number: int) -> str:
    """Keep an issue of short articles."""
    text = "\n\n".join(
        f"社区第{number}期第{place}条\n本报讯 社区食堂昨天开张。居民都说方便。老人一餐八元。"
        for place in range(count)
    )
    issue = Issue(f"issue-{number}", text)
    digest = room.pipeline.splitter.split(issue)
    rated = [room.pipeline.rate(article) for article in digest.articles]
    scored = tuple(each.article for each in rated)
    salience = {each.article.id: each.salience for each in rated}
    whole = replace(digest, model=room.pipeline.model, articles=scored)
    return room.kept.issues.add(issue, whole, max_chars=150, salience=salience, by="bench").key


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
