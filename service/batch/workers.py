"""A batch shared among processes, each with a pipeline of its own."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context

from service.batch.inputs import WorkItem
from service.batch.scoring import CountFromCache, Scored, Scorer, rows_for
from service.console import ready_streams
from service.errors import DigestError
from service.pipeline import DigestPipeline
from service.processes import serve_parent
from service.writers.table import ArticleRow

# Enough that no process waits for the slowest, few enough that memory stays flat.
_AHEAD_PER_WORKER = 3

_Answer = tuple[tuple[ArticleRow, ...], int]
"""The rows of an input, and how many of its articles were taken from the cache."""

_loaded: list[DigestPipeline] = []
"""The pipeline of a worker process; empty in every other."""


def score_in_parallel(
    load: Callable[[], DigestPipeline],
    *,
    n_workers: int,
    max_chars: int,
    count_from_cache: CountFromCache = lambda _: None,
) -> Scorer:
    """A scorer that works in several processes and keeps the order of the inputs.

    Args:
        load: Builds the pipeline in each process; it must be picklable.
        n_workers: How many processes, at least 1.
        max_chars: Budget of each summary, in code points.
        count_from_cache: As `score_in_turn` has it.

    Returns:
        The scorer. It raises DigestError if a process dies.
    """

    def scorer(items: Iterable[WorkItem]) -> Iterator[Scored]:
        # spawn is what every system has; a fork would copy the threads of the runtime half-alive.
        pool = ProcessPoolExecutor(n_workers, get_context("spawn"), _start, (load,))

        def submit(item: WorkItem) -> Future[_Answer]:
            with _without_interrupts():  # it may start one of them
                return pool.submit(_score, item, max_chars)

        try:
            answers = _in_order(submit, items, n_ahead=n_workers * _AHEAD_PER_WORKER)
            for item, answer in answers:
                rows, n_from_cache = answer.result()
                count_from_cache(n_from_cache)
                yield item, rows
        except BrokenProcessPool as error:
            raise DigestError(
                "一个工作进程意外结束，可能是内存不足；请减少 --workers，并用 --resume 接着做 "
                "(a worker died: use fewer --workers and go on with --resume)"
            ) from error
        except BaseException:  # Ctrl-C, a full disk: what is being done is of no use any more
            # From Python 3.14 on this is `pool.kill_workers()`.
            for process in list((pool._processes or {}).values()):
                process.kill()
            raise
        finally:
            pool.shutdown(cancel_futures=True)

    return scorer


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Ctrl-C is for this process: those that begin meanwhile never hear of it, loading or not."""
    if not hasattr(signal, "pthread_sigmask"):  # on Windows they do, until they serve
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _in_order(
    submit: Callable[[WorkItem], Future[_Answer]], items: Iterable[WorkItem], *, n_ahead: int
) -> Iterator[tuple[WorkItem, Future[_Answer]]]:
    """The inputs in their order, each with its answer to come; some are begun ahead."""
    waiting: deque[tuple[WorkItem, Future[_Answer]]] = deque()
    for item in items:
        waiting.append((item, submit(item)))
        if len(waiting) >= n_ahead:
            yield waiting.popleft()
    yield from waiting


def _start(load: Callable[[], DigestPipeline]) -> None:
    """Prepare a worker process: Ctrl-C is for its parent, and it ends when that is gone."""
    ready_streams()
    serve_parent()
    _loaded.append(load())


def _score(item: WorkItem, max_chars: int) -> _Answer:
    (pipeline,) = _loaded
    before = pipeline.n_from_cache
    rows = rows_for(item, pipeline, max_chars)
    return rows, pipeline.n_from_cache - before
