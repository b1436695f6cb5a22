"""Nothing that a browser shows is lost, and nothing is torn that it shows as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from service.readers import issue_from_files
from tests.service.readers.web_pages import WEB_PAGES, WebPage
from tests.service.web.browser import find_chromium, opened_browser

EVERY_PAGE = pytest.mark.parametrize("page", WEB_PAGES.values(), ids=WEB_PAGES.keys())

# Gives the texts of each document: its lines, and what stands in fields and beside characters.
SHOW = """async documents => {
  const texts = page => {
    const readings = [...page.querySelectorAll("rt")].map(e => e.textContent);
    page.querySelectorAll("rt, rp").forEach(e => e.remove());
    const fields = [...page.querySelectorAll("textarea")].filter(e => e.offsetParent);
    const inner = [...page.querySelectorAll("iframe")].map(e => e.contentDocument);
    return [page.documentElement.innerText, ...readings, ...fields.map(e => e.value),
            ...inner.filter(e => e).flatMap(texts)];
  };
  const shown = [];
  for (const text of documents) {
    const frame = document.createElement("iframe");
    frame.width = 900;
    frame.srcdoc = text;
    const loaded = new Promise(done => { frame.onload = done; });
    document.body.append(frame);
    await loaded;
    shown.push(texts(frame.contentDocument));
    frame.remove();
  }
  return shown;
}"""


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
def shown() -> Mapping[str, Sequence[str]]:
    """The texts that a browser shows of each document."""
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("no chromium on PATH")
    documents = [page.document for page in WEB_PAGES.values()]
    with opened_browser(chromium) as browser:
        texts: list[list[str]] = browser.new_page().evaluate(SHOW, documents)
    return dict(zip(documents, texts, strict=True))


@pytest.mark.browser
@pytest.mark.slow
@EVERY_PAGE
def test_no_line_of_a_browser_is_lost(page: WebPage, shown: Mapping[str, Sequence[str]]) -> None:
    issue = issue_from_files([("p.html", page.document.encode())])
    given = "".join("".join([issue.text, *issue.warnings]).split())
    lines = "\n".join(shown[page.document]).replace("\t", "\n").splitlines()
    assert [line for line in lines if "".join(line.split()) not in given] == []
