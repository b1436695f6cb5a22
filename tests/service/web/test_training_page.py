"""The training page in the Chromium of the system: start, follow, stop, promote, discard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from service.newsroom.room import Newsroom
from service.newsroom.training import Training
from service.store import Store
from service.web.wording import CHINESE
from tests.fakes import make_pipeline
from tests.service.registry.test_registry import add_version
from tests.service.training_runs import go_on, played
from tests.service.web.browser import serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def training_page(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Page, str, Training]]:
    """A page that shows nothing yet, the address of the server, and its played training."""
    with (
        played(tmp_path, monkeypatch) as training,
        Store.open(tmp_path / "desk.sqlite") as store,
        serving(Newsroom(make_pipeline(), store, training=training)) as address,
        browser.new_context(locale="zh-CN") as context,
    ):
        yield context.new_page(), address, training


def test_a_run_is_started_followed_over_a_reload_and_its_version_promoted(
    training_page: tuple[Page, str, Training],
) -> None:
    page, address, training = training_page
    page.goto(address)
    page.get_by_role("link", name=CHINESE("nav_training")).click()
    page.wait_for_selector("html[data-ready]")
    expect(page.get_by_text("编辑定过主题的 0 篇")).to_be_visible()
    page.get_by_role("button", name=CHINESE("training_adapt")).click()
    reading = page.get_by_text("读文章 3/9")
    expect(reading).to_be_visible()
    page.reload()
    expect(reading).to_be_visible()
    expect(page.get_by_role("button", name=CHINESE("training_adapt"))).to_be_disabled()
    add_version(training.registry)
    go_on(training)
    expect(page.get_by_text("变好 3 篇，变坏 1 篇")).to_be_visible()
    rows = page.get_by_role("row")
    expect(rows).to_have_count(3)
    rows.filter(has_text="v1").get_by_role("button", name=CHINESE("version_promote")).click()
    serves = rows.filter(has=page.get_by_text(CHINESE("version_serves"), exact=True))
    expect(serves).to_contain_text("v1")
    page.get_by_role("button", name=CHINESE("version_roll_back")).click()
    expect(serves).to_contain_text("shipped")
    rows.filter(has_text="v1").get_by_role("button", name=CHINESE("version_discard")).click()
    page.locator(".message").get_by_role("button", name=CHINESE("version_discard")).click()
    expect(rows).to_have_count(2)
    assert training.registry.pointer().current == "shipped"


def test_a_run_that_is_stopped_says_so(
    training_page: tuple[Page, str, Training],
) -> None:
    page, address, _ = training_page
    page.goto(f"{address}training")
    page.wait_for_selector("html[data-ready]")
    page.get_by_role("button", name=CHINESE("training_adapt")).click()
    expect(page.get_by_text("读文章 3/9")).to_be_visible()
    page.get_by_role("button", name=CHINESE("training_stop")).click()
    expect(page.get_by_text(re.compile(CHINESE("run_stopped")))).to_be_visible()
