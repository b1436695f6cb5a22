from __future__ import annotations

import asyncio
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from service.apart import run_apart
from service.errors import ReadError


def double(number: int) -> int:
    return 2 * number


def refuse(name: str) -> str:
    raise ReadError(f"{name}: 打不开")


def fail(_: str) -> str:
    raise ZeroDivisionError


def die(_: str) -> str:
    os._exit(9)


def end_oneself(sig: int) -> str:
    signal.raise_signal(sig)
    return "done"


def hang(file: str) -> str:
    """Hold the interpreter's lock for ever, and say by a file that it begins."""
    Path(file).touch()
    re.fullmatch("(a*)*b", "a" * 99)
    return "never"


def test_what_the_function_returns_comes_back() -> None:
    assert asyncio.run(run_apart(double, 21, limit_s=60)) == 42


def test_a_known_error_comes_back_as_it_is() -> None:
    with pytest.raises(ReadError, match=r"^p1\.txt: 打不开$"):
        asyncio.run(run_apart(refuse, "p1.txt", limit_s=60))


@pytest.mark.parametrize("work", [fail, die])
def test_a_process_that_dies_is_said(work: object) -> None:
    with pytest.raises(ReadError, match="意外结束"):
        asyncio.run(run_apart(work, "", limit_s=60))  # type: ignore[arg-type]


@pytest.mark.parametrize("sig", [signal.SIGINT, signal.SIGTERM])
def test_what_all_processes_of_a_service_are_told_is_for_the_first(sig: int) -> None:
    assert asyncio.run(run_apart(end_oneself, sig, limit_s=60)) == "done"


def test_a_process_that_keeps_one_can_end() -> None:
    code = (
        "from service.apart import Bounds, Worker\n"
        "if __name__ == '__main__':\n"
        "    kept = Worker(Bounds(60))\n"
        "    print(kept.run(abs, -7, 'x'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=True)
    assert done.stdout.strip() == b"7"


def test_what_takes_too_long_is_ended_and_said(tmp_path: Path) -> None:
    with none_left(), pytest.raises(ReadError, match="2 秒还没读完"):
        asyncio.run(run_apart(hang, str(tmp_path / "begun"), limit_s=2))


def test_nobody_else_waits_for_what_hangs(tmp_path: Path) -> None:
    async def both() -> int:
        hanging = asyncio.create_task(run_apart(hang, str(tmp_path / "begun"), limit_s=60))
        while not (tmp_path / "begun").exists():
            await asyncio.sleep(0.01)
        doubled = await run_apart(double, 21, limit_s=60)
        hanging.cancel()
        with pytest.raises(asyncio.CancelledError):
            await hanging
        return doubled

    with none_left():
        assert asyncio.run(both()) == 42


@contextmanager
def none_left() -> Iterator[None]:
    """Every process that is started within is gone, or is soon; others may have kept theirs."""
    before = set(multiprocessing.active_children())
    yield
    for _ in range(500):
        if before.issuperset(multiprocessing.active_children()):
            return
        time.sleep(0.02)
    raise AssertionError(f"{multiprocessing.active_children()} still run")
