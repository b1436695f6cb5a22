"""Long work that goes on while nobody looks, tells how far it is, and can be ended."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from secrets import token_urlsafe
from typing import Any, Literal

from service.errors import DigestError
from service.newsroom.reading import FileError

State = Literal["waiting", "running", "done", "failed", "cancelled"]
Stage = Literal["waiting", "reading", "splitting", "scoring", "keeping", "done"]

ENDED: frozenset[State] = frozenset(("done", "failed", "cancelled"))
_LOG = logging.getLogger(__name__)
_KEPT_S = 3600.0
_LOOK_EVERY_S = 0.3
_MOST_KEPT = 50


class QueueFullError(DigestError):
    """More work waits than will be taken.

    Attributes:
        retry_after_s: Seconds after which to ask again.
    """

    def __init__(self, message: str, *, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


@dataclass(slots=True)
class Job:
    """One piece of work and how far it is; changed by its work alone, in the server's loop.

    Attributes:
        about: What it is about, in a few words of who asked.
        done: How much of the stage is done, of `total`: files while reading, articles
            while scoring.
        weight: What `done` and `total` come to in characters, by which the time left is told.
        result: What came of it, once it is done.
        failure: Why it failed, fit for a user.
        is_fault: Whether it failed by a fault of the program, and not for what was sent.
    """

    kind: str
    owner: str
    about: str = ""
    id: str = field(default_factory=lambda: token_urlsafe(12))
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    state: State = "waiting"
    stage: Stage = "waiting"
    done: int = 0
    total: int = 0
    weight: tuple[int, int] = (0, 0)
    errors: list[FileError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    result: Any = None
    failure: str | None = None
    is_fault: bool = False
    ended_s: float | None = None
    _stage_s: float = field(default_factory=time.monotonic)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def has_ended(self) -> bool:
        """Whether nothing will change any more."""
        return self.state in ENDED

    @property
    def seconds_left(self) -> float | None:
        """How long the stage will take from here; None as long as nothing tells."""
        done, total = self.weight
        if self.state != "running" or not done:
            return None
        passed = time.monotonic() - self._stage_s
        return round(passed / done * (total - done), 1)

    def report(
        self, stage: Stage, done: int = 0, total: int = 0, weight: tuple[int, int] = (0, 0)
    ) -> None:
        """Tell those who watch how far it is."""
        if stage != self.stage:
            self._stage_s = time.monotonic()
        self.stage, self.done, self.total, self.weight = stage, done, total, weight
        self._tell()

    def end(self, state: State, failure: str | None = None) -> None:
        """Say that it is over."""
        self.state, self.failure, self.ended_s = state, failure, time.monotonic()
        if state == "done":
            self.stage = "done"
        self._tell()

    async def changes(self, is_over: Callable[[], bool] = lambda: False) -> AsyncIterator[None]:
        """One turn now, and one after each change, until it has ended or `is_over` says so."""
        while not self.has_ended:
            changed = self._changed
            yield
            while not changed.is_set():
                if is_over():
                    return
                with suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), _LOOK_EVERY_S)
        yield

    def _tell(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


Work = Callable[[Job], Awaitable[None]]


class Jobs:
    """Work waits here for its turn: one piece at a time, as each takes every core.

    Must be used inside one event loop. What has ended is kept for an hour.
    """

    def __init__(self, *, most_waiting: int = 32, most_of_one: int = 8) -> None:
        """Say how much may wait, of all and of one person."""
        self._most_waiting = most_waiting
        self._most_of_one = most_of_one
        self._jobs: dict[str, Job] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._turn = asyncio.Semaphore()

    def start(self, job: Job, work: Work) -> None:
        """Let work wait for its turn, however much waits already."""
        self._forget()
        self._jobs[job.id] = job
        task = asyncio.get_running_loop().create_task(self._run(job, work))
        self._tasks[job.id] = task
        task.add_done_callback(lambda _: self._tasks.pop(job.id, None))

    def find(self, job_id: str) -> Job | None:
        """The work of an id; None where there is none, or none any more."""
        return self._jobs.get(job_id)

    def of(self, owner: str | None = None) -> tuple[Job, ...]:
        """All work known, or that of one person; the latest first."""
        jobs = (job for job in tuple(self._jobs.values()) if owner in (None, job.owner))
        return tuple(sorted(jobs, key=lambda job: job.created, reverse=True))

    def ahead_of(self, job: Job) -> int:
        """How many others come before its turn."""
        if job.state != "waiting":
            return 0
        before = (each for each in self._jobs.values() if each.created < job.created)
        return sum(not each.has_ended for each in before)

    def cancel(self, job: Job) -> None:
        """End work: processes of its own at once, scoring after the article under way."""
        if not job.has_ended:
            job.end("cancelled")
        if task := self._tasks.get(job.id):
            task.cancel()

    def n_open(self, owner: str | None = None) -> int:
        """How much is waiting or running, of all or of one person."""
        return sum(not job.has_ended for job in self.of(owner))

    def check_room(self, owner: str) -> None:
        """See that more work of a person would be taken.

        Raises:
            QueueFullError: If too much waits already.
        """
        of_one, of_all = self.n_open(owner), self.n_open()
        if of_one < self._most_of_one and of_all < self._most_waiting:
            return
        is_own = of_one >= self._most_of_one
        n, most = (of_one, self._most_of_one) if is_own else (of_all, self._most_waiting)
        raise QueueFullError(
            f"已有 {n} 项任务在等，最多 {most} 项；请等前面的做完再交 "
            f"({n} jobs are waiting, {most} may: wait until some are done)",
            retry_after_s=10,
        )

    async def _run(self, job: Job, work: Work) -> None:
        try:
            async with self._turn:
                job.state = "running"
                await work(job)
            job.end("done")
        except asyncio.CancelledError:
            if not job.has_ended:
                job.end("cancelled")
        except DigestError as error:
            job.end("failed", str(error))
        except Exception:  # noqa: BLE001  # those who watch must be told whatever it is
            _LOG.exception("job %s failed", job.id)
            job.is_fault = True
            job.end(
                "failed",
                "程序出错，详情见服务的记录 (a fault of the program: its log tells more)",
            )

    def _forget(self) -> None:
        now = time.monotonic()
        ended = [job for job in self.of() if job.ended_s is not None]
        for place, job in enumerate(ended):
            if place >= _MOST_KEPT or now - (job.ended_s or now) > _KEPT_S:
                del self._jobs[job.id]
