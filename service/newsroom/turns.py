"""Short work, a few callers at a time, and no endless queue before it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from service.newsroom.jobs import QueueFullError


class Turns:
    """A queue of callers who wait for their answer.

    Those who have a turn share the batches of the encoder, so that each core has its fill; more
    of them would only wait longer each. Must be used inside one event loop.
    """

    def __init__(self, most_waiting: int = 64, *, at_once: int = 8) -> None:
        """Say how many may wait, those who have a turn included, and how many have one."""
        self._most_waiting = most_waiting
        self._waiting = 0
        self._turn = asyncio.Semaphore(at_once)

    @asynccontextmanager
    async def next(self) -> AsyncIterator[None]:
        """Wait for a turn, and have it.

        Raises:
            QueueFullError: If too many wait already.
        """
        if self._waiting >= self._most_waiting:
            raise QueueFullError(
                f"已有 {self._waiting} 个请求在等；请稍后再试，量大时请交任务（POST digest） "
                f"({self._waiting} requests are waiting: try later, or submit a job)",
                retry_after_s=5,
            )
        self._waiting += 1
        try:
            async with self._turn:
                yield
        finally:
            self._waiting -= 1
