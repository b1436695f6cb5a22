"""Several processes of one run, as `accelerate launch` and `torchrun` start them.

All of them learn, each from its share of a batch. What is written, the main process alone writes.
What takes its time to load is loaded only where there are several.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from service.errors import ConfigError

_PATIENCE = timedelta(hours=12)  # the others wait while the main process reads every article


def n_processes() -> int:
    """How many learn together; 1 where no launcher started several."""
    return int(os.environ.get("WORLD_SIZE") or 1)


def is_main() -> bool:
    """Whether this process is the one that writes."""
    return int(os.environ.get("RANK") or 0) == 0


def require_one_machine() -> None:
    """Stop where the processes are not all on this machine, or have to share its GPUs.

    Raises:
        ConfigError: If they are not, nothing tells, or there are more of them than GPUs.
    """
    here = int(os.environ.get("LOCAL_WORLD_SIZE") or 1)
    if here != n_processes():
        raise ConfigError(
            f"一次训练有 {n_processes()} 个进程，这台机器上只有 {here} 个；请都在一台机器上，"
            "用 accelerate launch --multi_gpu 或 torchrun 启动 (processes of one run share a "
            "folder: start all on one machine, by accelerate launch --multi_gpu or torchrun)"
        )
    if here > 1 and 0 < (n_gpus := _n_gpus()) < here:
        raise ConfigError(
            f"起了 {here} 个进程，这台机器上只有 {n_gpus} 块 GPU，一块只给一个进程用；请让 "
            f"--num_processes（或 --nproc_per_node）不超过 {n_gpus}，不用 GPU 就先设 "
            "CUDA_VISIBLE_DEVICES= (more processes than GPUs: start as many as there are, or "
            "hide the GPUs)"
        )


def _n_gpus() -> int:
    import torch

    return torch.cuda.device_count()


def require_one_process(what: str) -> None:
    """Stop where there are several, and only one has work.

    Args:
        what: Is trained.

    Raises:
        ConfigError: If there are several.
    """
    if n_processes() > 1:
        raise ConfigError(
            f"{what}只用一个进程学，而这里起了 {n_processes()} 个；请直接运行 baozhai train "
            "(one process trains it: start `baozhai train` by itself)"
        )


@contextmanager
def main_first() -> Iterator[None]:
    """Let the main process do what follows, and the others when it is done."""
    if not is_main():
        wait_for_all()
    yield
    if is_main():
        wait_for_all()


def wait_for_all() -> None:
    """Go on when every process is here.

    Raises:
        SystemExit: Of another process than the main one, if that has ended: it has said why.
    """
    if n_processes() == 1:
        return
    try:
        _state().wait_for_everyone()
    except RuntimeError as error:
        if is_main():
            raise
        raise SystemExit(1) from error


def part() -> None:
    """Go on when every process is here, each by itself from now on."""
    if n_processes() > 1:
        wait_for_all()
        _state().destroy_process_group()


def _state() -> Any:  # noqa: ANN401 - the library tells no types
    import torch
    from accelerate import PartialState

    return PartialState(cpu=not torch.cuda.is_available(), timeout=_PATIENCE)
