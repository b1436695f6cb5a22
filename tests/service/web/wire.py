"""A visitor without a browser: the requests that the page would send, and others."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self
from uuid import uuid4

import httpx

_URL = re.compile(r"http://\S+")
_PATIENCE_S = 60
API = "/gradio_api"


_WEB = ("service.cli", "web", "--port", "0", "--no-browser")


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: its address, and what it has said on standard error."""

    url: str
    said: list[str]


@contextmanager
def started(*options: str, module: Sequence[str] = _WEB) -> Iterator[Server]:
    """Start `baozhai web` as people do, on a free port, and stop it by Ctrl+C.

    Args:
        options: Of the command.
        module: What Python runs, with its arguments.

    Raises:
        RuntimeError: If it says no address or does not end well.
    """
    command = [sys.executable, "-m", *module, *options]
    apart, stop = 0, signal.SIGINT
    if sys.platform == "win32":
        apart, stop = subprocess.CREATE_NEW_PROCESS_GROUP, signal.CTRL_BREAK_EVENT
    server = subprocess.Popen(
        command, stderr=subprocess.PIPE, encoding="utf-8", creationflags=apart
    )
    assert server.stderr is not None
    said: list[str] = []
    try:
        for line in server.stderr:
            said.append(line)
            if found := _URL.search(line):
                break
        else:
            raise RuntimeError(f"the server did not start: {''.join(said)}")
        # What it says later must not fill the pipe.
        threading.Thread(target=said.extend, args=(server.stderr,), daemon=True).start()
        yield Server(found.group(), said)
        server.send_signal(stop)
        if server.wait(timeout=_PATIENCE_S) != 0 and sys.platform != "win32":
            raise RuntimeError(f"the server ended with {server.returncode}: {''.join(said)}")
    finally:
        server.kill()
        server.wait()
        server.stderr.close()


class Visitor:
    """One browser's worth of cookies and one session of the page."""

    def __init__(self, url: str, **headers: str) -> None:
        self.http = httpx.Client(
            base_url=url, headers=headers, timeout=_PATIENCE_S, trust_env=False
        )
        self.session = uuid4().hex
        self.http.get("/")
        self.config: dict[str, Any] = self.http.get("/config").json()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def upload(self, *files: tuple[str, bytes]) -> list[str]:
        """Send files as the page does; gives their paths on the server."""
        sent = [("files", file) for file in files]
        answer = self.http.post(f"{API}/upload", files=sent)
        answer.raise_for_status()
        paths: list[str] = answer.json()
        return paths

    def reading(self) -> int:
        """The number of the event that reads uploads."""
        ids = {part["id"] for part in self.config["components"] if part["type"] == "file"}
        events = self.config["dependencies"]
        return next(int(event["id"]) for event in events if ids & set(event["inputs"]))

    def digesting(self) -> int:
        """The number of the event that digests what was read."""
        events = self.config["dependencies"]
        return next(int(e["id"]) for e in events if e["trigger_after"] == self.reading())

    def join(self, fn_index: int, values: list[Any], **headers: str) -> httpx.Response:
        """Ask for an event."""
        asked = {"data": values, "fn_index": fn_index, "session_hash": self.session}
        return self.http.post(f"{API}/queue/join", json=asked, headers=headers)

    def result(self) -> dict[str, Any]:
        """Wait for the event that was asked for; gives the last message about it."""
        params = {"session_hash": self.session}
        with self.http.stream("GET", f"{API}/queue/data", params=params) as stream:
            for line in stream.iter_lines():
                message = json.loads(line.removeprefix("data: ")) if line else {}
                if message.get("msg") == "process_completed":
                    return dict(message)
        raise RuntimeError("the stream ended without a result")

    def ask(self, fn_index: int, *values: Any) -> str:
        """What an event gives, or what is said against it, as text."""
        answer = self.join(fn_index, list(values))
        return answer.text if answer.is_error else json.dumps(self.result(), ensure_ascii=False)

    def read(self, files: Any) -> str:
        """What the server says of files as the page names them."""
        return self.ask(self.reading(), files, "zh")

    def digest(self, *files: tuple[str, bytes]) -> str:
        """Upload files and have them digested; gives what shows the digest."""
        read = self.read([file_data(path) for path in self.upload(*files)])
        if '"success": true' not in read:
            return read
        return self.ask(self.digesting(), None, 150, "zh")


def file_data(path: str, **more: Any) -> dict[str, Any]:
    """How the page names an uploaded file."""
    return {"path": path, "meta": {"_type": "gradio.FileData"}, **more}
