"""Processes that write to one store until they are told to end."""

from __future__ import annotations

import multiprocessing
import time
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event

from service.corrections import changes
from service.errors import StoreFaultError
from service.store import Store

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.store_writers"])
_AGAIN_S, _LONGEST_WAIT_S = 0.05, 120.0


def until_over() -> Event:
    """What tells writers, once it is set, that they shall end."""
    return _CONTEXT.Event()


class Writer:
    """A process that corrects one issue over and over."""

    def __init__(self, url: str, key: str, who: str, over: Event) -> None:
        self._receiver, sender = _CONTEXT.Pipe(duplex=False)
        self._process = _CONTEXT.Process(target=_write, args=(url, key, who, sender, over))
        self._process.start()
        sender.close()
        self._acknowledged: list[str] = []
        self.n_refused = 0

    def await_one(self) -> None:
        """Wait until one more is acknowledged that was begun from now on."""
        while self._receiver.poll():
            self._take()
        seen = len(self._acknowledged)
        while len(self._acknowledged) < seen + 2:  # the first may have been begun before
            assert self._receiver.poll(_LONGEST_WAIT_S), "nothing is written any more"
            self._take()

    def end(self) -> list[str]:
        """All that was acknowledged, once it has ended."""
        while True:
            try:
                self._take()
            except EOFError:
                break
        self._process.join()
        assert self._process.exitcode == 0
        return self._acknowledged

    def _take(self) -> None:
        told: str | None = self._receiver.recv()
        if told is None:
            self.n_refused += 1
        else:
            self._acknowledged.append(told)


def _write(url: str, key: str, who: str, sender: Connection, over: Event) -> None:
    with Store.open(url) as store:
        number = 0
        while not over.is_set():
            number += 1
            try:
                now = store.today(key)
                change = changes.set_headline(now, now.digest.articles[0], f"{who}第{number}题")
                sender.send(store.append(key, change, who=who).id)
            except StoreFaultError:
                sender.send(None)
                time.sleep(_AGAIN_S)
