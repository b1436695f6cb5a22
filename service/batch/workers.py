"""A batch shared among processes, each with a pipeline of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from service.batch.inputs import WorkItem
from service.batch.scoring import Scored, Scorer, rows_for
from service.console import speak_utf8
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
        pool = ProcessPoolExecutor(n_workers, get_context("spawn"), _start, (load,))
        try:
            yield from _in_order(pool, items, n_ahead=n_workers * _AHEAD_PER_WORKER)
        except BrokenProcessPool as error:
            raise DigestError(
                "一个工作进程意外结束，可能是内存不足；请减少 --workers，并用 --resume 接着做 "
                "(a worker died: use fewer --workers and go on with --resume)"
            ) from error
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


def _start(load: Callable[[], DigestPipeline]) -> None:
    """Prepare a worker process: Ctrl-C is for its parent, and it ends when that is gone."""
    speak_utf8()
    serve_parent()
    _loaded.append(load())


def _score(item: WorkItem, max_chars: int) -> tuple[ArticleRow, ...]:
    return rows_for(item, _loaded[0], max_chars)
