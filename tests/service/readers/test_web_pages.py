"""Nothing that a browser shows is lost, and nothing is torn that it shows as one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab

from service.readers import issue_from_files
from tests.service.readers.web_pages import WEB_PAGES, WebPage
from tests.service.web.browser import find_chromium, opened_browser

EVERY_PAGE = pytest.mark.parametrize("page", WEB_PAGES.values(), ids=WEB_PAGES.keys())


@EVERY_PAGE
def test_gives_the_blocks_that_a_person_sees(page: WebPage) -> None:
    issue = issue_from_files([("p.html", page.document.encode())])
    assert issue.text.split("\n\n") == list(page.blocks)


@EVERY_PAGE
def test_tells_what_is_seen_and_left_out(page: WebPage) -> None:
    warnings = " ".join(issue_from_files([("p.html", page.document.encode())]).warnings)
    assert bool(warnings) == bool(page.told)
    assert [words for words in page.told if words not in warnings] == []


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("no chromium on PATH")
    with opened_browser(chromium) as browser:
        yield browser.new_page()


@pytest.mark.browser
@pytest.mark.slow
@EVERY_PAGE
def test_no_line_of_a_browser_is_lost(page: WebPage, tab: Tab, tmp_path: Path) -> None:
    path = tmp_path / "p.html"
    path.write_text(page.document, encoding="utf-8")
    issue = issue_from_files([("p.html", path.read_bytes())])
    given = "".join("".join([issue.text, *issue.warnings]).split())
    assert [line for line in _lines_seen(tab, path) if line not in given] == []


def _lines_seen(tab: Tab, path: Path) -> list[str]:
    """The lines of a page, of its frames and fields; readings beside characters by themselves."""
    tab.goto(path.as_uri())
    readings = tab.eval_on_selector_all("rt", "all => all.map(e => e.textContent)")
    tab.eval_on_selector_all("rt, rp", "all => all.forEach(e => e.remove())")
    fields = tab.eval_on_selector_all(
        "textarea", "all => all.filter(e => e.offsetParent).map(e => e.value)"
    )
    frames = [frame.evaluate("document.documentElement.innerText") for frame in tab.frames]
    lines = "\n".join((*readings, *fields, *frames)).replace("\t", "\n").splitlines()
    return [bare for line in lines if (bare := "".join(line.split()))]
