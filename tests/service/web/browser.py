"""The page served from a thread, and the Chromium of the system to look at it."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from service.api.access import Access
from service.config import WebConfig
from service.newsroom.room import Newsroom
from service.web.app import build_app
from service.web.server import listen, make_runner

REQUIRED = "BAOZHAI_REQUIRE_BROWSER"
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_START_S = 60


def find_chromium() -> str | None:
    """The Chromium on PATH; its absence is an error where a browser is required."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None and os.environ.get(REQUIRED) == "1":
        raise RuntimeError(f"no chromium on PATH, but {REQUIRED}=1 asks for one; install it")
    return found


@contextmanager
def serving(
    room: Newsroom,
    access: Access | None = None,
    limits: WebConfig | None = None,
    port: int = 0,
) -> Iterator[str]:
    """Serve the page on a port, 0 for any that is free; gives its address."""
    app = build_app(room, access or Access(room.store), limits=limits)
    runner = make_runner(app, room.closing, limits=limits)
    with listen("127.0.0.1", port) as listener:
        thread = threading.Thread(target=runner.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        give_up = time.monotonic() + _START_S
        while not runner.started:
            if time.monotonic() > give_up or not thread.is_alive():
                raise RuntimeError("the server did not start")
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        room.closing.set()
        runner.should_exit = True
        thread.join()


@contextmanager
def opened_browser(chromium: str) -> Iterator[Browser]:
    """A headless Chromium that calls nobody by itself."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()
