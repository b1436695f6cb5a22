"""A batch shared among the workers of Ray, on this machine or on a cluster.

Ray is imported in the functions: what it reads of its environment must be there before.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stderr
from functools import partial
from io import StringIO
from itertools import islice
from secrets import token_hex
from typing import Any

from service.batch.inputs import WorkItem
from service.batch.scoring import CountFromCache, Scored, Scorer, score_in_turn
from service.console import ready_streams, tell
from service.errors import ConfigError, DigestError
from service.pipeline import DigestPipeline

# What waits in the memory of this process; workers load the model once for so many.
_INPUTS_PER_DATASET = 50_000
# Of short articles so many fill batches of the encoder.
_INPUTS_PER_TASK = 16
# An input that ends its worker each time ends the batch, not the night.
_RETRIES = 3

# It reports to nobody and keeps its remarks in its logs.
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_BACKEND_LOG_LEVEL": "fatal",
    "RAY_DATA_LOG_LEVEL": "CRITICAL",
}
# On Linux, too, it then takes the loopback device; else it asks 8.8.8.8 for the way out.
_ON_THIS_MACHINE = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_AUTH_MODE": "token"}

Load = Callable[[], DigestPipeline]


def score_on_ray(
    load: Load,
    *,
    n_workers: int,
    max_chars: int,
    address: str | None = None,
    count_from_cache: CountFromCache = lambda _: None,
) -> Scorer:
    """A scorer that works on Ray Data and keeps the order of the inputs.

    A worker has one core and a pipeline of its own. What a worker was doing that died is done
    again by another one, three times at most.

    Args:
        load: Builds the pipeline in each worker; it must be picklable.
        n_workers: How many workers, at least 1.
        max_chars: Budget of each summary, in code points.
        address: Of a cluster that runs, such as `10.0.0.5:6379`; None starts one on this
            machine that ends with the batch.
        count_from_cache: As `score_in_turn` has it.

    Returns:
        The scorer. It raises ConfigError if the cluster is not there or has fewer cores than
        workers, and DigestError if it fails in the work.
    """

    def scorer(items: Iterable[WorkItem]) -> Iterator[Scored]:
        rest = iter(items)
        with _cluster(address, n_workers):
            while part := list(islice(rest, _INPUTS_PER_DATASET)):
                answers = _answers(part, load, n_workers, max_chars)
                for item, answer in zip(part, answers, strict=True):
                    rows, remarks, n_from_cache = pickle.loads(answer)
                    for remark in remarks:
                        tell(remark)
                    count_from_cache(n_from_cache)
                    yield item, rows

    return scorer


def _answers(items: list[WorkItem], load: Load, n_workers: int, max_chars: int) -> Iterator[bytes]:
    """What the workers made of the inputs, in their order, as they come."""
    import ray.data
    from ray.exceptions import RayError

    n_blocks = -(-len(items) // _INPUTS_PER_TASK)
    given = ray.data.from_items(
        [{"item": pickle.dumps(item)} for item in items], override_num_blocks=n_blocks
    )
    done = given.map_batches(
        _Worker,
        fn_constructor_args=(load, max_chars),
        batch_size=_INPUTS_PER_TASK,
        compute=ray.data.ActorPoolStrategy(size=n_workers),
        num_cpus=1,
        ray_remote_args_fn=partial(dict, max_task_retries=_RETRIES),
    )
    try:
        for row in done.iter_rows():
            yield row["answer"]
    except RayError as error:
        reason = str(error).strip().splitlines()[-1]
        raise DigestError(
            f"Ray 没有做完：{reason}；已做完的都记下了，请用 --resume 接着做 "
            "(Ray failed; go on with --resume)"
        ) from error


class _Worker:
    """A process of the cluster with a pipeline, loaded once."""

    def __init__(self, load: Load, max_chars: int) -> None:
        ready_streams()
        self._pipeline = load()
        self._max_chars = max_chars

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[bytes]]:
        """Rows of some inputs; remarks and the count of the cache go with the last of them."""
        counts: list[int] = []
        scorer = score_in_turn(self._pipeline, self._max_chars, counts.append)
        with redirect_stderr(StringIO()) as said:
            done = [rows for _, rows in scorer(map(pickle.loads, batch["item"]))]
        answers: list[Any] = [(rows, (), 0) for rows in done]
        answers[-1] = (done[-1], said.getvalue().splitlines(), sum(counts))
        return {"answer": [pickle.dumps(answer) for answer in answers]}


@contextmanager
def _cluster(address: str | None, n_workers: int) -> Iterator[None]:
    """Be connected to a cluster; one on this machine hears nobody else and tells nobody."""
    os.environ |= _QUIET
    if address is None:
        # A token of this batch alone; Ray would write one into the user's home.
        os.environ |= {**_ON_THIS_MACHINE, "RAY_AUTH_TOKEN": token_hex(32)}
    import ray
    import ray.data

    own = {"num_cpus": n_workers, "include_dashboard": False}
    try:
        ray.init(
            address=address or "local",
            log_to_driver=False,
            logging_level="ERROR",
            **({} if address else own),
        )
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise ConfigError(
            f"--ray-address {address or 'local'}: 连不上 Ray：{error} (Ray cannot be reached)"
        ) from error
    try:
        n_cores = int(ray.cluster_resources().get("CPU", 0))
        if n_cores < n_workers:
            raise ConfigError(
                f"--workers {n_workers}: Ray 集群只有 {n_cores} 个核，一个 worker 用一个；"
                "请减少 --workers (more workers than the cluster has cores)"
            )
        context = ray.data.DataContext.get_current()
        context.execution_options.preserve_order = True
        context.enable_progress_bars = context.print_on_execution_start = False
        yield
    finally:
        ray.shutdown()
