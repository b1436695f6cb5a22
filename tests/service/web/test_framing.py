"""Where one request ends and the next begins: what a proxy and this server could read apart."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from threading import Event, Thread

import httpx
import pytest

from service.config import WebConfig
from service.newsroom.room import Newsroom
from tests.fakes import make_pipeline
from tests.service.web.browser import serving

LIMITS = WebConfig(head_s=1, body_pause_s=1, body_s=1)
HIDDEN = b"GET /hidden HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
ASKED = b"POST /api/v1/classify HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
BODY = b'{"articles":[{"id":"1","text":"a"}]}'
CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(Newsroom(make_pipeline()), None, LIMITS) as url:
        yield url


def connected(url: str) -> socket.socket:
    address = httpx.URL(url)
    return socket.create_connection((address.host, address.port), timeout=60)


def answers(url: str, sent: bytes) -> list[int]:
    """The statuses of all that is answered to some bytes, until the server closes."""
    with connected(url) as asking:
        asking.sendall(sent)
        with asking.makefile("rb") as came:
            heads = came.read().split(b"HTTP/1.1 ")[1:]
    return [int(head[:3]) for head in heads]


@pytest.mark.parametrize(
    "framing",
    [
        b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n%s" % (len(CHUNKED), CHUNKED),
        b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n" + CHUNKED,
        b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n" % len(HIDDEN),
        b"Content-Length: 0, %d\r\n\r\n" % len(HIDDEN),
        b"Content-Length: +36\r\n\r\n" + BODY,
        b"Content-Length: 0x24\r\n\r\n" + BODY,
        b"Content-Length: 3_6\r\n\r\n" + BODY,
        b"Content-Length : 36\r\n\r\n" + BODY,
        b"Content-Length: -1\r\n\r\n",
        b"Transfer-Encoding: xchunked\r\n\r\n" + CHUNKED,
        b"Transfer-Encoding: chunked, identity\r\n\r\n" + CHUNKED,
        b"Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKED,
        b"Transfer-Encoding : chunked\r\n\r\n" + CHUNKED,
        b"Transfer-Encoding:\x0bchunked\r\n\r\n" + CHUNKED,
        b"X: y\rTransfer-Encoding: chunked\r\n\r\n" + CHUNKED,
        b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n0x5\r\nabcde\r\n0\r\n\r\n",
        b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcdefgh\r\n0\r\n\r\n",
    ],
    ids=range(19),
)
def test_what_is_read_in_two_ways_is_refused_and_nothing_behind_it_is_answered(
    url: str, framing: bytes
) -> None:
    (status,) = answers(url, ASKED + framing + HIDDEN)
    assert status in (400, 408, 413, 501)


@pytest.mark.parametrize(
    "framing",
    [
        b"Content-Length: %d\r\n\r\n%s" % (len(BODY), BODY),
        b"Content-Length: %d\r\nContent-Length: %d\r\n\r\n%s" % (len(BODY), len(BODY), BODY),
        b"Transfer-Encoding: chunked\r\n\r\n" + CHUNKED,
        b"Transfer-Encoding: CHUNKED\r\n\r\n" + CHUNKED,
        b"Transfer-Encoding: chunked\r\n\r\n%x;name=%s\r\n%s\r\n0\r\n\r\n"
        % (len(BODY), b"x" * 1000, BODY),
        b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\nX-Behind: 1\r\n\r\n"
        % (len(BODY), BODY),
    ],
    ids=["length", "twice the same", "chunks", "capitals", "extension", "trailer"],
)
def test_what_is_read_in_one_way_is_answered_and_so_is_the_next(url: str, framing: bytes) -> None:
    assert answers(url, ASKED + framing + HIDDEN) == [200, 404]


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: %s\r\n\r\n" % (b"y" * 200_000),
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n" % (b"X: y\r\n" * 30_000),
        b"GET /%s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" % (b"y" * 200_000),
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: %s\r\n\r\n" % (b"a=b; " * 40_000),
        b"%s\r\n\r\n" % (b"G" * 200_000),
    ],
    ids=["a header", "headers", "a path", "cookies", "a method"],
)
def test_a_head_without_end_is_given_up(url: str, head: bytes) -> None:
    with suppress(ConnectionResetError, BrokenPipeError):  # closed before all of it was sent
        assert answers(url, head) in ([400], [431], [])
    assert httpx.get(f"{url}healthz", trust_env=False, timeout=60).status_code == 200


@pytest.mark.parametrize(
    "upgrade",
    [
        b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIA==\r\n",
        b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n",
        b"Connection: Upgrade\r\nUpgrade: TLS/1.0\r\n",
    ],
    ids=["websocket", "h2c", "TLS"],
)
def test_no_other_protocol_is_spoken(url: str, upgrade: bytes) -> None:
    for path in (b"/healthz", b"/api/v1/session", b"/issues/x/events"):
        sent = b"GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n" % (path, upgrade)
        status, hidden = answers(url, sent + HIDDEN)
        assert (status in (200, 404), hidden) == (True, 404), path


def test_heads_and_bodies_by_the_byte_are_given_up_and_others_are_served(url: str) -> None:
    over = Event()

    def trickle(asking: socket.socket) -> None:
        while not over.wait(0.05):
            try:
                asking.sendall(b"a")
            except OSError:
                return

    with ExitStack() as stack:
        heads = [stack.enter_context(connected(url)) for _ in range(10)]
        bodies = [stack.enter_context(connected(url)) for _ in range(10)]
        for each in heads:
            each.sendall(b"GET / HTTP/1.1\r\nX: ")
        for each in bodies:
            each.sendall(ASKED + b"Content-Length: 9999\r\n\r\n")
        threads = [Thread(target=trickle, args=(each,)) for each in (*heads, *bodies)]
        for thread in threads:
            thread.start()
        try:
            assert httpx.get(f"{url}healthz", trust_env=False, timeout=60).status_code == 200
            assert [_end_of(each) for each in heads] == [b""] * 10
            assert [_end_of(each)[:12] for each in bodies] == [b"HTTP/1.1 408"] * 10
        finally:
            over.set()
            for thread in threads:
                thread.join()


def _end_of(asking: socket.socket) -> bytes:
    """What is answered at first; nothing where the connection ends without a word."""
    try:
        return asking.recv(1000)
    except ConnectionResetError:
        return b""
