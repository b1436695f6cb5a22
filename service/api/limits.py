"""A body is not taken in beyond what is allowed."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.problems import answer

LARGEST_BODY = 50 * 2**20
_TOO_LARGE = 413


class BodyLimit:
    """Answers 413 before work is done: by the length told, or once more has come."""

    def __init__(self, app: ASGIApp, largest: int = LARGEST_BODY) -> None:
        self.app = app
        self.largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the wrapped application does, or with the problem."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        told = Headers(scope=scope).get("content-length", "0")
        if not told.isdecimal() or int(told) > self.largest:
            await answer("too-large", self._words)(scope, receive, send)
            return
        came = 0

        async def count() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > self.largest:
                # What reads a body lets this pass, and any other error become a bad request.
                raise HTTPException(_TOO_LARGE, self._words)
            return message

        await self.app(scope, count, send)

    @property
    def _words(self) -> str:
        limit = f"{self.largest >> 20} MB"
        return f"内容超过 {limit}；请分几次 (more than {limit}: split it up)"
