"""What comes in is bounded before work is done on it: its size, its pace, its number."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from math import ceil

from anyio import fail_after
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.access import SAFE, known
from service.api.problems import ProblemError, answer, answer_of
from service.config import WebConfig
from service.errors import DigestError

_LOGIN = "/session"
_LARGEST_LOGIN = 64 * 2**10
# What a page sends with each change is let in, however much else is being taken in.
_SMALL = 2**20
_LARGE_AT_ONCE = 4
_TOO_SLOW, _TOO_LARGE, _TOO_MANY = 408, 413, 429
_BUSY_S = 5
_MOST_REMEMBERED = 10_000
_BURST_S = 10


class BodyLimit:
    """Bounds bodies: 413 for one too large, 408 where it stops coming, 429 for too many at once.

    It tells before work is done: by the length told, or once more has come.
    """

    def __init__(self, app: ASGIApp, limits: WebConfig) -> None:
        self.app = app
        self.limits = limits
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the wrapped application does, or with the problem."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        largest = _LARGEST_LOGIN if _is_login(scope) else self.limits.body_mebibytes * 2**20
        told = Headers(scope=scope).get("content-length", "0")
        if not told.isdecimal() or int(told) > largest:
            await answer("too-large", _too_large(largest))(scope, receive, send)
            return
        came, is_whole, last = 0, False, time.monotonic() + self.limits.body_s

        async def count() -> Message:
            nonlocal came, is_whole
            if is_whole:
                return await receive()
            message = await self._next(receive, last)
            is_whole = not message.get("more_body", False)
            came += len(message.get("body", b""))
            self._held += len(message.get("body", b""))
            self._check(came, largest)
            return message

        try:
            await self.app(scope, count, send)
        finally:
            self._held -= came

    async def _next(self, receive: Receive, last: float) -> Message:
        """The next piece; what reads a body lets the error pass, and turns any other into 400."""
        try:
            with fail_after(min(self.limits.body_pause_s, max(last - time.monotonic(), 0))):
                return await receive()
        except TimeoutError as error:
            raise HTTPException(
                _TOO_SLOW,
                f"内容来得太慢：停顿至多 {self.limits.body_pause_s} 秒，一共至多 "
                f"{self.limits.body_s} 秒；请再试 (the body came too slowly: try again)",
                {"Connection": "close"},  # else it could be held for the rest of the body
            ) from error

    def _check(self, came: int, largest: int) -> None:
        if came > largest:
            raise HTTPException(_TOO_LARGE, _too_large(largest))
        if came > _SMALL and self._held > _LARGE_AT_ONCE * self.limits.body_mebibytes * 2**20:
            raise HTTPException(
                _TOO_MANY,
                "同时交来的内容太多；请过一会再交 (too much is being sent at once: try later)",
                {"Retry-After": str(_BUSY_S)},
            )


class KnownFirst:
    """Asks who sends something before it is taken in; only a login comes from who is not known."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the wrapped application does, or that one has to log in."""
        if scope["type"] == "http" and scope["method"] not in SAFE and not _is_login(scope):
            request = Request(scope)
            try:
                await known(request)
            except (ProblemError, DigestError) as error:
                await answer_of(request, error)(scope, receive, send)
                return
        await self.app(scope, receive, send)


class Rate:
    """How often each client may ask: so many times a minute, ten seconds' worth of them at once.

    A bucket for each client, filled drop by drop, from which each request takes one.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_s = per_minute / 60
        self._most = max(per_minute * _BURST_S / 60, 1.0)
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, client: str) -> int:
        """Take one request of a client; the seconds to wait instead where none is left."""
        now = self._clock()
        left, at = self._left.pop(client, (self._most, now))
        left = min(left + (now - at) * self._per_s, self._most)
        may = left >= 1
        self._left[client] = (left - 1 if may else left, now)
        while len(self._left) > _MOST_REMEMBERED:
            self._left.popitem(last=False)
        return 0 if may else max(ceil((1 - left) / self._per_s), 1)


def client_of(scope: Scope) -> str:
    """Who asks, as far as an address tells; of IPv6 the network, as hosts choose the rest."""
    host = str((scope.get("client") or ("",))[0])
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(IPv6Address(int(address) >> 64 << 64))
    return host


def _is_login(scope: Scope) -> bool:
    return scope["method"] == "POST" and str(scope["path"]).endswith(_LOGIN)


def _too_large(largest: int) -> str:
    limit = f"{largest >> 20} MB" if largest >= 2**20 else f"{largest >> 10} KB"
    return f"内容超过 {limit}；请分几次 (more than {limit}: split it up)"
