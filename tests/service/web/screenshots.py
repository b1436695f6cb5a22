"""Pictures of the page for the README and for one's own eyes.

`python -m tests.service.web.screenshots FOLDER`, of the first two examples, with the model that
ships.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page

from service.config import ServiceConfig, load_config
from service.errors import ConfigError
from service.newsroom.room import Newsroom
from service.pipeline import DigestPipeline
from service.store import Store
from service.web.examples import find_examples
from tests.service.web.browser import find_chromium, opened_browser, serving

_WIDE, _NARROW = (1280, 900), (390, 844)
_PATIENCE_MS = 240_000

Step = Callable[[Page], None]


def main(folder: str) -> None:
    """Take every picture."""
    config = load_config("configs/service.yaml", ServiceConfig)
    take_all(DigestPipeline.from_config(config), Path(folder))


def take_all(pipeline: DigestPipeline, folder: Path) -> None:
    """Take every picture into a folder, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    chromium = find_chromium()
    if chromium is None:
        raise ConfigError("no chromium on PATH; install it to take screenshots")
    with TemporaryDirectory() as kept, Store.open(Path(kept) / "desk.sqlite") as store:
        room = Newsroom(pipeline, store)
        with serving(room) as address, opened_browser(chromium) as browser:
            _take(browser, address, folder, "welcome", (_WIDE, "light", _stay))
            issue = _digest(browser, address)
            for name, shot in SHOTS.items():
                _take(browser, issue, folder, name, shot)


def _digest(browser: Browser, address: str) -> str:
    """Digest the examples as an editor does; gives the address of the last issue."""
    page = browser.new_page(locale="zh-CN")
    page.set_default_timeout(_PATIENCE_MS)
    for example in find_examples()[1::-1]:
        page.goto(address)
        page.wait_for_selector("html[data-ready]")
        page.set_input_files("#choose", list(example.files))
        page.keyboard.press("Control+Enter")
        page.wait_for_selector(".article")
    issue = page.url.partition("#")[0]
    page.close()
    return issue


def _take(
    browser: Browser, address: str, folder: Path, name: str, shot: tuple[tuple[int, int], str, Step]
) -> None:
    size, scheme, step = shot
    context = browser.new_context(
        locale="zh-CN",
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(_PATIENCE_MS)
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("html[data-ready]")
    step(page)
    page.wait_for_timeout(600)
    page.screenshot(path=folder / f"{name}.png")
    context.close()


def _stay(_: Page) -> None:
    """As it opens."""


def _second(page: Page) -> None:
    page.keyboard.press("j")
    page.wait_for_selector(".row:nth-child(2) [aria-current]")


def _ticking(page: Page) -> None:
    _second(page)
    page.keyboard.press("s")


def _cutting(page: Page) -> None:
    _second(page)
    page.keyboard.press("b")


def _panel(name: str) -> Step:
    def step(page: Page) -> None:
        page.goto(f"{page.url.partition('#')[0]}#{name}")
        page.wait_for_selector(f"[data-panel={name}]")

    return step


def _page(path: str) -> Step:
    def step(page: Page) -> None:
        page.goto(page.url.partition("/issues/")[0] + path)
        page.wait_for_selector("html[data-ready]")

    return step


def _help(page: Page) -> None:
    page.keyboard.press("?")


def _first_of_list(page: Page) -> None:
    page.locator(".row a").nth(1).click()
    page.wait_for_selector(".article")


def _english(page: Page) -> None:
    page.get_by_role("button", name="English").click()
    page.wait_for_selector("html[lang=en][data-ready]")


SHOTS: dict[str, tuple[tuple[int, int], str, Step]] = {
    "issue": (_WIDE, "light", _second),
    "issue_dark": (_WIDE, "dark", _second),
    "ticking": (_WIDE, "light", _ticking),
    "cutting": (_WIDE, "light", _cutting),
    "source": (_WIDE, "light", _panel("source")),
    "left_out": (_WIDE, "light", _panel("left-out")),
    "day": (_WIDE, "light", _panel("day")),
    "send": (_WIDE, "light", _panel("send")),
    "send_dark": (_WIDE, "dark", _panel("send")),
    "archive": (_WIDE, "light", _page("/issues?q=云川")),
    "compare": (_WIDE, "light", _page("/compare")),
    "history": (_WIDE, "light", _panel("history")),
    "people": (_WIDE, "light", _page("/people")),
    "desk": (_WIDE, "light", _page("/")),
    "english": (_WIDE, "light", _english),
    "help": (_WIDE, "light", _help),
    "phone_list": (_NARROW, "light", _stay),
    "phone_article": (_NARROW, "light", _first_of_list),
    "phone_dark": (_NARROW, "dark", _first_of_list),
}

if __name__ == "__main__":
    main(sys.argv[1])
