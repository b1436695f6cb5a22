"""Who asks too often waits; who never comes to the end of asking keeps nobody else from it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

import httpx
import pytest

from service.config import WebConfig
from service.datamodels import Issue
from service.newsroom.room import Newsroom
from service.store import Store
from service.web import pace
from tests.fakes import make_pipeline
from tests.service.web.browser import serving
from tests.service.web.wire import API

LIMITS = WebConfig(head_s=1, requests_per_minute=120)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    file = tmp_path_factory.mktemp("store") / "desk.sqlite"
    with Store.open(file) as store, serving(Newsroom(make_pipeline(), store), None, LIMITS) as url:
        yield url


def connected(url: str) -> socket.socket:
    address = httpx.URL(url)
    return socket.create_connection((address.host, address.port), timeout=60)


@pytest.mark.parametrize(
    "begun", [b"", b"GET / HT", b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "]
)
def test_heads_that_do_not_come_are_given_up_and_others_are_served(url: str, begun: bytes) -> None:
    with ExitStack() as stack:
        slow = [stack.enter_context(connected(url)) for _ in range(20)]
        for each in slow:
            each.sendall(begun)
        assert httpx.get(f"{url}healthz", trust_env=False, timeout=60).status_code == 200
        # Ended by the server: there is nothing to read any more.
        assert [each.recv(100) for each in slow] == [b""] * 20


def test_a_second_request_on_a_connection_must_come_too(url: str) -> None:
    with connected(url) as held:
        whole = f"GET /healthz HTTP/1.1\r\nHost: {httpx.URL(url).netloc.decode()}\r\n\r\n".encode()
        held.sendall(whole)
        assert held.recv(1000).startswith(b"HTTP/1.1 200")
        held.sendall(whole + whole[:20])
        answers = b""
        while piece := held.recv(1000):
            answers += piece
        assert answers.count(b"HTTP/1.1 200") == 1


def test_an_idle_connection_is_kept_for_clients_unless_few_more_can_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pace._KEPT_S > 60  # who closes first is then the client: httpx after 5 s, nginx after 60
    monkeypatch.setattr(pace, "_KEPT_WHEN_CROWDED_S", 0.1)
    with (
        Store.open(tmp_path / "desk.sqlite") as store,
        serving(Newsroom(make_pipeline(), store), None, WebConfig(connections=10)) as url,
        ExitStack() as stack,
    ):
        kept = HTTPConnection(httpx.URL(url).host, httpx.URL(url).port or 80, timeout=60)
        stack.callback(kept.close)
        sockets = [_ask(kept) for _ in range(2)]
        asking, *_ = (stack.enter_context(connected(url)) for _ in range(5))
        asking.sendall(f"GET / HTTP/1.1\r\nHost: {httpx.URL(url).netloc.decode()}\r\n\r\n".encode())
        with asking.makefile("rb") as answer:
            assert answer.read().startswith(b"HTTP/1.1 200")  # to its end: it was closed
        assert sockets == [kept.sock] * 2
        assert _ask(kept) == kept.sock


def _ask(connection: HTTPConnection) -> object:
    """Ask for something on a connection; its socket."""
    connection.request("GET", "/healthz")
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (200, b'{"status":"ok"}')
    return connection.sock


def test_who_asks_too_often_is_told_when_to_come_again(tmp_path: Path) -> None:
    few = WebConfig(requests_per_minute=30)
    with (
        Store.open(tmp_path / "desk.sqlite") as store,
        serving(Newsroom(make_pipeline(), store), None, few) as url,
        httpx.Client(base_url=url, trust_env=False, timeout=60) as client,
    ):
        answers = [client.get(f"{API}/session") for _ in range(9)]
        page = client.get("/")
        files = [client.get("/static/page.js") for _ in range(9)]
    assert {answer.status_code for answer in answers[:5]} == {200}
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) >= 2
    assert all(0 < int(answer.headers["retry-after"]) <= 2 for answer in refused)
    assert refused[0].headers["content-type"] == "application/problem+json"
    assert page.status_code in (200, 429)
    assert {answer.status_code for answer in files} == {200}


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[str]:
    """A server that gives one address few connections, and fewer streams."""
    few = WebConfig(connections_each=8, streams_each=3)
    with Store.open(tmp_path / "desk.sqlite") as store:
        issue, pipeline = Issue("p", "渡口修好\n渡口昨天修好。"), make_pipeline()
        kept = store.issues.add(issue, pipeline.run(issue), max_chars=80)
        with serving(Newsroom(pipeline, store), None, few) as url:
            yield f"{url}api/v1/issues/{kept.key}/events"


def test_who_watches_too_much_is_told_so_and_others_watch(shared: str) -> None:
    with httpx.Client(trust_env=False, timeout=60) as client, ExitStack() as stack:
        watched = [stack.enter_context(client.stream("GET", shared)) for _ in range(3)]
        assert [each.status_code for each in watched] == [200] * 3
        refused = client.get(shared)
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "5")
        assert refused.headers["content-type"] == "application/problem+json"
        # Somebody else, for whom a proxy on this machine asks, has to log in, but need not wait.
        assert client.get(shared, headers={"x-forwarded-for": "192.0.2.7"}).status_code == 401
        watched[0].close()
        for _ in range(200):
            with client.stream("GET", shared) as again:
                if again.status_code == 200:
                    return
        pytest.fail("a stream that is closed leaves its place to none")


def test_one_address_holds_its_share_of_the_connections(shared: str) -> None:
    with ExitStack() as stack:
        held = [stack.enter_context(connected(shared)) for _ in range(8)]
        with connected(shared) as refused:
            assert refused.recv(1000).startswith(b"HTTP/1.1 429 Too Many Requests\r\nRetry-After")
            assert refused.recv(1000) == b""
        held[0].close()
        for _ in range(200):
            with connected(shared) as served:
                served.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                if served.recv(1000).startswith(b"HTTP/1.1 200"):
                    return
        pytest.fail("a connection that is closed leaves its place to none")
