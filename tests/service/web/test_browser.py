"""The page in the Chromium of the system: what an editor does with it, and what it asks for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from service.web.wording import CHINESE, ENGLISH
from tests.fakes import make_pipeline
from tests.service.web.browser import find_chromium, opened_browser, serving

# A busy machine is no failure.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXT = """社区食堂开张
本报讯 松屏社区食堂昨天开张。居民都说方便。

市委开会
市委昨天开会。会议研究了今年的工作。

天气晴好
<script>document.title = "hurt"</script> ${1+1} {{value}} & \u202eשלום。"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(make_pipeline()) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("NO BROWSER TEST WAS RUN: there is no chromium on PATH")
    with opened_browser(chromium) as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page, opened; at the end every request must have gone to where it came from."""
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    asked: list[str] = []
    broken: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(address)
    expect(page.get_by_text(CHINESE.welcome_title)).to_be_visible()
    yield page
    context.close()
    assert asked
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert broken == []


def digest(page: Page, text: str = TEXT) -> None:
    page.locator("#bz-text textarea").fill(text)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".bz-digest")).to_be_visible()


def test_a_pasted_issue_is_read_opened_and_downloaded(page: Page, tmp_path: Path) -> None:
    digest(page)
    cards = page.locator(".bz-card")
    expect(cards).to_have_count(3)
    expect(cards.nth(0).locator("h3")).to_have_text("社区食堂开张")
    expect(cards.nth(0).locator(".bz-chip")).to_have_text("民生 92%")
    expect(cards.nth(0).locator(".bz-summary")).to_contain_text("松屏社区食堂昨天开张。")
    expect(cards.nth(2).locator(".bz-doubt")).to_have_text("存疑")

    expect(cards.nth(0).locator(".bz-text")).to_be_hidden()
    cards.nth(0).locator("summary").click()
    expect(cards.nth(0).locator(".bz-text")).to_be_visible()
    expect(cards.nth(0).locator(".bz-text mark").first).to_be_visible()

    with page.expect_download() as caught:
        page.get_by_role("link", name="JSON").click()
    file = tmp_path / "digest.json"
    caught.value.save_as(file)
    assert caught.value.suggested_filename == "pasted.digest.json"
    written = json.loads(file.read_text(encoding="utf-8"))
    assert [article["headline"] for article in written["articles"]] == [
        "社区食堂开张",
        "市委开会",
        "天气晴好",
    ]
    assert written["source_text"] == TEXT


def test_what_is_pasted_is_shown_and_never_run(page: Page) -> None:
    digest(page)
    page.get_by_role("button", name=CHINESE.open_all).click()
    last = page.locator(".bz-card").nth(2)
    expect(last.locator(".bz-text")).to_contain_text('<script>document.title = "hurt"</script>')
    expect(last.locator(".bz-text")).to_contain_text("${1+1} {{value}} &")
    expect(page).to_have_title("报摘")


def test_a_digest_asked_for_before_its_button_is_there_is_made_when_it_comes(page: Page) -> None:
    page.locator("#bz-text textarea").fill(TEXT)
    button = page.get_by_role("button", name=CHINESE.run).element_handle()
    box = button.evaluate_handle("element => element.parentElement")
    button.evaluate("element => element.remove()")
    page.keyboard.press("Control+Enter")
    box.evaluate("(box, button) => box.append(button)", button)
    expect(page.locator(".bz-digest")).to_be_visible()


def test_language_switches_with_the_digest_on_the_page(page: Page) -> None:
    digest(page)
    page.get_by_label("English").click()
    expect(page.get_by_role("button", name=ENGLISH.run)).to_be_visible()
    expect(page.locator(".bz-chip").first).to_have_text("Livelihood 92%")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_label("中文").click()
    expect(page.get_by_role("button", name=CHINESE.run)).to_be_visible()


def test_what_is_open_stays_open_in_another_language(page: Page) -> None:
    digest(page)
    page.get_by_text("政治 1", exact=True).click()
    page.locator(".bz-card:visible summary").click()
    page.locator("#bz-source summary").click()
    page.get_by_label("English").click()
    expect(page.locator(".bz-chip").first).to_have_text("Livelihood 92%")
    expect(page.locator("#article-a2 .bz-text")).to_be_visible()
    expect(page.locator("#bz-source .bz-lines")).to_be_visible()
    expect(page.locator(".bz-card:visible")).to_have_count(1)


def test_filter_shows_one_topic(page: Page) -> None:
    digest(page)
    page.get_by_text("政治 1", exact=True).click()
    expect(page.locator(".bz-card:visible")).to_have_count(1)
    expect(page.locator(".bz-card:visible h3")).to_have_text("市委开会")
    page.get_by_text("全部 3", exact=True).click()
    expect(page.locator(".bz-card:visible")).to_have_count(3)


def test_keys_walk_through_the_articles(page: Page) -> None:
    digest(page)
    expect(page.locator(".bz-head h2")).to_be_focused()
    for key, card in (("j", 0), ("j", 1), ("k", 0)):
        page.keyboard.press(key)
        expect(page.locator(".bz-card summary").nth(card)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".bz-text").first).to_be_visible()


def test_an_article_leads_to_its_place_in_the_source_and_back(page: Page) -> None:
    digest(page)
    page.locator(".bz-card summary").nth(1).click()
    page.get_by_role("link", name=CHINESE.to_source).click()
    expect(page.locator("#source-a2")).to_be_focused()
    expect(page.locator(".bz-lit").first).to_have_text("市委开会")
    page.keyboard.press("Enter")
    expect(page.locator("#article-a2 summary").first).to_be_focused()


def test_nothing_pasted_is_said_and_the_page_goes_on(page: Page) -> None:
    page.get_by_role("button", name=CHINESE.run).click()
    expect(page.get_by_text(CHINESE.nothing_pasted)).to_be_visible()
    digest(page)


def test_files_are_uploaded_as_one_issue(page: Page, tmp_path: Path) -> None:
    files = [tmp_path / "第一版.txt", tmp_path / "第二版.txt"]
    files[0].write_text("市委开会\n市委昨天开会。", encoding="gb18030")
    files[1].write_text("快递进村\n快递昨天进村。", encoding="utf-8")
    page.get_by_role("tab", name=CHINESE.files_tab).click()
    page.locator("#bz-files input[type=file]").set_input_files([str(file) for file in files])
    expect(page.locator("#bz-files")).to_contain_text("第二版")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".bz-card h3")).to_have_text(["市委开会", "快递进村"])
    page.locator(".bz-card summary").nth(1).click()
    expect(page.locator(".bz-more").nth(1)).to_contain_text("第二版.txt 第 1–2 行")


def test_an_unreadable_file_is_said(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "scan.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    page.get_by_role("tab", name=CHINESE.files_tab).click()
    page.locator("#bz-files input[type=file]").set_input_files(str(file))
    expect(page.locator("#bz-files")).to_contain_text("scan")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("scan.png: 这是 图片")).to_be_visible()


def test_an_example_is_one_click_away(page: Page) -> None:
    page.locator("#bz-examples button").first.click()
    expect(page.locator(".bz-card").first).to_be_visible()
    expect(page.locator("#bz-text textarea")).not_to_be_empty()
