"""By which names this server may be called, so that no page of another site can use it."""

from __future__ import annotations

import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from service.api.app import PREFIX
from service.api.problems import answer

_REFUSED = 403
_ORIGIN = re.compile(r"https?://(?:\[[0-9a-f:.]+\]|[^]\[/?#@:\s]+)(?::\d{1,5})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hosts:
    """The names of a server.

    Attributes:
        host: The address it listens at.
        named: Further names that it is called by, such as that of a proxy before it.
    """

    host: str = "127.0.0.1"
    named: tuple[str, ...] = ()

    @property
    def is_local(self) -> bool:
        """Whether only this machine can call it."""
        return self.host == "localhost" or _is_loopback(self.host)

    @property
    def is_for_others(self) -> bool:
        """Whether other machines call it, by themselves or through a proxy that it is named for."""
        return not self.is_local or bool(self.named)

    def is_called(self, name: str) -> bool:
        """Whether a request for this name is meant for the server.

        A name that somebody else's domain server answers for could lead here after a page of
        theirs was loaded (DNS rebinding); an address in numbers cannot be made to lead elsewhere.
        """
        if name in {"localhost", self.host, *self.named} or _is_loopback(name):
            return True
        return not self.is_local and (_is_address(name) or name == socket.gethostname().lower())

    def is_sent_by_us(self, origin: str, host: str) -> bool:
        """Whether a page of this origin came from the server that is asked for as `host`."""
        page = _split(origin)
        if page is None:
            return False
        return page.netloc.lower() == host.lower() or page.hostname in self.named


class OwnPagesOnly:
    """Answer only what is meant for this server, and sent by its own pages or by no page.

    A page of another site can make the browser call a server on this machine: then the
    request names that page as its origin. Or it calls its own name, after that was made to
    lead here: then the request asks for a foreign host.
    """

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the wrapped application does, or with 403 and the reason."""
        reason = self._objection(Request(scope)) if scope["type"] == "http" else None
        if reason is None:
            await self.app(scope, receive, send)
        elif scope["path"].startswith(f"{PREFIX}/"):
            await answer("not-allowed", reason)(scope, receive, send)
        else:
            await PlainTextResponse(reason, _REFUSED)(scope, receive, send)

    def _objection(self, request: Request) -> str | None:
        """Why a request is refused, None where it is not."""
        asked = request.headers.getlist("host")
        host = asked[0] if len(asked) == 1 else ""
        called = _split(f"http://{host}")
        if called is None or not self.hosts.is_called((called.hostname or "").rstrip(".")):
            return (
                f"{', '.join(asked)}: 不是本服务的地址；从别的名字访问，启动时请加 --allowed-host "
                "(not a name of this server: start it with --allowed-host NAME to call it so)"
            )
        for origin in request.headers.getlist("origin"):
            if not self.hosts.is_sent_by_us(origin, host):
                return (
                    f"{origin}: 别的网站的页面不能使用本服务 "
                    "(pages of other sites may not use this server)"
                )
        return None


def hosts_of(host: str, named: Sequence[str] = ()) -> Hosts:
    """The names of a server that listens at `host`, all in lower case."""
    return Hosts(host.lower(), tuple(name.lower() for name in named))


def _split(url: str) -> SplitResult | None:
    """The parts of an address that is nothing but scheme, host and port; None otherwise."""
    if _ORIGIN.fullmatch(url) is None:
        return None
    parts = urlsplit(url)
    try:
        return parts if parts.port is None or parts.port else None
    except ValueError:
        return None


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _is_loopback(name: str) -> bool:
    return _is_address(name) and ip_address(name).is_loopback
