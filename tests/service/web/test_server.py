from __future__ import annotations

import re
import socket
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from service.api.access import Access
from service.errors import ConfigError
from service.newsroom.room import Newsroom
from service.store import Store
from service.web.app import build_app
from service.web.hosts import hosts_of
from service.web.server import access_for, listen
from service.web.templating import STATIC
from tests.fakes import make_pipeline
from tests.service.web.reading import Reading

HERE = "http://127.0.0.1:7860"
ELSEWHERE = re.compile(r"(?:https?:)?//[\w.-]+")


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return Newsroom(make_pipeline(), Store.open(tmp_path / "desk.sqlite"))


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


def test_building_and_serving_the_page_calls_no_other_machine(
    room: Newsroom, offline: list[Any]
) -> None:
    with TestClient(build_app(room, Access(room.store)), HERE) as client:
        page = Reading(client.get("/").text)
        assert client.get("/sample").status_code == 200
    assert offline == []
    loaded = [
        a.get("href", a.get("src", "")) for tag, a in page.elements if tag in ("link", "script")
    ]
    assert [address for address in loaded if ELSEWHERE.match(address)] == []


def test_no_file_of_the_page_names_another_host() -> None:
    for file in STATIC.iterdir():
        text = file.read_text(encoding="utf-8")
        named = [url for url in ELSEWHERE.findall(text) if "www.w3.org" not in url and ":" in url]
        assert named == [], file.name


def test_on_this_machine_nobody_logs_in_until_there_are_users(room: Newsroom) -> None:
    assert access_for(room, hosts_of("127.0.0.1")).without_login == "admin"
    room.kept.users.add("赵馆", "云川的三月 18", "admin")
    for host in ("127.0.0.1", "0.0.0.0"):
        assert access_for(room, hosts_of(host), no_login=True).without_login is None


def test_behind_a_proxy_there_must_be_users_too(room: Newsroom) -> None:
    with pytest.raises(ConfigError, match=r"127\.0\.0\.1: 别的机器能访问.*--no-login"):
        access_for(room, hosts_of("127.0.0.1", ["news.example"]))


def test_elsewhere_there_must_be_users_or_a_word_that_there_need_be_none(room: Newsroom) -> None:
    with pytest.raises(ConfigError, match=r"0\.0\.0\.0: 别的机器能访问.*--no-login"):
        access_for(room, hosts_of("0.0.0.0"))
    assert access_for(room, hosts_of("0.0.0.0"), no_login=True).without_login == "editor"


def test_a_taken_port_is_said() -> None:
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(ConfigError, match=f"127.0.0.1:{port}: 不能在此监听"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_out_of_range_is_said(port: int) -> None:
    with pytest.raises(ConfigError, match=f"port 是 {port}"):
        listen("127.0.0.1", port)
