"""The page in the Chromium of the system: what an editor does with it, and what it asks for."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from service.web.wording import CHINESE, ENGLISH
from tests.service.web.conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAVED = "#saved.good"


def issue_of(day: int) -> str:
    """An issue that no other test has."""
    return f"""社区食堂开张
本报讯 松屏社区食堂{day}日开张。居民都说方便。老人一餐八元，周末也不休息。
食堂由三家企业合办。每天供应两百份午饭。

市委开会
市委{day}日开会。会议研究了今年的工作。

天气晴好
<script>document.title = "hurt"</script> ${{1+1}} {{{{value}}}} & \u202eשלום。"""


def digest(page: Page, text: str) -> None:
    page.locator("#input").evaluate("box => { box.open = true; }")
    page.locator("#paste").fill(text)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile("/issues/"))
    page.wait_for_selector("html[data-ready]")


def keyed(page: Page, *keys: str) -> None:
    """Press keys outside of any field."""
    page.locator("main").focus()
    for key in keys:
        page.keyboard.press(key)


def test_an_issue_is_pasted_read_and_gone_back_in(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("button", name=CHINESE("run")).click()
    expect(page.get_by_text(CHINESE("js_nothing"))).to_be_visible()
    page.get_by_label(CHINESE("js_dismiss")).click()
    digest(page, issue_of(1))
    rows = page.locator(".row")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("社区食堂开张")
    expect(rows.nth(2).locator(".doubt")).to_have_text("存疑 44%")
    expect(page.locator(".article textarea.headline")).to_have_value("社区食堂开张")
    expect(page.locator("#input form")).to_be_hidden()
    keyed(page, "j")
    expect(page.locator(".article textarea.headline")).to_have_value("市委开会")
    keyed(page, "n")
    # What is pasted is shown, and never run.
    text = page.locator(".article .text")
    expect(text).to_contain_text('<script>document.title = "hurt"</script> ${1+1} {{value}} &')
    expect(page).not_to_have_title("hurt")
    page.go_back()
    expect(page.locator(".article textarea.headline")).to_have_value("市委开会")
    page.get_by_role("link", name=CHINESE("to_source")).click()
    expect(page.locator(".piece.lit").first).to_have_text("市委开会")
    page.go_back()
    page.get_by_role("button", name="政治 1").click()
    expect(page.locator(".row:visible")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/issues/\w+#p\d+$"))


def test_everything_is_corrected_saved_undone_and_there_after_a_reload(open_page: Open) -> None:
    page = open_page()
    digest(page, issue_of(2))
    keyed(page, "3")
    pressed = page.locator(".topics [aria-pressed=true]")
    expect(pressed).to_contain_text("医药")
    expect(page.locator(SAVED)).to_contain_text("已保存")
    expect(page.locator(".row").first).to_contain_text("本机：主题")
    keyed(page, "e")
    page.keyboard.type("食堂开到家门口")
    page.keyboard.press("Enter")
    expect(page.locator(".row").first).to_contain_text("食堂开到家门口")
    byline = page.locator("[data-field=byline]")
    byline.fill("王芳")
    byline.press("Enter")
    expect(page.locator(".article .edited")).to_contain_text("作者")
    keyed(page, "s")
    page.get_by_role("checkbox", name="每天供应两百份午饭。").uncheck()
    expect(page.locator(".summary-text")).not_to_contain_text("每天供应两百份午饭。")
    expect(page.locator(".summary .count")).to_contain_text("/ 150 字")
    keyed(page, "b")
    page.get_by_role("button", name=CHINESE("split_here")).first.click()
    expect(page.locator(".row")).to_have_count(4)
    keyed(page, "Control+z")
    expect(page.locator(".row")).to_have_count(3)
    keyed(page, "Control+Shift+z")
    expect(page.locator(".row")).to_have_count(4)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator(".row")).to_have_count(4)
    expect(page.locator(".article textarea.headline")).to_have_value("食堂开到家门口")
    page.goto(page.url.partition("#")[0] + "#history")
    page.wait_for_selector(".history li")
    expect(page.locator(".history li")).to_have_count(7)
    page.get_by_role("button", name=f"{CHINESE('undo')}：标题").click()
    expect(page.locator(".row").first).to_contain_text("社区食堂开张")
    expect(page.locator(".history li")).to_have_count(8)


def test_a_headline_that_could_not_be_saved_is_sent_again(open_page: Open) -> None:
    page = open_page()
    digest(page, issue_of(19))
    page.context.set_offline(True)
    headline = page.locator(".article textarea.headline")
    headline.fill("渡船夜里也开")
    headline.press("Enter")
    expect(page.locator("#saved")).to_contain_text("没有保存")
    page.context.set_offline(False)
    expect(headline).to_have_value("渡船夜里也开")
    headline.press("Enter")
    expect(page.locator(SAVED)).to_contain_text("已保存")
    expect(page.locator(".row").first).to_contain_text("渡船夜里也开")


def test_what_is_being_typed_stays_while_another_editor_changes_the_article(
    open_page: Open,
) -> None:
    first = open_page()
    digest(first, issue_of(21))
    second = open_page("issues/" + first.url.rpartition("/")[2])
    headline = second.locator(".article textarea.headline")
    headline.press("End")
    second.keyboard.type("（还在")
    keyed(first, "5")
    expect(second.locator(".topics [aria-pressed=true]")).to_contain_text("其他")
    # Nothing was saved by that, and the caret is where it was.
    second.keyboard.type("写）")
    expect(headline).to_have_value("社区食堂开张（还在写）")
    expect(second.locator(".row").first).to_contain_text("本机：主题")
    second.keyboard.press("Enter")
    expect(first.locator(".row").first).to_contain_text("社区食堂开张（还在写）")


def test_two_editors_see_each_other_and_lose_nothing(open_page: Open) -> None:
    first = open_page()
    digest(first, issue_of(3))
    second = open_page("issues/" + first.url.rpartition("/")[2])
    keyed(first, "5")
    expect(second.locator(".topics [aria-pressed=true]")).to_contain_text("其他", timeout=20_000)
    # The second one saw the article as it was: what was not seen is not overwritten in silence.
    second.route("**/parts?**", lambda route: route.abort())
    keyed(first, "4")
    expect(first.locator(SAVED)).to_be_visible()
    expect(first.locator(".topics [aria-pressed=true]")).to_contain_text("物流")
    keyed(second, "1")
    expect(second.get_by_text("也改了这一篇")).to_be_visible()
    second.unroute("**/parts?**")
    second.get_by_role("button", name=CHINESE("js_keep_theirs")).click()
    second.reload()
    expect(second.locator(".topics [aria-pressed=true]")).to_contain_text("物流")


def test_files_good_and_bad_are_told_apart_and_sent_in_a_chosen_order(
    open_page: Open, tmp_path: Path
) -> None:
    names = ("第一版.txt", "<img src=x onerror=alert(1)>.txt", "扫描.png")
    contents = (
        "市委开会\n市委四日开会。".encode("gb18030"),
        "快递进村\n快递四日进村。".encode(),
        b"\x89PNG\r\n\x1a\n\0\0",
    )
    page = open_page()
    page.locator("#choose").set_input_files(
        [
            FilePayload(name=name, mimeType="text/plain", buffer=content)
            for name, content in zip(names, contents, strict=True)
        ]
    )
    expect(page.locator("#chosen li")).to_have_count(3)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile("/issues/"))
    expect(page.get_by_text("扫描.png")).to_be_visible()
    expect(page.locator(".message")).not_to_contain_text("/tmp")
    expect(page.locator(".row")).to_have_count(2)
    page.get_by_label(CHINESE("js_dismiss")).first.click()
    keyed(page, "p")
    page.get_by_role("button", name=f"{CHINESE('move_down')}：市委开会").click()
    expect(page.locator(".picks li").first).to_contain_text("快递进村")
    expect(page.locator(SAVED)).to_be_visible()
    with page.expect_download() as caught:
        page.get_by_role("link", name="JSON", exact=True).click()
    file = tmp_path / "digest.json"
    caught.value.save_as(file)
    assert caught.value.suggested_filename.endswith(".json")
    written = json.loads(file.read_text(encoding="utf-8"))
    assert [article["headline"] for article in written["articles"]] == ["快递进村", "市委开会"]
    # As off localhost, where the browser offers no clipboard.
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.get_by_role("button", name=CHINESE("copy_all")).click()
    expect(page.get_by_text(CHINESE("js_copied"))).to_be_visible()
    page.evaluate("print = () => { document.title = 'printed'; }")
    page.get_by_role("button", name=CHINESE("print"), exact=True).click()
    expect(page).to_have_title("printed")
    page.emulate_media(media="print")
    expect(page.locator("#printed article h2")).to_have_text(["快递进村", "市委开会"])
    expect(page.locator("#messages")).to_be_hidden()


def test_language_phone_and_keys(open_page: Open) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True)
    digest(page, issue_of(5))
    expect(page.locator(".row").first).to_be_visible()
    expect(page.locator(".panel")).to_be_hidden()
    page.locator(".row a").nth(1).click()
    expect(page.locator(".article textarea.headline")).to_have_value("市委开会")
    expect(page.locator(".list")).to_be_hidden()
    page.go_back()
    expect(page.locator(".list")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".chip").first).to_have_text("Livelihood")
    keyed(page, "?")
    expect(page.get_by_role("heading", name=ENGLISH("help_title"))).to_be_visible()
    page.keyboard.press("Escape")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(open_page: Open, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(color_scheme=scheme, bypass_csp=True)
    found = []
    digest(page, issue_of(6))
    for place in ("", "source", "left-out", "day", "send", "history"):
        page.goto(f"{page.url.partition('#')[0]}#{place}")
        if place:
            page.wait_for_selector(f"[data-panel={place}]")
        found += [
            (place, v["id"], v["nodes"][0]["html"]) for v in Axe().run(page).response["violations"]
        ]
    for path in ("", "issues", "review", "compare", "people", "login"):
        page.goto(re.sub("issues/.*", "", page.url.partition("#")[0]).rstrip("/") + "/" + path)
        page.wait_for_selector("html[data-ready]")
        found += [
            (path, v["id"], v["nodes"][0]["html"]) for v in Axe().run(page).response["violations"]
        ]
    assert found == []
