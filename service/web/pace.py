"""Who asks too often waits, and who takes too long for the head of a request is cut off."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from service.api.app import PREFIX
from service.api.limits import Rate, client_of
from service.api.problems import answer

_TOO_MANY = 429
_FREE = ("/static/",)


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


class Impatient(H11Protocol):
    """The protocol of uvicorn, which closes a connection whose request does not come.

    Uvicorn itself waits for ever, so that connections that send a byte now and then would use
    them up. Its own limit holds between requests; this one before the first, and from the first
    byte of a head to its last.

    Attributes:
        head_s: Seconds to wait.
    """

    head_s: ClassVar[float]
    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Go on waiting where it was not yet all of a head."""
        super().data_received(data)
        if self._is_idle:
            self._wait()
        else:
            self._stop_waiting()

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


def impatient(head_s: float) -> type[Impatient]:
    """A protocol that waits so many seconds for the head of a request."""
    return type("Impatient", (Impatient,), {"head_s": head_s})
