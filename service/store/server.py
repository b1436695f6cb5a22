"""A server of PostgreSQL that is waited for as long as it lives, and no longer."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.errors import ConnectionTimeout
from sqlalchemy import Engine, event

_Found = TypeVar("_Found")

_SILENT_S = 3.0
_CONNECT_S = 4
_REMEMBERED_S = 1.0
# Of the network: a server whose machine or cable is gone. What the address says goes before.
_LIMITS = {
    "connect_timeout": _CONNECT_S,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,  # milliseconds
}


def watch(engine: Engine) -> None:
    """Let the connections of an engine end where their server answers no more."""
    event.listen(engine, "do_connect", _Server().connect)


class Watched(psycopg.Connection[Any]):
    """A connection that asks, each time its server was silent for a while, whether it lives.

    A process that is stopped, or a disk that hangs, keeps its connections open, and the network
    says nothing of it. A statement may take long, so that its time tells nothing either; but a
    server that lives takes a new connection meanwhile.

    Attributes:
        ask_again: Connects anew for a moment.
    """

    ask_again: Callable[[], None]

    def wait(self, gen: PQGen[_Found], *limits: Any, **named: Any) -> _Found:  # noqa: ANN401
        """Wait as `psycopg` does, while the server lives."""
        return super().wait(self._while_it_lives(gen), *limits, **named)

    def _while_it_lives(self, gen: PQGen[_Found]) -> PQGen[_Found]:
        heard = time.monotonic()
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if ready:
                    heard = time.monotonic()
                elif time.monotonic() - heard > _SILENT_S:
                    self._see_that_it_lives()
                    heard = time.monotonic()
                wanted = gen.send(ready)
        except StopIteration as done:
            found: _Found = done.value
            return found

    def _see_that_it_lives(self) -> None:
        try:
            self.ask_again()
        except ConnectionTimeout:
            self.close()
            raise
        except psycopg.OperationalError:  # it refuses, so it lives
            pass


class _Server:
    """Makes the connections; who comes just after it was found silent is told so at once."""

    def __init__(self) -> None:
        self._silent_at = -math.inf

    def connect(
        self, _: object, __: object, where: Sequence[str], options: Mapping[str, Any]
    ) -> Watched:
        connection = self._ask(where, options)
        connection.ask_again = lambda: self._ask(where, options).close()
        return connection

    def _ask(self, where: Sequence[str], options: Mapping[str, Any]) -> Watched:
        if time.monotonic() - self._silent_at < _REMEMBERED_S:
            raise ConnectionTimeout("the server does not answer")
        try:
            return Watched.connect(*where, **{**_LIMITS, **options})
        except ConnectionTimeout as error:
            self._silent_at = time.monotonic()
            raise ConnectionTimeout("the server does not answer") from error
