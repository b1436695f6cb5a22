"""What is sent is bounded before work is done on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from service.api.access import Access
from service.api.app import build_api
from service.api.limits import BodyLimit, Rate, client_of
from service.config import WebConfig
from service.newsroom.jobs import Jobs
from service.newsroom.room import Newsroom
from service.store import Store
from tests.fakes import make_pipeline
from tests.service.api.asking import HERE, in_loop

JSON = {"content-type": "application/json"}


async def never() -> AsyncIterator[bytes]:
    yield b'{"text": '
    await anyio.sleep_forever()


async def unread() -> AsyncIterator[bytes]:
    raise AssertionError("the body was read")
    yield b""


def client(room: Newsroom, access: Access | None = None, **limits: Any) -> httpx.AsyncClient:
    api = build_api(room, access or Access(room.store), WebConfig(**limits))
    return httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url=HERE)


@in_loop
async def test_a_body_that_stops_coming_is_given_up() -> None:
    async with client(Newsroom(make_pipeline()), body_s=1) as asking:
        with anyio.fail_after(30):
            answer = await asking.post("/digest", content=never(), headers=JSON)
    assert answer.status_code == 408
    assert answer.json()["type"].endswith("#too-slow")


@in_loop
async def test_nothing_is_read_of_who_is_not_known_or_has_no_room(tmp_path: Path) -> None:
    with Store.open(tmp_path / "desk.sqlite") as store:
        async with client(Newsroom(make_pipeline(), store), Access(store, None)) as asking:
            for path in ("/digest", "/classify", "/users", "/issues/0123456789abcdef/undo"):
                answer = await asking.post(path, content=unread(), headers=JSON)
                assert answer.status_code == 401, path
    full = Newsroom(make_pipeline(), jobs=Jobs(most_waiting=0))
    async with client(full) as asking:
        answer = await asking.post("/digest", content=unread(), headers=JSON)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


@in_loop
async def test_a_login_is_small(tmp_path: Path) -> None:
    with Store.open(tmp_path / "desk.sqlite") as store:
        async with client(Newsroom(make_pipeline(), store), Access(store, None)) as asking:
            login = {"name": "赵馆", "password": "x" * 70_000}
            answer = await asking.post("/session", json=login)
    assert answer.status_code == 413
    assert "64 KB" in answer.json()["detail"]


def body(n_bytes: int) -> Any:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b" " * n_bytes, "more_body": False}

    return receive


async def nowhere(_: Any) -> None:
    return


@in_loop
async def test_large_bodies_are_not_all_taken_in_at_once() -> None:
    let, came = anyio.Event(), anyio.Semaphore(0)

    async def holds(_: Any, receive: Any, __: Any) -> None:
        if len((await receive())["body"]) > 2000:
            came.release()
            await let.wait()

    app = BodyLimit(holds, WebConfig(body_mebibytes=2))
    scope: Any = {"type": "http", "method": "POST", "path": "/digest", "headers": []}
    async with anyio.create_task_group() as tasks:
        for _ in range(4):
            tasks.start_soon(app, scope, body(2 * 2**20), nowhere)
            await came.acquire()
        await app(scope, body(1000), nowhere)
        with pytest.raises(HTTPException, match="同时交来的内容太多") as refused:
            await app(scope, body(2 * 2**20), nowhere)
        assert refused.value.status_code == 429
        let.set()
    await app(scope, body(2 * 2**20), nowhere)


def test_a_client_has_so_many_requests_a_minute_and_some_at_once() -> None:
    clock = [0.0]
    rate = Rate(60, lambda: clock[0])
    assert [rate.wait_s("a") for _ in range(12)] == [0] * 10 + [1, 1]
    assert rate.wait_s("b") == 0
    clock[0] += 3
    assert [rate.wait_s("a") for _ in range(4)] == [0, 0, 0, 1]
    clock[0] += 1000
    assert [rate.wait_s("a") for _ in range(11)] == [0] * 10 + [1]


@pytest.mark.parametrize(
    ("host", "known_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.7"),
        ("", ""),
    ],
)
def test_a_client_is_an_address_or_a_network(host: str, known_as: str) -> None:
    assert client_of({"client": (host, 1)}) == known_as


def test_behind_a_proxy_of_this_machine_nobody_is_at_home_who_is_not(tmp_path: Path) -> None:
    def asked_from(host: str) -> Request:
        return Request({"type": "http", "method": "GET", "headers": [], "client": (host, 1)})

    with Store.open(tmp_path / "desk.sqlite") as store:
        home = Access(store, "admin")
        assert home.who(asked_from("127.0.0.1")) is not None
        assert home.who(asked_from("::1")) is not None
        assert home.who(asked_from("192.0.2.7")) is None
        assert Access(store, "editor").who(asked_from("192.0.2.7")) is not None
