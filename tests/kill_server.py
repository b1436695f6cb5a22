"""Kill a PostgreSQL server while two processes write to its store: `python -m tests.kill_server`.

All its processes are killed at once, at random moments, and it is started again. What was
acknowledged must be there, and the page must answer 503 meanwhile and 200 afterwards.
"""

from __future__ import annotations

import argparse
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

import httpx
from rich.console import Console

from service.api.access import Access
from service.newsroom.room import Newsroom
from service.store import Store
from service.web.app import build_app
from tests.fakes import make_pipeline
from tests.postgresql import Server, find_programs, own_server
from tests.service.api.asking import serving
from tests.service.store.conftest import keep
from tests.store_writers import Writer, until_over

_WRITERS = ("王芳", "李明")
_LONGEST_UP_S, _LONGEST_DOWN_S = 1.5, 0.5
_RECOVERED_S = 120.0


@dataclass(slots=True)
class Tried:
    """What came of it.

    Attributes:
        n_kills: How often the server was killed.
        n_acknowledged: Corrections that a writer was told to be kept.
        n_kept: Corrections that are there in the end; those amid a kill may be.
        n_refused: Writes that ended in an error.
        answers: Of page and API, by status.
    """

    n_kills: int = 0
    n_acknowledged: int = 0
    n_kept: int = 0
    n_refused: int = 0
    answers: Counter[int] = field(default_factory=Counter)


def kill_server(server: Server, n_kills: int, chance: random.Random) -> Tried:
    """Kill a server so often while its store is written and read, and see what is left.

    Raises:
        AssertionError: If something acknowledged is gone, or an answer was neither 200 nor 503.
    """
    tried = Tried(n_kills)
    with Store.open(server.url) as store:
        key = keep(store).key
        over = until_over()
        writers = [Writer(server.url, key, who, over) for who in _WRITERS]
        app = build_app(Newsroom(make_pipeline(), store), Access(store))
        with serving(app) as address, _Watcher(address, key, tried.answers) as watcher:
            for writer in writers:
                writer.await_one()
            for _ in range(n_kills):
                time.sleep(chance.uniform(0, _LONGEST_UP_S))
                server.kill()
                watcher.await_status(503)
                time.sleep(chance.uniform(0, _LONGEST_DOWN_S))
                server.start()
                watcher.await_status(200)
                for writer in writers:
                    writer.await_one()
        over.set()
        acknowledged = {each for writer in writers for each in writer.end()}
        log = store.log(key)
        tried.n_refused = sum(writer.n_refused for writer in writers)
        assert [entry.version for entry in log] == list(range(1, len(log) + 1))
        missing = acknowledged - {entry.id for entry in log}
        assert not missing, f"{len(missing)} of {len(acknowledged)} acknowledged are gone"
        assert len(log) <= len(acknowledged) + tried.n_refused
        assert list(store.check()) == []
        assert set(tried.answers) == {200, 503}, tried.answers
        tried.n_acknowledged, tried.n_kept = len(acknowledged), len(log)
    return tried


class _Watcher(threading.Thread):
    """Asks page and API for an issue over and over, and counts the answers."""

    def __init__(self, address: str, key: str, answers: Counter[int]) -> None:
        super().__init__(daemon=True)
        self._addresses = (f"{address}/api/v1/issues/{key}", f"{address}/issues/{key}")
        self._answers, self._last = answers, -1
        self._over, self._changed = threading.Event(), threading.Condition()

    def __enter__(self) -> _Watcher:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        """Ask until it is over."""
        with httpx.Client(timeout=_RECOVERED_S, follow_redirects=True) as client:
            while not self._over.is_set():
                found = [client.get(address).status_code for address in self._addresses]
                with self._changed:
                    self._answers.update(found)
                    self._last = found[0] if len(set(found)) == 1 else -1
                    self._changed.notify_all()

    def await_status(self, status: int) -> None:
        """Wait until both have answered so."""
        with self._changed:
            self._last = -1
            is_there = self._changed.wait_for(lambda: self._last == status, _RECOVERED_S)
            assert is_there, f"{self._last} rather than {status}"


def main() -> None:
    """Kill as often as asked for, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.kill_server", description=__doc__)
    parser.add_argument("-n", type=int, default=20, help="kills (default 20)")
    parser.add_argument("--seed", type=int, default=7, help="of the moments")
    arguments = parser.parse_args()
    programs = find_programs()
    if programs is None:
        parser.error("no PostgreSQL is installed below /usr/lib/postgresql")
    with own_server(programs) as server:
        Console().print(kill_server(server, arguments.n, random.Random(arguments.seed)))


if __name__ == "__main__":
    main()
