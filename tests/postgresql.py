"""A server of PostgreSQL for one test, on a socket of its own, that may be killed and started."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

_USER = "postgres"
_WHERE = Path("/usr/lib/postgresql")
_LONGEST_START_S = 60


class Server:
    """A server and its folder, which holds its socket, its data and its log."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder, self._programs, self._data = folder, programs, folder / "data"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """How a store names it."""
        return f"postgresql://{_USER}@/postgres?host={self._folder}"

    def make(self) -> None:
        """Make its data."""
        options = ("--auth", "trust", "--username", _USER, "--encoding", "UTF8", "--no-sync")
        made = self._begin("initdb", *options, "--locale", "C.UTF-8", "-D", str(self._data))
        assert made.wait(_LONGEST_START_S) == 0, (self._folder / "log").read_text()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._process = self._begin(
            *("postgres", "-D", str(self._data), "-k", str(self._folder)),
            # A killed process loses nothing that the system has been given.
            *("-c", "listen_addresses=", "-c", "fsync=off"),
        )
        last = time.monotonic() + _LONGEST_START_S
        while self._begin("pg_isready", "-h", str(self._folder)).wait() != 0:
            assert time.monotonic() < last, (self._folder / "log").read_text()

    def kill(self) -> None:
        """Kill all its processes at once, so that nothing is written any more."""
        assert self._process is not None
        self._tell(signal.SIGKILL)
        self._process.wait()

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Stop all its processes for a block, as a disk that hangs does: no connection ends."""
        self._tell(signal.SIGSTOP)
        try:
            yield
        finally:
            self._tell(signal.SIGCONT)

    def _tell(self, number: signal.Signals) -> None:
        assert self._process is not None
        first = self._process.pid
        listed = Path(f"/proc/{first}/task/{first}/children").read_text()
        for process in (first, *map(int, listed.split())):
            with suppress(ProcessLookupError):
                os.kill(process, number)

    def stop(self) -> None:
        """End it, where it runs."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait()

    def _begin(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        # As root it refuses to run.
        is_root = os.geteuid() == 0
        known = ("setpriv", "--reuid", _USER, "--regid", _USER, "--init-groups") if is_root else ()
        with (self._folder / "log").open("ab") as log:
            command = (*known, str(self._programs / program), *arguments)
            return subprocess.Popen(command, cwd=self._folder, stdout=log, stderr=log)


def find_programs() -> Path | None:
    """The folder of the newest PostgreSQL that is installed; None where there is none."""
    found = sorted(_WHERE.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def own_server(programs: Path) -> Iterator[Server]:
    """A server that runs, and is gone with its data after the block."""
    folder = Path(mkdtemp(prefix="pg"))  # short: the path of a socket has 107 bytes at most
    if os.geteuid() == 0:
        shutil.chown(folder, _USER)
    server = Server(folder, programs)
    try:
        server.make()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)
