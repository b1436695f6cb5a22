"""What of Gradio's server is reached: what the page asks for, with the visitor's own files."""

from __future__ import annotations

import json
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from service.web.uploads import COOKIE, Uploads, new_visitor, not_uploaded, visitor_of

# Everything else is closed: other ways to call the same functions, the proxy, monitoring, login.
_PAGE = frozenset(("/", "/config", "/theme.css", "/favicon.ico", "/manifest.json", "/robots.txt"))
_FOLDERS = ("/assets/", "/static/", "/svelte/", "/gradio_api/heartbeat/")
_API = "/gradio_api/"
_READ = frozenset(f"{_API}{name}" for name in ("queue/data", "upload_progress", "startup-events"))
_WRITTEN = frozenset(f"{_API}{name}" for name in ("queue/join", "cancel", "reset"))
_UPLOAD, _FILE = f"{_API}upload", f"{_API}file="
_LARGEST_REQUEST = 20 * 2**20


class _RefusedError(Exception):
    """A request is not answered: a status, and the reason for the visitor."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Gate:
    """Stands before Gradio, whose own checks of paths depend on how it was started.

    A request names files in many ways: by path, by address, below any component and key.
    All of them must be uploads of the visitor who asks.
    """

    def __init__(self, app: ASGIApp, uploads: Uploads) -> None:
        self.app = app
        self.uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as Gradio does, or with a status and `detail`, as its page expects."""
        if scope["type"] != "http":
            await WebSocketClose()(scope, receive, send)
            return
        request = Request(scope, receive)
        visitor, send = _known(request, send)
        try:
            if request.method == "POST":
                await self._post(request, visitor, send)
            else:
                self._check_read(request, visitor)
                await self.app(scope, receive, send)
        except _RefusedError as error:
            await JSONResponse({"detail": str(error)}, error.status)(scope, receive, send)

    def _check_read(self, request: Request, visitor: str) -> None:
        path = request.scope["path"]
        if request.method not in ("GET", "HEAD"):
            raise _RefusedError(405, f"{request.method}: 不接受 (not accepted)")
        if path.startswith(_FILE):
            if not self.uploads.holds(visitor, path.removeprefix(_FILE)):
                raise _closed(path)
        elif path not in _PAGE and path not in _READ and not path.startswith(_FOLDERS):
            raise _closed(path)

    async def _post(self, request: Request, visitor: str, send: Send) -> None:
        path = request.scope["path"]
        if path == _UPLOAD:
            await self.app(request.scope, request.receive, self._noting(visitor, send))
        elif path in _WRITTEN:
            body = self._checked(await _body(request), visitor)
            MutableHeaders(scope=request.scope)["content-length"] = str(len(body))
            await self.app(request.scope, _given(body, request.receive), send)
        else:
            raise _closed(path)

    def _noting(self, visitor: str, send: Send) -> Send:
        """Note what an answer to an upload names, before the visitor is told."""
        received: list[Message] = []

        async def note(message: Message) -> None:
            received.append(message)
            if message["type"] != "http.response.body" or message.get("more_body"):
                return
            if received[0]["status"] == 200:
                answer = b"".join(each.get("body", b"") for each in received)
                self.uploads.add(visitor, json.loads(answer))
            for each in received:
                await send(each)

        return note

    def _checked(self, body: bytes, visitor: str) -> bytes:
        """Refuse a body in which any object, at any depth, names a file not the visitor's.

        Written anew, so that Gradio reads what was checked; addresses of files are left out,
        as nothing needs them.
        """

        def check(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
            # All pairs, and not the object made of them: of a key given twice one would be lost.
            for key, value in pairs:
                if key == "path" and not self.uploads.holds(visitor, value):
                    raise _RefusedError(403, str(not_uploaded(value)))
            return {key: value for key, value in pairs if key != "url"}

        try:
            return json.dumps(json.loads(body, object_pairs_hook=check)).encode()
        except (ValueError, RecursionError) as error:
            raise _RefusedError(400, "请求不是 JSON (the request is no JSON)") from error


def _known(request: Request, send: Send) -> tuple[str, Send]:
    """The visitor, and how to answer: a new one is given a cookie."""
    visitor = visitor_of(request)
    if visitor:
        return visitor, send
    visitor = new_visitor()
    cookie = f"{COOKIE}={visitor}; HttpOnly; SameSite=Strict; Path=/"

    async def send_cookie(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).append("set-cookie", cookie)
        await send(message)

    return visitor, send_cookie


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_REQUEST:
            limit = f"{_LARGEST_REQUEST >> 20} MB"
            raise _RefusedError(413, f"内容超过 {limit}；请分几次 (more than {limit}: split it up)")
    return bytes(body)


def _given(body: bytes, receive: Receive) -> Receive:
    """Hand on a body that was read already; then what else comes, such as the end."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return messages.pop() if messages else await receive()

    return receive_again


def _closed(path: str) -> _RefusedError:
    return _RefusedError(404, f"{path}: 没有这个地址 (not found)")
