"""Who asks too often or holds too much waits, and who is slow to ask is cut off."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import ClassVar

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from service.api.app import PREFIX
from service.api.limits import Rate, client_of
from service.api.problems import answer

_TOO_MANY = 429
_FREE = ("/static/",)
_STREAM = "/events"
_LATER_S = "5"
# Longer than clients and proxies keep an idle connection (httpx 5 s, nginx 60 s): who closes it
# first must be the one that would ask, or a request meets a connection that is just closed.
_KEPT_S = 75
_KEPT_WHEN_CROWDED_S = 5
_CROWDED = (
    b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: " + _LATER_S.encode() + b"\r\n"
    b"Content-Length: 0\r\nConnection: close\r\n\r\n"
)


class RateLimit:
    """Answers 429 to a client that asks too often, before anything else is done."""

    def __init__(self, app: ASGIApp, per_minute: int) -> None:
        self.app = app
        self._rate = Rate(per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the wrapped application does, or how long to wait."""
        if scope["type"] != "http" or scope["path"].startswith(_FREE):
            await self.app(scope, receive, send)
            return
        wait = self._rate.wait_s(client_of(scope))
        if not wait:
            await self.app(scope, receive, send)
            return
        reason = f"请求太密，请 {wait} 秒后再试 (too many requests: try again in {wait} seconds)"
        headers = {"Retry-After": str(wait)}
        if scope["path"].startswith(f"{PREFIX}/"):
            await answer("too-many", reason, headers)(scope, receive, send)
        else:
            await PlainTextResponse(reason, _TOO_MANY, headers)(scope, receive, send)


class StreamLimit:
    """Answers 429 to a client that watches too many streams of events, which are held open."""

    def __init__(self, app: ASGIApp, each: int) -> None:
        self.app = app
        self._each = each
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the wrapped application does, or that enough is watched."""
        if scope["type"] != "http" or not scope["path"].endswith(_STREAM):
            await self.app(scope, receive, send)
            return
        client = client_of(scope)
        if self._open[client] >= self._each:
            reason = (
                f"同时看着的进度已有 {self._each} 处；请关掉几页再看 "
                f"({self._each} streams of events are open: close some pages first)"
            )
            await answer("too-many", reason, {"Retry-After": _LATER_S})(scope, receive, send)
            return
        self._open[client] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._open[client] -= 1
            if not self._open[client]:
                del self._open[client]


class Impatient(H11Protocol):
    """The protocol of uvicorn, which closes a connection whose request does not come.

    Uvicorn itself waits for ever, so that connections that send a byte now and then would use
    them up. Its own limit holds between requests; this one before the first, and from the first
    byte of a head to its last. One address has a share of the connections, whatever it does
    with them: asking for nothing, or reading an answer by the byte.

    Attributes:
        head_s: Seconds to wait.
        each: Connections of one address.
        held: Those that are open.
    """

    head_s: ClassVar[float]
    each: ClassVar[int]
    held: ClassVar[Counter[str]]
    _waiting: asyncio.TimerHandle | None = None
    _address = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self._address = client_of({"client": self.client})
        self.held[self._address] += 1
        if self.held[self._address] > self.each:
            transport.write(_CROWDED)
            transport.close()
            return
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        self.held[self._address] -= 1
        if not self.held[self._address]:
            del self.held[self._address]
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Go on waiting where it was not yet all of a head."""
        super().data_received(data)
        if self._is_idle:
            self._wait()
        else:
            self._stop_waiting()

    def on_response_complete(self) -> None:
        """Keep a connection for the next request: shorter where few more could be opened."""
        is_crowded = len(self.connections) * 2 > (self.limit_concurrency or 0)
        self.timeout_keep_alive = _KEPT_WHEN_CROWDED_S if is_crowded else _KEPT_S
        super().on_response_complete()
        if self._is_idle and self.conn.trailing_data[0]:  # a next request has begun already
            self._wait()

    @property
    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _wait(self) -> None:
        if self._waiting is None:
            self._waiting = self.loop.call_later(self.head_s, self._give_up)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        if self._is_idle:
            self.transport.close()


def impatient(head_s: float, each: int) -> type[Impatient]:
    """A protocol that waits so many seconds for a head, for so many connections of an address."""
    own = {"head_s": head_s, "each": each, "held": Counter()}
    return type("Impatient", (Impatient,), own)
