"""Who guesses passwords has to wait longer and longer."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from math import ceil
from threading import Lock

_FREE_TRIES = 3
_LONGEST_WAIT_S = 300
_FORGOTTEN_S = 3600
_MOST_REMEMBERED = 10_000


class Attempts:
    """Failed log-ins by name and by address."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._lock = Lock()

    def wait_s(self, *keys: str) -> int:
        """Seconds before another try may be made; 0 where it may be made now."""
        now = self._clock()
        with self._lock:
            return max(self._wait_of(key, now) for key in keys)

    def fail(self, *keys: str) -> None:
        """Note a try that failed."""
        now = self._clock()
        with self._lock:
            for key in keys:
                count, last = self._failures.pop(key, (0, now))
                self._failures[key] = (1 if now - last > _FORGOTTEN_S else count + 1, now)
            while len(self._failures) > _MOST_REMEMBERED:
                self._failures.popitem(last=False)

    def succeed(self, *keys: str) -> None:
        """Forget the failures of who has logged in."""
        with self._lock:
            for key in keys:
                self._failures.pop(key, None)

    def _wait_of(self, key: str, now: float) -> int:
        count, last = self._failures.get(key, (0, now))
        if count < _FREE_TRIES:
            return 0
        wait = min(1 << min(count - _FREE_TRIES, 20), _LONGEST_WAIT_S)
        return max(0, ceil(last + wait - now))
