"""A visitor without a browser: the requests that the page would send, and others."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Self

import httpx

_URL = re.compile(r"http://\S+")
_PATIENCE_S = 60
API = "/api/v1"


_WEB = ("service.cli", "web", "--port", "0", "--no-browser")


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: its address, what it has said on standard error, its process."""

    url: str
    said: list[str]
    pid: int


@contextmanager
def started(
    *options: str, module: Sequence[str] = _WEB, store: Path | None = None
) -> Iterator[Server]:
    """Start `baozhai web` as people do, on a free port, and stop it by Ctrl+C.

    Args:
        options: Of the command.
        module: What Python runs, with its arguments.
        store: Where it keeps issues; None makes a new place.

    Raises:
        RuntimeError: If it says no address or does not end well.
    """
    command = [sys.executable, "-m", *module, *options]
    environment = {**os.environ, "BAOZHAI_STORE": str(store or Path(mkdtemp()) / "desk.sqlite")}
    apart, stop = 0, signal.SIGINT
    if sys.platform == "win32":
        apart, stop = subprocess.CREATE_NEW_PROCESS_GROUP, signal.CTRL_BREAK_EVENT
    server = subprocess.Popen(
        command, stderr=subprocess.PIPE, encoding="utf-8", creationflags=apart, env=environment
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
        yield Server(found.group(), said, server.pid)
        server.send_signal(stop)
        if server.wait(timeout=_PATIENCE_S) != 0 and sys.platform != "win32":
            raise RuntimeError(f"the server ended with {server.returncode}: {''.join(said)}")
    finally:
        server.kill()
        server.wait()
        server.stderr.close()


class Visitor:
    """One browser's worth of cookies."""

    def __init__(self, url: str, **headers: str) -> None:
        self.http = httpx.Client(
            base_url=url, headers=headers, timeout=_PATIENCE_S, trust_env=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def ask(self, *files: tuple[str, bytes], **headers: str) -> httpx.Response:
        """Ask for a digest of files, as the page does; gives the job."""
        sent = [("files", file) for file in files]
        asked = {"keep": "true", "wait": "false"}
        return self.http.post(f"{API}/digest", params=asked, files=sent, headers=headers)

    def job(self, job_id: str) -> dict[str, Any]:
        """How far a job is."""
        told: dict[str, Any] = self.http.get(f"{API}/jobs/{job_id}").json()
        return told

    def wait(self, job_id: str) -> dict[str, Any]:
        """Follow a job to its end."""
        last: dict[str, Any] = {}
        with self.http.stream("GET", f"{API}/jobs/{job_id}/events") as stream:
            for line in stream.iter_lines():
                if line.startswith("data:"):
                    last = json.loads(line.removeprefix("data:"))
        return last

    def digest(self, *files: tuple[str, bytes]) -> str:
        """Have files digested; gives the page of the first issue, or what is said against them."""
        job = self.wait(self.ask(*files).json()["id"])
        if not job["issues"]:
            return json.dumps(job, ensure_ascii=False)
        return self.http.get(f"/issues/{job['issues'][0]['id']}").text
