"""Windows of all callers wait here, and are read in batches of one length."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Lock
from weakref import ReferenceType, ref

import numpy as np
from numpy.typing import NDArray

from service.encoders.pooling import PooledWindow, pool_window
from service.encoders.windows import Window

Reader = Callable[[NDArray[np.int64], NDArray[np.int64]], NDArray[np.float32]]
"""Token ids and their mask, both (windows, tokens), to token vectors (windows, tokens, d)."""

# The runtime keeps compiled code for every shape it meets, a megabyte each: few lengths and few
# sizes of a batch, or a batch over an archive would grow for thousands of articles.
LENGTH_STEP = 16
# More do not make a token cheaper, but a batch longer, and with it the wait of the next one.
_MOST_TOKENS = 512


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A window, its place in the order of arrival, and where its vectors are awaited, if still."""

    window: Window
    number: int
    pooled: ReferenceType[Future[PooledWindow]]


_Awaited = tuple[Window, Future[PooledWindow]]


class WindowQueue:
    """Reads windows with the readers it is given, whoever they come from.

    Whichever reader is free takes the window that has waited longest, and others of its length
    along: so the windows of a long batch, or of many callers, are read together, and a single one
    at once. What idle readers can have is shared out: the few windows of one article are read side
    by side. Rows of a batch do not touch each other, so that the company changes no digit. A
    window whose future nobody holds any more, because its job was ended, is not read.

    Safe to be used from several threads. Its threads end with it.
    """

    def __init__(self, readers: Sequence[Reader], max_length: int) -> None:
        """Take the readers and the longest window they take.

        Args:
            readers: Each is used by one thread at a time. Where there are several, the last to
                begin waits for a core: there is one more than can compute at a time.
            max_length: In tokens.
        """
        self._max_length = max_length
        self._n_readers = len(readers)
        self._n_called = 0
        self._readers: SimpleQueue[Reader] = SimpleQueue()
        for reader in readers:
            self._readers.put(reader)
        self._threads = ThreadPoolExecutor(len(readers), "encoder")
        self._lock = Lock()
        self._waiting: dict[int, deque[_Waiting]] = {}
        self._n_taken = 0

    def submit(self, windows: Sequence[Window]) -> list[Future[PooledWindow]]:
        """Have windows read; the call returns before they are.

        Returns:
            What becomes of each, in order; an error of the runtime is that of the future.
        """
        pooled: list[Future[PooledWindow]] = [Future() for _ in windows]
        with self._lock:
            for window, future in zip(windows, pooled, strict=True):
                length = padded_length(len(window.input_ids), self._max_length)
                entry = _Waiting(window, self._n_taken, ref(future))
                self._waiting.setdefault(length, deque()).append(entry)
                self._n_taken += 1
            # No call for each window: of a long batch those of windows read along would pile up.
            n_more = min(len(windows), self._n_readers - self._n_called)
            self._n_called += n_more
        for _ in range(n_more):
            self._threads.submit(self._read)
        return pooled

    def _read(self) -> None:
        """Read until no window waits."""
        while self._read_next():
            pass

    def _read_next(self) -> bool:
        """Read a batch; whether there was one."""
        with self._lock:  # or two would count each other idle, or neither
            reader = self._readers.get()
            length, batch = self._take(max(1, self._readers.qsize()))
            if not length:
                self._readers.put(reader)
                self._n_called -= 1
                return False
        try:
            if batch:
                states = reader(*pad([window.input_ids for window, _ in batch], length))
                for (window, future), rows in zip(batch, states, strict=True):
                    future.set_result(pool_window(window, rows))
        except BaseException as error:  # noqa: BLE001  # whoever waits must be told, whatever it is
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
        finally:
            self._readers.put(reader)
        return True

    def _take(self, n_idle: int) -> tuple[int, list[_Awaited]]:
        """Under the lock: the windows to read next and their padded length, or none.

        Args:
            n_idle: How many could begin now; each is left its share of all tokens that wait.
        """
        self._forget()
        if not self._waiting:
            return 0, []
        length = min(self._waiting, key=lambda each: self._waiting[each][0].number)
        same = self._waiting[length]
        n_tokens = sum(each * len(windows) for each, windows in self._waiting.items())
        most = max(1, min(len(same), _MOST_TOKENS // length, n_tokens // n_idle // length))
        taken = [same.popleft() for _ in range(1 << (most.bit_length() - 1))]
        if not same:
            del self._waiting[length]
        awaited = ((entry.window, entry.pooled()) for entry in taken)
        return length, [(window, future) for window, future in awaited if future]

    def _forget(self) -> None:
        """Drop from the head of each length what nobody waits for."""
        for length, same in list(self._waiting.items()):
            while same and same[0].pooled() is None:
                same.popleft()
            if not same:
                del self._waiting[length]


def padded_length(n_tokens: int, max_length: int) -> int:
    """The next multiple of 16, or `max_length` where that is less."""
    return min(n_tokens + -n_tokens % LENGTH_STEP, max_length)


def pad(
    rows: Sequence[NDArray[np.int64]], length: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Lay windows below each other.

    Args:
        rows: Token ids of each window, shape (t,), t at most `length`.
        length: What each is lengthened to, in tokens.

    Returns:
        The ids and their attention mask, both of shape (windows, length); the mask is
        1 for a token and 0 for padding.
    """
    input_ids = np.zeros((len(rows), length), np.int64)
    mask = np.zeros_like(input_ids)
    for place, row in enumerate(rows):
        input_ids[place, : len(row)] = row
        mask[place, : len(row)] = 1
    return input_ids, mask
