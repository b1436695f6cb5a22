"""Who guesses passwords has to wait longer and longer."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from math import ceil
from threading import Lock, Semaphore

_FREE_TRIES = 3
_LONGEST_WAIT_S = 300
_FORGOTTEN_S = 3600
_MOST_REMEMBERED = 10_000
# To compare a password takes 64 MB.
_MOST_AT_ONCE = 4


class Attempts:
    """Failed log-ins by name and by address.

    Who has logged in by a name from an address before is counted apart, so that somebody who
    guesses at the name from elsewhere does not keep its owner out.

    Attributes:
        turn: Held by who compares a password: few at once, as each takes memory.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._welcome: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._lock = Lock()
        self.turn = Semaphore(_MOST_AT_ONCE)

    def begin(self, name: str, address: str) -> int:
        """Begin a try, which counts as failed until `succeed` says otherwise.

        So many tries at once are as many as one after another.

        Args:
            name: Who logs in.
            address: From where: all that one client can choose from counts as one.

        Returns:
            0; where it may not be made yet, the seconds to wait, and nothing is noted.
        """
        now = self._clock()
        with self._lock:
            keys = self._keys(name, address)
            wait = max(self._wait_of(key, now) for key in keys)
            if wait == 0:
                self._note(keys, now)
            return wait

    def succeed(self, name: str, address: str) -> None:
        """Forget the failures of who has logged in."""
        with self._lock:
            for key in self._keys(name, address):
                self._failures.pop(key, None)
            self._welcome[name, address] = None
            self._welcome.move_to_end((name, address))
            while len(self._welcome) > _MOST_REMEMBERED:
                self._welcome.popitem(last=False)

    def _keys(self, name: str, address: str) -> tuple[str, ...]:
        if (name, address) in self._welcome:
            return (f"both {address} {name}",)
        return (f"name {name}", f"address {address}")

    def _note(self, keys: tuple[str, ...], now: float) -> None:
        for key in keys:
            count, last = self._failures.pop(key, (0, now))
            self._failures[key] = (1 if now - last > _FORGOTTEN_S else count + 1, now)
        while len(self._failures) > _MOST_REMEMBERED:
            self._failures.popitem(last=False)

    def _wait_of(self, key: str, now: float) -> int:
        count, last = self._failures.get(key, (0, now))
        if count < _FREE_TRIES:
            return 0
        wait = min(1 << min(count - _FREE_TRIES, 20), _LONGEST_WAIT_S)
        return max(0, ceil(last + wait - now))
