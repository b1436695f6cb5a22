"""A request ends where everybody between its sender and this server takes it to end."""

from __future__ import annotations

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_TWO_ENDS = {b"content-length", b"transfer-encoding"}


class OneEnd:
    """Refuses a request that tells its length in two ways, and closes its connection.

    A proxy that goes by the other way would take the rest for a request of its next client.

    References:
        RFC 9112, 6.1 and 11.2 (request smuggling).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the wrapped application does, or with 400 and the reason."""
        if scope["type"] != "http" or not {name for name, _ in scope["headers"]} >= _TWO_ENDS:
            await self.app(scope, receive, send)
            return
        reason = (
            "请求同时带 Content-Length 和 Transfer-Encoding；请只用一样 "
            "(a request with both: use one of them)"
        )
        await PlainTextResponse(reason, 400, {"Connection": "close"})(scope, receive, send)
