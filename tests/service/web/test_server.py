from __future__ import annotations

import re
import socket
from html.parser import HTMLParser
from typing import Any

import gradio as gr
import pytest
from starlette.testclient import TestClient

from service.errors import ConfigError, ReadError
from service.web.handlers import DigestDesk
from service.web.layout import build_app, telling
from service.web.server import build_server, listen
from service.web.uploads import Uploads
from tests.fakes import make_pipeline

FETCHING_CSS = re.compile(r"(?:@import|url\()[\s\"'(url]*(?:https?:)?//")
HERE = "http://127.0.0.1:7860"
FOREIGN = re.compile(r"(?:https?:)?//(?!127\.0\.0\.1|localhost|testserver)[\w.-]+\.\w+")


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Refuse and remember every connection to another machine."""
    asked: list[Any] = []
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] != "127.0.0.1":
            asked.append(address)
            raise OSError(f"no connection to {address} in this test")
        connect(self, address)

    def look_up(host: Any, *_: Any) -> Any:
        asked.append(host)
        raise OSError(f"no look-up of {host} in this test")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


def test_building_and_serving_the_page_calls_no_other_machine(offline: list[Any]) -> None:
    with TestClient(build_server(DigestDesk(make_pipeline())), HERE) as client:
        assert client.get("/").status_code == 200
        assert client.get("/config").status_code == 200
    assert offline == []


def test_page_loads_nothing_from_elsewhere() -> None:
    with TestClient(build_server(DigestDesk(make_pipeline())), HERE) as client:
        loaded = Loaded(client.get("/").text).addresses
        assert loaded
        assert [address for address in loaded if FOREIGN.match(address)] == []
        assert not FETCHING_CSS.search(client.get("/theme.css").text)


def test_every_answer_tells_the_browser_to_stay_home() -> None:
    with TestClient(build_server(DigestDesk(make_pipeline())), HERE) as client:
        for path in ("/", "/config", "/theme.css", "/nothing-here"):
            policy = client.get(path).headers["content-security-policy"]
            assert policy.startswith("default-src 'self'")
            assert "http" not in policy
            assert "*" not in policy


def test_gradio_reports_and_offers_nothing() -> None:
    app = build_app(DigestDesk(make_pipeline()), Uploads(60))
    assert app.analytics_enabled is False
    assert app.share is False
    dependencies = app.get_config_file()["dependencies"]
    assert dependencies
    assert {event["api_visibility"] for event in dependencies if event["backend_fn"]} == {"private"}


def test_a_known_error_becomes_a_message_with_its_own_text() -> None:
    def fail() -> None:
        raise ReadError("p1.txt: 打不开")

    with pytest.raises(gr.Error, match=r"p1\.txt: 打不开") as caught:
        telling(fail)()
    assert isinstance(caught.value.__cause__, ReadError)


def test_an_unknown_error_stays_loud() -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        telling(fail)()


def test_a_taken_port_is_said() -> None:
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(ConfigError, match=f"127.0.0.1:{port}: 不能在此监听"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_out_of_range_is_said(port: int) -> None:
    with pytest.raises(ConfigError, match=f"port 是 {port}"):
        listen("127.0.0.1", port)


class Loaded(HTMLParser):
    """The addresses that the elements of a page load from; what scripts say is not among them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("link", "script", "img", "iframe"):
            self.addresses += [value for name, value in attrs if name in ("href", "src") and value]
