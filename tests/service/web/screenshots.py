"""Pictures of the page for the README and for one's own eyes.

`python -m tests.service.web.screenshots FOLDER [ISSUE]`; without an issue, the first example.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page

from service.config import ServiceConfig, load_config
from service.errors import ConfigError
from service.pipeline import DigestPipeline
from service.readers import read_issue
from service.web.handlers import find_examples
from service.web.wording import CHINESE, ENGLISH
from tests.service.web.browser import find_chromium, opened_browser, serving

_WIDE, _NARROW = (1440, 900), (390, 844)
_PATIENCE_MS = 240_000

Step = Callable[[Page, str], None]


def main(folder: str, issue: str | None = None) -> None:
    """Take every picture with the model that ships."""
    config = load_config("configs/service.yaml", ServiceConfig)
    take_all(DigestPipeline.from_config(config), Path(folder), issue)


def take_all(pipeline: DigestPipeline, folder: Path, issue: str | None = None) -> None:
    """Take every picture into a folder, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    chromium = find_chromium()
    if chromium is None:
        raise ConfigError("no chromium on PATH; install it to take screenshots")
    text = read_issue([issue] if issue else find_examples()[0].files).text
    with serving(pipeline) as address, opened_browser(chromium) as browser:
        for name, (size, scheme, step) in SHOTS.items():
            page = _open(browser, address, size, scheme)
            step(page, text)
            page.wait_for_timeout(600)
            page.screenshot(path=folder / f"{name}.png")
            page.context.close()


def _open(browser: Browser, address: str, size: tuple[int, int], scheme: str) -> Page:
    context = browser.new_context(
        locale="zh-CN",
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(_PATIENCE_MS)
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#bz-text textarea")
    return page


def _welcome(page: Page, _: str) -> None:
    page.wait_for_selector(".bz-welcome")


def _digest(page: Page, text: str) -> None:
    page.locator("#bz-text textarea").fill(text)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".bz-card")


def _opened(page: Page, text: str) -> None:
    _digest(page, text)
    page.locator(".bz-card summary").nth(1).click()
    page.locator(".bz-card").nth(1).scroll_into_view_if_needed()
    page.locator(".bz-card").nth(1).evaluate("card => card.scrollIntoView()")


def _source(page: Page, text: str) -> None:
    _opened(page, text)
    page.get_by_role("link", name=CHINESE.to_source).click()


def _left_out(page: Page, text: str) -> None:
    _digest(page, text)
    page.locator("#bz-left-out > summary").click()
    page.locator("#bz-left-out").evaluate("panel => panel.scrollIntoView()")


def _english(page: Page, text: str) -> None:
    _digest(page, text)
    page.get_by_label("English").click()
    page.get_by_role("button", name=ENGLISH.run).wait_for()


def _nothing(page: Page, _: str) -> None:
    page.get_by_role("button", name=CHINESE.run).click()
    page.get_by_text(CHINESE.nothing_pasted).wait_for()


def _files(page: Page, _: str) -> None:
    page.get_by_role("tab", name=CHINESE.files_tab).click()


SHOTS: dict[str, tuple[tuple[int, int], str, Step]] = {
    "welcome": (_WIDE, "light", _welcome),
    "digest": (_WIDE, "light", _digest),
    "opened": (_WIDE, "light", _opened),
    "opened_dark": (_WIDE, "dark", _opened),
    "source": (_WIDE, "light", _source),
    "left_out": (_WIDE, "light", _left_out),
    "english": (_WIDE, "light", _english),
    "narrow": (_NARROW, "light", _opened),
    "narrow_welcome": (_NARROW, "dark", _welcome),
    "nothing_pasted": (_WIDE, "light", _nothing),
    "files": (_WIDE, "light", _files),
}

if __name__ == "__main__":
    main(*sys.argv[1:3])
