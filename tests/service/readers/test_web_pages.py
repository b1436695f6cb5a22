"""Nothing that a browser shows is lost, and nothing is torn that it shows as one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from random import Random

import pytest

from service.readers import issue_from_files
from tests.service.readers.web_pages import WEB_PAGES, WebPage
from tests.service.web.browser import find_chromium, opened_browser

TAGS = (
    *(
        "p",
        "div",
        "span",
        "b",
        "a",
        "font",
        "table",
        "tr",
        "td",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
    ),
    *(
        "br",
        "section",
        "article",
        "aside",
        "header",
        "footer",
        "nav",
        "h1",
        "center",
        "pre",
        "html",
    ),
    *("x-own", "st1:place", "nobr", "time", "wbr", "ruby", "rt", "form", "fieldset", "label", "hr"),
    *("figure", "main", "button", "select", "details", "body", "head", "caption", "blockquote"),
)
N_RANDOM, WORD = 40, re.compile(r"字\d\d")

EVERY_PAGE = pytest.mark.parametrize("page", WEB_PAGES.values(), ids=WEB_PAGES.keys())

# Gives the texts of each document: its lines, and what stands in fields and beside characters.
SHOW = """documents => {
  const texts = page => {
    const readings = [...page.querySelectorAll("rt")].filter(e => e.checkVisibility())
      .map(e => e.textContent);
    page.querySelectorAll("rt, rp").forEach(e => e.remove());
    const fields = [...page.querySelectorAll("textarea")].filter(e => e.offsetParent);
    const inner = [...page.querySelectorAll("iframe")].map(e => e.contentDocument);
    return [page.documentElement.innerText, ...readings, ...fields.map(e => e.value),
            ...inner.filter(e => e).flatMap(texts)];
  };
  return Promise.all(documents.map(text => new Promise(done => {
    const frame = document.createElement("iframe");
    frame.width = 900;
    frame.srcdoc = text;
    frame.onload = () => done(texts(frame.contentDocument));
    document.body.append(frame);
  })));
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


def _random_page(seed: int) -> str:
    """Markup as no author means it, with a word of its own at each place."""
    random = Random(seed)
    pieces, opened = ["<!DOCTYPE html><html><body>"], ["body"]
    for n in range(random.choice([8, 15, 40])):
        choice = random.random()
        if choice < 0.5:
            pieces.append(f"字{n:02d}{random.choice(['', '。', ' ', chr(10), '&nbsp;'])}")
        elif choice < 0.8:
            opened.append(random.choice(TAGS))
            pieces.append(f"<{opened[-1]}>")
        else:
            pieces.append(f"</{random.choice(opened[-2:])}>")
    return "".join(pieces)


@pytest.mark.browser
@pytest.mark.slow
def test_no_word_is_lost_whatever_the_markup() -> None:
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("no chromium on PATH")
    documents = [_random_page(seed) for seed in range(N_RANDOM)]
    with opened_browser(chromium) as browser:
        shown: list[list[str]] = browser.new_page().evaluate(SHOW, documents)
    seen = {
        document: words
        for document, texts in zip(documents, shown, strict=True)
        if (words := set(WORD.findall("".join(texts))))
    }
    assert len(seen) > N_RANDOM / 2
    for document, words in seen.items():
        issue = issue_from_files([("p.html", document.encode())])
        assert words <= set(WORD.findall("".join([issue.text, *issue.warnings]))), document
