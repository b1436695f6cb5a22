"""Work that never ends: it ends nobody else's, can be given up, and the server can be stopped."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.types import Message, Receive, Scope, Send

from service.web.ending import EndingServer, Farewell
from tests.service.web.slow_server import NEVER_SPLIT
from tests.service.web.wire import API, Visitor, started

PAGE = ("第一版.txt", "社区食堂开张\n社区食堂昨天开张。".encode())
LATER = ("第三版.txt", "渡船加开夜班\n渡船昨夜开到十点。".encode())
ENDLESS = ("第二版.txt", NEVER_SPLIT.encode())
SLOW = ("tests.service.web.slow_server",)
_SOON_S = 20


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no Ctrl+C can be sent to a process there")
def test_endless_work_is_cancelled_and_the_server_ends_whatever_it_does(tmp_path: Path) -> None:
    store = tmp_path / "desk.sqlite"
    with started(module=SLOW, store=store) as server, Visitor(server.url) as visitor:
        endless = visitor.ask(ENDLESS).json()["id"]
        while (job := visitor.job(endless))["stage"] != "splitting":
            assert job["state"] in ("waiting", "running")
            time.sleep(0.05)
        # Pages are read while it works, and the next job has its turn once it is given up.
        assert visitor.http.get("/issues").status_code == 200
        assert visitor.http.delete(f"{API}/jobs/{endless}").is_success
        assert "社区食堂开张" in visitor.digest(PAGE)
        given = [visitor.ask(page).json()["id"] for page in (ENDLESS, LATER)]
        with ThreadPoolExecutor(max_workers=24) as pool:
            watched = [pool.submit(visitor.wait, job) for job in given * 10]
            waited_for = pool.submit(wait_for_a_digest, server.url)
            while visitor.http.get(f"{API}/jobs").json()[0]["id"] in given:
                time.sleep(0.05)
            asked_to_end = time.monotonic()
            os.kill(server.pid, signal.SIGINT)
            assert waited_for.result().status_code == 503
            assert {each.result()["state"] for each in watched} <= {"waiting", "running"}
    assert time.monotonic() - asked_to_end < _SOON_S
    # It was told twice.
    assert "Traceback" not in "".join(server.said)
    # The next server goes on with what was under way and with what waited.
    with started(store=store) as server, Visitor(server.url) as visitor:
        done = [visitor.wait(job) for job in given]
        assert [job["state"] for job in done] == ["done", "done"]
        assert "渡船加开夜班" in visitor.http.get(f"/issues/{done[1]['issues'][0]['id']}").text


def wait_for_a_digest(url: str) -> httpx.Response:
    with Visitor(url) as visitor:
        return visitor.http.post(f"{API}/digest", params={"wait": "true"}, json={"text": "渡口\n"})


@pytest.mark.parametrize("sig", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_waits_for_no_lock_and_no_thread(
    sig: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    closing = threading.Event()
    server = EndingServer(uvicorn.Config("nothing:here"), closing)
    here = threading.get_ident()

    def refused(method: Callable[..., object]) -> Callable[..., object]:
        def asked(*arguments: object) -> object:
            # Threads of the test runner go on as ever.
            assert threading.get_ident() != here, "a busy machine lets it wait"
            return method(*arguments)

        return asked

    for kind, name in ((threading.Thread, "start"), (threading.Condition, "__enter__")):
        monkeypatch.setattr(kind, name, refused(getattr(kind, name)))
    server.handle_exit(sig, None)
    server.handle_exit(sig, None)
    assert server.should_exit


async def cancelled(closing: threading.Event) -> list[Message]:
    """What is sent to somebody who waits when the wait is ended."""
    sent: list[Message] = []

    async def work(_: Scope, __: Receive, ___: Send) -> None:
        await asyncio.sleep(60)

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    task = asyncio.create_task(Farewell(work, closing)({"type": "http"}, receive, send))
    await asyncio.sleep(0)
    task.cancel()
    await task
    return sent


def test_who_still_waits_is_told_that_the_server_ends() -> None:
    closing = threading.Event()
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(cancelled(closing))
    closing.set()
    begun, *_ = asyncio.run(cancelled(closing))
    assert (begun["status"], dict(begun["headers"])[b"retry-after"]) == (503, b"10")
