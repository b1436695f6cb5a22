"""Windows of all callers wait here, and are read in batches of one length."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Lock

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
    """A window, its place in the order of arrival, and where its vectors are awaited."""

    window: Window
    number: int
    pooled: Future[PooledWindow] = field(default_factory=Future)


class WindowQueue:
    """Reads windows with the readers it is given, whoever they come from.

    Whichever reader is free takes the window that has waited longest, and others of its length
    along: so the windows of a long batch, or of many callers, are read together, and a single one
    at once. Rows of a batch do not touch each other, so that the company changes no digit.

    Safe to be used from several threads. Its threads end with it.
    """

    def __init__(self, readers: Sequence[Reader], max_length: int) -> None:
        """Take the readers, each used by one thread at a time, and the longest window they take."""
        self._max_length = max_length
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
        with self._lock:
            entries = [_Waiting(each, self._n_taken + n) for n, each in enumerate(windows)]
            self._n_taken += len(entries)
            for entry in entries:
                length = padded_length(len(entry.window.input_ids), self._max_length)
                self._waiting.setdefault(length, deque()).append(entry)
        # As many calls as windows: one that finds its window gone with another has nothing to do.
        for _ in entries:
            self._threads.submit(self._read_next)
        return [entry.pooled for entry in entries]

    def _read_next(self) -> None:
        length, batch = self._take()
        if not batch:
            return
        reader = self._readers.get()
        try:
            states = reader(*pad([entry.window.input_ids for entry in batch], length))
            for entry, rows in zip(batch, states, strict=True):
                entry.pooled.set_result(pool_window(entry.window, rows))
        except BaseException as error:  # noqa: BLE001  # whoever waits must be told, whatever it is
            for entry in batch:
                if not entry.pooled.done():
                    entry.pooled.set_exception(error)
        finally:
            self._readers.put(reader)

    def _take(self) -> tuple[int, list[_Waiting]]:
        """The windows to read next and their padded length; none where others took them."""
        with self._lock:
            if not self._waiting:
                return 0, []
            length = min(self._waiting, key=lambda each: self._waiting[each][0].number)
            same = self._waiting[length]
            most = max(1, min(len(same), _MOST_TOKENS // length))
            batch = [same.popleft() for _ in range(1 << (most.bit_length() - 1))]
            if not same:
                del self._waiting[length]
            return length, batch


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
