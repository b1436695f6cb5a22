"""A client of the API in the same process, in one event loop with it."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache, wraps
from typing import Any

import anyio
import httpx
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.access import Access
from service.api.app import PREFIX, mount_api
from service.newsroom.room import Newsroom
from tests.fakes import make_pipeline

HERE = "http://127.0.0.1:7860"
PAPER = """云川日报
2026年3月18日 星期三 第2版

市图书馆夜间开放

本报讯 昨天起，市图书馆开放到晚上十点。馆长说，读者盼了很久。自习室增加了六十个座位，热水免费。

社区食堂开张

翠屏社区食堂昨天开张，老人一餐八元。食堂由三家企业合办，每天供应两百份午饭，周末也不休息。
"""


def in_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run a test that waits."""

    @wraps(test)
    def run(*arguments: Any, **named: Any) -> None:
        async def bound() -> None:
            await test(*arguments, **named)

        anyio.run(bound)

    return run


def serve(room: Newsroom, access: Access | None = None) -> FastAPI:
    """A server with the API alone."""
    server = FastAPI(openapi_url=None)
    api = mount_api(server, room, access or Access(store=room.store))
    api.add_middleware(AsDescribed)
    return server


class AsDescribed:
    """Fails where a route answers what the description of the API does not say of it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def check(message: Message) -> None:
            if message["type"] == "http.response.start":
                path = getattr(scope.get("route"), "path", None)
                described = described_statuses().get((scope["method"], path))
                if described is not None:
                    assert message["status"] in described, (scope["method"], path, message)
            await send(message)

        await self.app(scope, receive, check)


@cache
def described_statuses() -> dict[tuple[str, str | None], set[int]]:
    """What each route may answer, by method and path, as OpenAPI has it."""
    api = mount_api(FastAPI(openapi_url=None), Newsroom(make_pipeline()), Access())
    return {
        (method.upper(), path): {int(status) for status in operation["responses"]}
        for path, operations in api.openapi()["paths"].items()
        for method, operation in operations.items()
    }


@asynccontextmanager
async def client_of(
    room: Newsroom, access: Access | None = None, **headers: str
) -> AsyncIterator[httpx.AsyncClient]:
    """A client below `/api/v1`."""
    transport = httpx.ASGITransport(serve(room, access))
    base = f"{HERE}{PREFIX}/"
    async with httpx.AsyncClient(transport=transport, base_url=base, headers=headers) as client:
        yield client


@contextmanager
def serving(server: FastAPI) -> Iterator[str]:
    """The address of a server that listens, in a thread, for clients that do not wait."""
    runner = uvicorn.Server(uvicorn.Config(server, log_level="warning", ws="none"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        # Without it a small answer waits 40 ms for the other side; those accepted inherit it.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        thread = threading.Thread(target=runner.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            runner.should_exit = True
            thread.join(10)


async def first_events(server: FastAPI, path: str, count: int) -> list[dict[str, Any]]:
    """The data of the first events of a stream, which is then left as a browser leaves it."""
    events: list[dict[str, Any]] = []
    gone = anyio.Event()
    text = ""

    async def receive() -> Message:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        nonlocal text
        text += message.get("body", b"").decode()
        *whole, text = text.split("\n\n")
        for event in whole:
            data = [line[5:] for line in event.splitlines() if line.startswith("data:")]
            if data and len(events) < count:
                events.append(json.loads("\n".join(data)))
        if len(events) >= count:
            gone.set()

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": "http",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1:7860")],
        "server": ("127.0.0.1", 7860),
        "client": ("127.0.0.1", 1),
    }
    with anyio.fail_after(10):
        await server(scope, receive, send)
    return events
