"""A real browser, logged in, on pages of other sites: they can neither do nor read a thing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext

from service.api.access import Access
from service.newsroom.room import Newsroom
from service.store import Store
from tests.fakes import make_pipeline
from tests.service.web.browser import serving
from tests.service.web.wire import API

pytestmark = [pytest.mark.slow, pytest.mark.browser]

NAME, PASSWORD = "赵馆", "云川的三月 18"
TRICKS = """
async (here) => {
  const tried = {};
  const ask = async (name, path, options) => {
    try {
      const answer = await fetch(here + path, { credentials: "include", ...options });
      tried[name] = answer.type === "opaque" ? "sent blind" : await answer.text();
    } catch (error) { tried[name] = "refused"; }
  };
  const text = JSON.stringify({ text: "假消息\\n假消息昨天发出。" });
  await ask("read", "api/v1/users", {});
  await ask("page", "", {});
  await ask("json", "api/v1/digest?keep=true", { method: "POST", body: text,
    headers: { "content-type": "application/json" } });
  await ask("simple", "api/v1/digest?keep=true", { method: "POST", body: text, mode: "no-cors" });
  const form = new FormData();
  form.append("text", "假消息");
  await ask("form", "api/v1/digest?keep=true", { method: "POST", body: form, mode: "no-cors" });
  await ask("delete", "api/v1/users/x", { method: "DELETE" });
  return tried;
}
"""
FORM = """
(here) => {
  const form = document.createElement("form");
  form.method = "post";
  form.enctype = "multipart/form-data";
  form.action = here + "api/v1/digest?keep=true";
  const text = document.createElement("textarea");
  text.name = "text";
  text.value = "假消息";
  form.append(text);
  document.body.append(form);
  form.submit();
}
"""
LOADS = """
(here) => Promise.all([
  new Promise((done) => {
    const script = document.createElement("script");
    script.src = here + "api/v1/users";
    script.onload = () => done("loaded"); script.onerror = () => done("refused");
    document.body.append(script);
  }),
  new Promise((done) => {
    const image = new Image();
    image.src = here + "static/icon.svg";
    image.onload = () => done("loaded"); image.onerror = () => done("refused");
  }),
])
"""


class _Foreign(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write("<title>别的网站</title><body>".encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def foreign() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Foreign) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "desk.sqlite") as store:
        store.users.add(NAME, PASSWORD, "admin")
        yield store


@pytest.fixture
def here(store: Store) -> Iterator[str]:
    with serving(Newsroom(make_pipeline(), store), Access(store, None)) as url:
        yield url


@pytest.fixture
def logged_in(browser: Browser, here: str) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    # As an address of somebody else's would have it: to be led away once logged in.
    page.goto(f"{here}login?next=/%09/evil.localhost/")
    page.fill("input[name=name]", NAME)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(here)
    yield context
    context.close()


def test_pages_of_other_sites_do_and_read_nothing(
    logged_in: BrowserContext, here: str, foreign: str, store: Store
) -> None:
    page = logged_in.new_page()
    # Of the same name but another port, to which the browser sends the cookie; and of another.
    for address in (foreign, foreign.replace("127.0.0.1", "evil.localhost")):
        page.goto(address)
        tried = page.evaluate(TRICKS, here)
        assert {
            name for name, told in tried.items() if told not in ("refused", "sent blind")
        } == set()
        assert page.evaluate(LOADS, here) == ["refused", "refused"]
        with page.expect_navigation() as gone:
            page.evaluate(FORM, here)
        assert gone.value is not None
        assert gone.value.status == 403
    assert list(store.issues.list().items) == []
    assert [user.name for user in store.users.list()] == [NAME]
    assert logged_in.request.get(f"{here.rstrip('/')}{API}/jobs").json() == []


def test_a_name_that_was_made_to_lead_here_is_not_answered(browser: Browser, here: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    # Chromium leads every name below localhost to this machine, as a hostile name server would.
    port = httpx.URL(here).port
    for path in ("", "login", "static/page.js", "api/v1/session"):
        answer = page.goto(f"http://desk.localhost:{port}/{path}")
        assert answer is not None
        assert answer.status == 403
    context.close()
