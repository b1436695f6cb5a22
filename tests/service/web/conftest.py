"""One server for all tests that look at the page, and a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from service.newsroom.room import Newsroom
from service.store import Store
from tests.fakes import make_pipeline
from tests.service.web.browser import find_chromium, opened_browser, serving

# A busy machine is no failure.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    file = tmp_path_factory.mktemp("store") / "desk.sqlite"
    with Store.open(file) as store, serving(Newsroom(make_pipeline(), store)) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for each file: while it is open, no other test can run an event loop."""
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("NO BROWSER TEST WAS RUN: there is no chromium on PATH")
    with opened_browser(chromium) as opened:
        yield opened


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Open]:
    """Opens pages; at the end nothing was asked of another host, and no script had failed."""
    asked: list[str] = []
    ours: list[str] = []
    broken: list[str] = []
    contexts: list[BrowserContext] = []

    def open_one(path: str = "", at: str = address, **options: object) -> Page:
        given = {"locale": "zh-CN", "viewport": {"width": 1280, "height": 900}, **options}
        context = browser.new_context(**given)  # type: ignore[arg-type]  # as Playwright has them
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda said: broken.append(said.text) if "Policy" in said.text else None)
        ours.append(at)
        page.goto(at + path)
        page.wait_for_selector("html[data-ready]")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert asked
    assert [url for url in asked if not url.startswith((*ours, "data:", "blob:"))] == []
    assert broken == []
