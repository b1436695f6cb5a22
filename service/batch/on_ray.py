"""A batch shared among workers of Ray, on this machine or on a cluster."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from functools import partial
from io import StringIO
from itertools import chain, islice
from typing import Any

from service.batch.inputs import ArticleInput, WorkItem
from service.batch.ray_cluster import connected, local_cluster, open_ways_out
from service.batch.scoring import CountFromCache, Scored, Scorer, failed_row, score_in_turn
from service.console import ready_streams, tell
from service.errors import DigestError
from service.pipeline import DigestPipeline
from service.writers.table import ArticleRow

# So many articles fill batches of the encoder, and so do the articles of so many issues; a dead
# worker costs no more than these.
_ARTICLES_PER_PART, _ISSUES_PER_PART = 32, 4
# Parts begun or done that wait to be passed on in order.
_PARTS_AHEAD_PER_WORKER = 4
# What so many workers die of, in company or alone, is the reason; so is loading a model.
_MOST_DEATHS = 3

_Answer = tuple[list[tuple[ArticleRow, ...]], list[str], int]
"""The rows of each input, remarks on them, and how many articles were taken from the cache."""


def score_on_ray(
    load: Callable[[], DigestPipeline],
    *,
    n_workers: int,
    max_chars: int,
    n_cores: int = 1,
    address: str | None = None,
    count_from_cache: CountFromCache = lambda _: None,
) -> Scorer:
    """A scorer that works on Ray and keeps the order of the inputs.

    A worker loads a pipeline once. What a worker was doing that died is done by another; an
    input that ends three in a row fails.

    Args:
        load: Builds the pipeline in each worker; it must be picklable.
        n_workers: How many workers, at least 1.
        max_chars: Budget of each summary, in code points.
        n_cores: Cores that each takes of its machine, at least 1.
        address: Of a cluster that runs, such as `10.0.0.5:6379`; None starts one on this
            machine that ends with the batch.
        count_from_cache: As `score_in_turn` has it.

    Returns:
        The scorer. It raises ConfigError if the cluster is not there or has fewer cores than
        workers, and DigestError if no worker can be kept alive.
    """

    def scorer(items: Iterable[WorkItem]) -> Iterator[Scored]:
        n_all = n_workers * n_cores
        with local_cluster(n_all) if address is None else connected(address, n_all):
            import ray  # not before: what it reads of the environment must be there

            worker = ray.remote(num_cpus=n_cores)(_Worker)
            hire = partial(worker.remote, load, max_chars)
            yield from _Crew(hire, n_workers, count_from_cache).score(items)

    return scorer


class _Worker:
    """A process of the cluster with a pipeline, loaded once."""

    def __init__(self, load: Callable[[], DigestPipeline], max_chars: int) -> None:
        self._load = load
        self._max_chars = max_chars

    def start(self) -> None:
        """Load the pipeline; a method of its own, whose errors arrive as they are."""
        ready_streams()
        open_ways_out()
        self._pipeline = self._load()

    def score(self, items: list[WorkItem]) -> _Answer:
        counts: list[int] = []
        scorer = score_in_turn(self._pipeline, self._max_chars, counts.append)
        with redirect_stderr(StringIO()) as said:
            rows = [rows for _, rows in scorer(items)]
        return rows, said.getvalue().splitlines(), sum(counts)


@dataclass(slots=True, eq=False)
class _Part:
    """Some inputs on their way; without a worker's answer yet, while that is None."""

    items: list[WorkItem]
    answer: _Answer | None = None
    n_deaths: int = 0


class _Crew:
    """Workers that take one part at a time, so that it is known what one died of."""

    def __init__(
        self, hire: Callable[[], Any], n_workers: int, count_from_cache: CountFromCache
    ) -> None:
        import ray

        self._ray = ray
        self._hire_one = hire
        self._count_from_cache = count_from_cache
        self._n_ahead = n_workers * _PARTS_AHEAD_PER_WORKER
        self._idle: list[Any] = []
        self._at_work: dict[Any, tuple[Any, _Part | None]] = {}
        self._again: deque[_Part] = deque()
        self._in_order: deque[_Part] = deque()
        self._n_lost_loading = 0
        for _ in range(n_workers):
            self._hire()

    def score(self, items: Iterable[WorkItem]) -> Iterator[Scored]:
        """Rows of the inputs, in their order; more than some are never held."""
        rest = iter(items)
        while True:
            self._share_out(rest)
            if self._idle and not self._in_order:
                return
            while self._in_order and self._in_order[0].answer is not None:
                yield from self._told(self._in_order.popleft())
            if self._in_order or not self._idle:
                self._wait()

    def _hire(self) -> None:
        worker = self._hire_one()
        self._at_work[worker.start.remote()] = worker, None

    def _share_out(self, rest: Iterator[WorkItem]) -> None:
        while self._idle and (part := self._next(rest)):
            worker = self._idle.pop()
            self._at_work[worker.score.remote(part.items)] = worker, part

    def _next(self, rest: Iterator[WorkItem]) -> _Part | None:
        if self._again:
            return self._again.popleft()
        if len(self._in_order) >= self._n_ahead:
            return None
        first = next(rest, None)
        if first is None:
            return None
        most = _ARTICLES_PER_PART if isinstance(first, ArticleInput) else _ISSUES_PER_PART
        items = [first, *islice(rest, most - 1)]
        self._in_order.append(_Part(items))
        return self._in_order[-1]

    def _wait(self) -> None:
        """Wait until any worker is through with what it does.

        Raises:
            DigestError: That which it raised, or if workers die before they have begun.
        """
        from ray.exceptions import RayError, RayTaskError

        (done, *_), _ = self._ray.wait(list(self._at_work))
        worker, part = self._at_work.pop(done)
        try:
            answer = self._ray.get(done)
        except RayTaskError as error:
            raise error.cause from error
        except RayError as death:
            self._replace(part, death)
            return
        self._idle.append(worker)
        if part is None:
            self._n_lost_loading = 0
        else:
            part.answer = answer

    def _replace(self, part: _Part | None, death: Exception) -> None:
        if part is None:
            self._n_lost_loading += 1
            if self._n_lost_loading >= _MOST_DEATHS:
                raise DigestError(
                    f"工作进程装载模型时一再意外结束：{death}；请减少 --workers，并用 --resume "
                    "接着做 (workers die when they load: fewer --workers, go on with --resume)"
                ) from death
        else:
            tell("baozhai: 一个工作进程意外结束，换一个重做 (a worker died; another one goes on)")
            self._do_again(part)
        self._hire()

    def _do_again(self, part: _Part) -> None:
        """Each of its inputs alone: one may be what the worker died of."""
        n_deaths = part.n_deaths + 1
        if n_deaths >= _MOST_DEATHS:
            reason = "一做它工作进程就意外结束，可能是内存不足 (its worker dies: low memory?)"
            part.answer = [(failed_row(part.items[0], DigestError(reason)),)], [], 0
            return
        alone = [_Part([item], n_deaths=n_deaths) for item in part.items]
        parts = ((alone if each is part else [each]) for each in self._in_order)
        self._in_order = deque(chain.from_iterable(parts))
        self._again.extend(alone)

    def _told(self, part: _Part) -> Iterator[Scored]:
        rows, remarks, n_from_cache = part.answer or ([], [], 0)
        for remark in remarks:
            tell(remark)
        self._count_from_cache(n_from_cache)
        yield from zip(part.items, rows, strict=True)
