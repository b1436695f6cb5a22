"""Work that never ends: it ends nobody else's, can be given up, and the server can be stopped."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

import pytest

from tests.service.web.slow_server import NEVER_READ, NEVER_SPLIT
from tests.service.web.wire import API, Visitor, file_data, started

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="no Ctrl+C can be sent to a process there"),
]

PAGE = ("第一版.txt", "社区食堂开张\n社区食堂昨天开张。".encode())
ENDLESS = (f"{NEVER_READ}.txt", b"a")
_SOON_S = 20


def slow_server(limit_s: float) -> Sequence[str]:
    return ("tests.service.web.slow_server", str(limit_s))


def ask_for_ever(visitor: Visitor) -> str:
    """Ask for the reading that never ends; gives the event's number."""
    files = [file_data(path) for path in visitor.upload(ENDLESS)]
    return str(visitor.join(visitor.reading(), [files, "zh"]).json()["event_id"])


def test_others_are_served_while_a_file_is_read_for_ever() -> None:
    with started(module=slow_server(600)) as server, Visitor(server.url) as first:
        ask_for_ever(first)
        with Visitor(server.url) as second:
            assert "bz-card" in second.digest(PAGE)


def test_a_file_that_is_read_for_too_long_is_given_up() -> None:
    with started(module=slow_server(5)) as server, Visitor(server.url) as visitor:
        assert "5 秒还没读完" in visitor.digest(ENDLESS)
        assert "bz-card" in visitor.digest(PAGE)


def test_reading_is_given_up_when_it_is_cancelled() -> None:
    with started(module=slow_server(600)) as server, Visitor(server.url) as visitor:
        for _ in range(5):  # more than are read at a time
            event = ask_for_ever(visitor)
            asked = {"fn_index": visitor.reading(), "event_id": event}
            visitor.http.post(f"{API}/cancel", json={**asked, "session_hash": visitor.session})
            visitor.result()
        assert "bz-card" in visitor.digest(PAGE)


def test_the_server_ends_whatever_it_does() -> None:
    with started(module=slow_server(600)) as server, Visitor(server.url) as visitor:
        ask_for_ever(visitor)
        with Visitor(server.url) as other:
            other.join(0, [f"甲\n{NEVER_SPLIT}", 150, "zh"])
            time.sleep(1)  # until both are at work
        asked_to_end = time.monotonic()
    assert time.monotonic() - asked_to_end < _SOON_S
