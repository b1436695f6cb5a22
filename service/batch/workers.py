"""A batch shared among processes, each with a pipeline of its own."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from threading import Thread

from service.batch.inputs import WorkItem
from service.batch.scoring import Scored, Scorer, rows_for
from service.console import ready_streams
from service.errors import DigestError
from service.pipeline import DigestPipeline
from service.processes import serve_parent
from service.writers.table import ArticleRow

# Enough that no process waits for the slowest, few enough that memory stays flat.
_AHEAD_PER_WORKER = 3

_loaded: list[DigestPipeline] = []
"""The pipeline of a worker process; empty in every other."""


def score_in_parallel(
    load: Callable[[], DigestPipeline], *, n_workers: int, max_chars: int
) -> Scorer:
    """A scorer that works in several processes and keeps the order of the inputs.

    Args:
        load: Builds the pipeline in each process; it must be picklable.
        n_workers: How many processes, at least 1.
        max_chars: Budget of each summary, in code points.

    Returns:
        The scorer. It raises DigestError if a process dies.
    """

    def scorer(items: Iterable[WorkItem]) -> Iterator[Scored]:
        # spawn is what every system has; a fork would copy the threads of the runtime half-alive.
        context = get_context("spawn")
        given_up = context.Event()
        pool = ProcessPoolExecutor(n_workers, context, _start, (load, given_up))
        try:
            yield from _in_order(pool, items, n_ahead=n_workers * _AHEAD_PER_WORKER)
        except BrokenProcessPool as error:
            raise DigestError(
                "一个工作进程意外结束，可能是内存不足；请减少 --workers，并用 --resume 接着做 "
                "(a worker died: use fewer --workers and go on with --resume)"
            ) from error
        except BaseException:  # Ctrl-C, a full disk: what is being done is of no use any more
            given_up.set()
            raise
        finally:
            pool.shutdown(cancel_futures=True)

    def _in_order(
        pool: ProcessPoolExecutor, items: Iterable[WorkItem], *, n_ahead: int
    ) -> Iterator[Scored]:
        waiting: deque[tuple[WorkItem, Future[tuple[ArticleRow, ...]]]] = deque()
        for item in items:
            waiting.append((item, pool.submit(_score, item, max_chars)))
            if len(waiting) >= n_ahead:
                first, rows = waiting.popleft()
                yield first, rows.result()
        for item, rows in waiting:
            yield item, rows.result()

    return scorer


def _start(load: Callable[[], DigestPipeline], given_up: Event) -> None:
    """Prepare a worker process: it ends when its parent does, or gives the work up."""
    ready_streams()
    serve_parent()
    Thread(target=_end_with, args=(given_up,), daemon=True).start()
    _loaded.append(load())


def _end_with(given_up: Event) -> None:
    given_up.wait()
    os._exit(1)


def _score(item: WorkItem, max_chars: int) -> tuple[ArticleRow, ...]:
    return rows_for(item, _loaded[0], max_chars)
