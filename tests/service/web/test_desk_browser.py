"""A desk's day in Chromium: who logs in, what is arranged and sent, what a restart leaves alone."""

from __future__ import annotations

import io
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from docx import Document
from playwright.sync_api import FilePayload, Page, expect

from service.api.access import Access
from service.newsroom.room import Newsroom
from service.store import Store
from service.web.wording import CHINESE
from tests.fakes import make_pipeline
from tests.service.web.browser import serving
from tests.service.web.conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SAVED = "#saved.good"


def page_of(day: int) -> str:
    return f"""渡口晚报
2026年11月{day}日 星期三 第1版

渡口医院夜里接诊
渡口医院{day}日起夜里接诊。医生轮班。
本版编辑的手记留在这里。

快递到了岛上
快递船{day}日开到岛上。岛民说快。

少年队出海
少年队{day}日出海。"""


def files(*days: int) -> list[FilePayload]:
    return [
        FilePayload(name=f"{day}.txt", mimeType="text/plain", buffer=page_of(day).encode())
        for day in days
    ]


def digest(page: Page, *days: int) -> None:
    page.locator("#choose").set_input_files(files(*days))
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile("/issues/"))
    page.wait_for_selector("html[data-ready]")


def panel(page: Page, name: str) -> None:
    page.goto(f"{page.url.partition('#')[0]}#{name}")
    page.wait_for_selector(f"[data-panel={name}]")


def template(*lines: str) -> FilePayload:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return FilePayload(name="版式.docx", mimeType="application/x", buffer=stream.getvalue())


def test_a_bulletin_is_dragged_into_order_and_sent_as_the_desk_wants_it(
    open_page: Open, tmp_path: Path
) -> None:
    page = open_page()
    digest(page, 3)
    panel(page, "send")
    picks = page.locator(".picks li")
    picks.nth(2).locator(".handle").drag_to(picks.nth(1), target_position={"x": 80, "y": 2})
    expect(page.locator(SAVED)).to_be_visible()
    expect(picks.locator("label")).to_contain_text(["渡口晚报", "快递", "医院", "少年"])
    for name, value in (("paper", "渡口晚报"), ("date", "2026-11-03")):
        page.locator(f"[name={name}]").fill(value)
        page.locator(f"[name={name}]").blur()
    expect(page.locator(".issue-head h1")).to_contain_text("渡口晚报 2026-11-03")
    page.get_by_label(CHINESE("send_title")).fill("岛上要闻 {date}")
    page.get_by_label(CHINESE("send_masthead")).fill("渡口编辑部")
    page.get_by_role("button", name=CHINESE("send_keep")).click()
    expect(page.get_by_text(CHINESE("js_desk_kept"))).to_be_visible()
    page.locator(".desk-template summary").click()
    page.locator("[name=template]").set_input_files(
        [FilePayload(name="x.docx", mimeType="x", buffer=b"x")]
    )
    expect(page.locator(".message").filter(has_text="DOCX")).to_be_visible()
    lines = (
        "{{ masthead }}：{{ title }}",
        "{%p for a in articles %}",
        "〔{{ a.headline }}〕",
        "{%p endfor %}",
    )
    page.locator("[name=template]").set_input_files([template(*lines)])
    expect(page.get_by_text(CHINESE("js_template_kept"))).to_be_visible()
    page.reload()
    page.wait_for_selector("[data-panel=send]")
    page.locator(".picks input").first.uncheck()
    expect(page.locator(SAVED)).to_be_visible()
    with page.expect_download() as caught:
        page.get_by_role("link", name="DOCX", exact=True).click()
    caught.value.save_as(tmp_path / "out.docx")
    written = [each.text for each in Document(str(tmp_path / "out.docx")).paragraphs]
    assert written == [
        "渡口编辑部：岛上要闻 2026-11-03",
        "〔快递到了岛上〕",
        "〔渡口医院夜里接诊〕",
        "〔少年队出海〕",
    ]
    assert caught.value.suggested_filename == "渡口晚报 2026-11-03 报摘.docx"
    page.locator(".desk-template summary").click()
    page.get_by_role("button", name=CHINESE("template_drop")).click()
    expect(page.get_by_text(CHINESE("js_template_gone"))).to_be_visible()


def test_files_of_several_days_are_told_apart_found_and_compared(open_page: Open) -> None:
    page = open_page()
    digest(page, 5, 6)
    told = page.locator(".message").filter(has_text="2 期")
    expect(told.get_by_role("button")).to_have_count(3)
    first = page.url
    told.get_by_role("button").nth(1).click()
    page.wait_for_url(lambda url: url.partition("#")[0] != first.partition("#")[0])
    page.wait_for_selector("html[data-ready]")
    # A single paragraph is left out, and put back from the list of what was.
    page.locator(".row a", has_text="渡口医院夜里接诊").click()
    expect(page.locator("textarea.headline")).to_have_value("渡口医院夜里接诊")
    page.keyboard.press("b")
    page.get_by_role("button", name=CHINESE("leave_out_paragraph")).nth(1).click()
    expect(page.locator(".article .text")).not_to_contain_text("编辑的手记")
    panel(page, "left-out")
    entry = page.locator(".left-out li", has_text="编辑的手记")
    entry.get_by_role("combobox").focus()
    entry.get_by_role("combobox").select_option(label="快递到了岛上")
    page.locator(".row a", has_text="快递到了岛上").click()
    expect(page.locator(".article .text")).to_contain_text("编辑的手记")
    issue = page.url
    page.goto(re.sub("issues/.*", "issues", page.url))
    page.get_by_label(CHINESE("search_by")).select_option("本机")
    page.get_by_label(CHINESE("search_words")).fill("手记")
    page.keyboard.press("Enter")
    expect(page.locator(".hits li")).to_have_count(1)
    expect(page.locator(".hits li")).to_contain_text("快递到了岛上")
    page.goto(issue)
    panel(page, "history")
    page.get_by_role("button", name=CHINESE("delete_issue")).click()
    page.get_by_role("button", name=CHINESE("js_delete"), exact=True).click()
    page.wait_for_selector("#recent")
    assert issue.partition("#")[0].rpartition("/")[2] not in page.content()


def test_an_editor_logs_in_and_is_led_to_the_article_asked_for(
    open_page: Open, tmp_path: Path
) -> None:
    with Store.open(tmp_path / "desk.sqlite") as store:
        store.users.add("王芳", "渡口的灯 1126", "admin")
        with serving(Newsroom(make_pipeline(), store), Access(store, without_login=None)) as at:
            page = open_page(at=at)
            expect(page).to_have_url(re.compile("/login"))
            log_in(page, "王芳", "猜的")
            expect(page.get_by_text("名字或密码不对")).to_be_visible()
            log_in(page, "王芳", "渡口的灯 1126")
            expect(page.locator(".who")).to_contain_text("王芳 管理员")
            add_user(page, "李明", "渡口的灯 1126", "reader")
            page.get_by_role("link", name=CHINESE("nav_desk")).click()
            page.wait_for_selector("html[data-ready]")
            digest(page, 8)
            page.keyboard.press("j")
            expect(page.locator(".row").nth(1).locator("[aria-current]")).to_be_visible()
            page.keyboard.press("4")
            expect(page.locator(".row").nth(1)).to_contain_text("王芳：主题")
            article = page.url
            page.get_by_role("button", name=CHINESE("log_out")).click()
            page.wait_for_url(re.compile("/login"))
            page.goto(article)
            page.wait_for_selector("#login")
            log_in(page, "李明", "渡口的灯 1126")
            page.wait_for_url(article)
            # A reader reads, and is offered nothing else.
            expect(page.locator("h2.headline")).to_have_text("渡口医院夜里接诊")
            expect(page.locator("[data-field], #digest-form, [data-mode]")).to_have_count(0)
            page.context.clear_cookies()
            page.locator(".row a").first.click()
            page.wait_for_url(re.compile("/login"))


def add_user(page: Page, name: str, password: str, role: str) -> None:
    page.get_by_role("link", name=CHINESE("nav_people"), exact=True).click()
    page.wait_for_selector("html[data-ready]")
    form = page.locator("#new-user")
    form.get_by_label(CHINESE("user_name")).fill(name)
    form.get_by_label(CHINESE("password")).fill(password)
    form.get_by_label(CHINESE("role")).select_option(role)
    form.get_by_role("button").click()
    expect(page.locator("[data-user]")).to_have_count(2)
    page.get_by_label(CHINESE("token_label")).fill("夜班脚本")
    page.keyboard.press("Enter")
    expect(page.locator("#new-secret code")).to_have_text(re.compile("^[\\w-]{20,}$"))
    page.get_by_role("button", name=CHINESE("remove_user")).first.click()
    expect(page.get_by_text(f"删去用户 {name}")).to_be_visible()
    page.get_by_label(CHINESE("js_dismiss")).click()


def log_in(page: Page, name: str, password: str) -> None:
    page.get_by_label(CHINESE("user_name")).fill(name)
    page.get_by_label(CHINESE("password")).fill(password)
    page.keyboard.press("Enter")


def test_a_restart_in_between_loses_nothing(open_page: Open, tmp_path: Path) -> None:
    with Store.open(tmp_path / "desk.sqlite") as store:
        with serving(Newsroom(make_pipeline(), store)) as at:
            page = open_page(at=at)
            digest(page, 9)
            page.keyboard.press("3")
            expect(page.locator(SAVED)).to_be_visible()
        page.keyboard.press("4")
        expect(page.locator("#saved")).to_have_class("bad")
        with serving(Newsroom(make_pipeline(), store), port=urlsplit(at).port or 0):
            page.keyboard.press("2")
            expect(page.locator(SAVED)).to_be_visible()
            expect(page.locator(".topics [aria-pressed=true]")).to_contain_text("民生")
            # Others' changes are told again too.
            other = open_page(urlsplit(page.url).path[1:], at=at)
            other.keyboard.press("1")
            expect(page.locator(".topics [aria-pressed=true]")).to_contain_text("政治")


def test_all_is_done_by_the_keyboard(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("i")
    page.keyboard.type(
        "市委在岛上开会\n市委十日在岛上开会。渡口也修了。\n\n渡口点灯\n渡口十日点灯。"
    )
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile("/issues/"))
    page.wait_for_selector("html[data-ready]")
    for key in ("j", "b"):
        page.keyboard.press(key)
    focus(page, "join")
    page.keyboard.press("Enter")
    expect(page.locator(".row")).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(page.locator(".row")).to_have_count(2)
    page.keyboard.press("p")
    page.wait_for_selector(".picks")
    focus(page, "down-a1")
    page.keyboard.press("Enter")
    expect(page.locator(".picks li").first).to_contain_text("渡口点灯")
    # The button that was pressed has the focus still, wherever it went.
    expect(page.locator("[data-key=down-a1]")).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()


def focus(page: Page, key: str) -> None:
    """Go on by Tab until something has the focus."""
    for _ in range(80):
        if page.evaluate("document.activeElement.dataset.key") == key:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {key}")
