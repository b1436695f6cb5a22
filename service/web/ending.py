"""A server that is gone within seconds of being told so, and says so to who waits."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from queue import SimpleQueue
from socket import socket
from types import FrameType

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.problems import answer

GOODBYE_S = 1
"""Open pages keep a connection; without a limit they would keep the server from ending."""

# A digest under way runs in a thread, for which Python would wait when all else has ended.
_LAST_GOODBYE_S = 3.0
_BACK_SOON_S = "10"


class EndingServer(uvicorn.Server):
    """A server that ends with its process when a signal says so."""

    def __init__(self, config: uvicorn.Config, closing: threading.Event) -> None:
        super().__init__(config)
        self._closing = closing
        self._told: SimpleQueue[None] = SimpleQueue()

    def run(self, sockets: list[socket] | None = None) -> None:
        """Serve until a signal comes; only the main thread gets one."""
        if threading.current_thread() is not threading.main_thread():
            super().run(sockets)
            return
        threading.Thread(target=self._see_to_the_end, name="ending", daemon=True).start()
        try:
            super().run(sockets)
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # pressed twice it says no more

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Pass the signal on.

        A signal interrupts whatever the main thread is at, this method too: to take a lock here
        may wait for ever, and to start a thread waits until a busy machine has run it.
        """
        self._told.put(None)
        super().handle_exit(sig, frame)

    def _see_to_the_end(self) -> None:
        self._told.get()
        self._closing.set()
        time.sleep(_LAST_GOODBYE_S)
        os._exit(0)


class Farewell:
    """Answers 503 to who still waits for an answer when the server ends."""

    def __init__(self, app: ASGIApp, closing: threading.Event) -> None:
        self.app = app
        self._closing = closing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the wrapped application does, as long as it may."""
        is_begun = False

        async def note(message: Message) -> None:
            nonlocal is_begun
            is_begun = True
            await send(message)

        try:
            await self.app(scope, receive, note)
        except asyncio.CancelledError:
            if is_begun or not self._closing.is_set():
                raise
            reason = (
                "服务正在停下，这一次没有做完；请过一会再交 "
                "(the server is being stopped and this was not finished: send it again later)"
            )
            await answer("busy", reason, {"Retry-After": _BACK_SOON_S})(scope, receive, send)
