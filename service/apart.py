"""Work in a process of its own, which is ended when it takes too long or nobody waits for it."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from threading import Event
from typing import TYPE_CHECKING, TypeVar, cast

from anyio import to_thread

from service.errors import DigestError, ReadError
from service.processes import serve_parent

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

# What the processes need, loaded once before they are forked.
_LOADED = ["service.readers", "service.splitters"]
_LOOK_EVERY_S = 0.2
_GOODBYE_S = 1.0

A = TypeVar("A")
R = TypeVar("R")


async def run_apart(work: Callable[[A], R], argument: A, *, limit_s: float) -> R:
    """Run a function in a process of its own and wait for what it returns.

    The process ends with the wait for it: when time is up, when the task that waits is
    cancelled, and when this process ends. A pattern or library that never returns takes
    nobody else's time.

    Args:
        work: A function of a module; it, its argument and what it returns are pickled.
        argument: What it is called with.
        limit_s: Seconds it may take.

    Raises:
        DigestError: That which the function raised.
        ReadError: If time is up, or the process died; its traceback is on standard error.
    """
    given_up = Event()
    wait = partial(_run, work, argument, limit_s, given_up)
    try:
        return cast(R, await to_thread.run_sync(wait, abandon_on_cancel=True))
    finally:
        given_up.set()


def _run(work: Callable[[A], object], argument: A, limit_s: float, given_up: Event) -> object:
    """Start the process, and end it when it has answered or need not any more."""
    context = _context()
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(sender, work, argument), daemon=True)
    with receiver:
        with sender:
            process.start()
        try:
            answer = _receive(receiver, limit_s, given_up)
            process.join(_GOODBYE_S)
            return answer
        finally:
            if process.is_alive():
                process.kill()
            process.join()
            process.close()


def _receive(receiver: Connection, limit_s: float, given_up: Event) -> object:
    """What the process sends."""
    last = time.monotonic() + limit_s
    while not receiver.poll(_LOOK_EVERY_S):
        if given_up.is_set() or time.monotonic() > last:
            raise ReadError(
                f"读了 {limit_s:.0f} 秒还没读完，已停止；请把文件拆小，或另存为别的格式 "
                "(reading took too long and was stopped: split the file or save it anew)"
            )
    try:
        result, error = receiver.recv()
    except EOFError as ended:
        raise ReadError(
            "读取文件的进程意外结束，可能是内存不足或文件损坏；请把文件拆小或另存一份再试 "
            "(the process that read the file died: split the file or save it anew)"
        ) from ended
    if error is not None:
        raise error
    return cast(object, result)


def _context() -> ForkServerContext | SpawnContext:
    """How processes are started.

    A server of forks has no threads and the readers loaded, so that a process costs a few
    milliseconds; where there is none, each starts from nothing.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_LOADED)
    return context


def _answer(sender: Connection, work: Callable[[A], object], argument: A) -> None:
    """Work, and send what came of it; Ctrl+C is for the parent."""
    serve_parent()
    try:
        sender.send((work(argument), None))
    except DigestError as error:
        sender.send((None, error))
