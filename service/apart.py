"""Work in a process of its own, which is ended when it takes too long or nobody waits for it."""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.util import Finalize
from threading import Event, Lock
from typing import TYPE_CHECKING, TypeVar, cast

from anyio import to_thread

from service.config import told_setting
from service.errors import DigestError, ReadError
from service.processes import limit_memory, serve_parent

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

# What the processes need, loaded once before they are forked.
_LOADED = ["service.readers", "service.splitters"]
_LOOK_EVERY_S = 0.2
_GOODBYE_S = 1.0

_Answer = tuple[object, DigestError | None, bool]
"""What was returned, or why nothing was, and whether the process is fit for more."""

A = TypeVar("A")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long work may take and how much memory.

    Attributes:
        seconds: What takes longer is ended.
        mebibytes: What takes more, above what the program itself needs, fails; None for no bound.
        setting: How the settings begin that say so, such as `limits.reading`; empty for none.
    """

    seconds: float
    mebibytes: int | None = None
    setting: str = ""

    def named(self, unit: str) -> str:
        """The setting of a bound, as messages name it."""
        return told_setting(f"{self.setting}_{unit}") if self.setting else ""


class Worker:
    """A process kept for one piece of work after another; a new one where the last one died.

    Its memory is bounded as a whole, so what one piece leaves behind counts for the next: it is
    given up after one that failed for memory or time.
    """

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._lock = Lock()
        self._at_work: tuple[BaseProcess, Connection] | None = None

    def run(self, work: Callable[[A], R], argument: A, subject: str) -> R:
        """Run a function of a module in the process, and wait for what it returns.

        Args:
            work: The function; it, its argument and what it returns are pickled.
            argument: What it is called with.
            subject: What messages call that.

        Raises:
            DigestError: That which the function raised.
            ReadError: If it took longer, or more memory, than it may, or the process died.
        """
        with self._lock:
            self._at_work = self._at_work or _start(self._bounds, _answer_all)
            _, connection = self._at_work
            result, is_well = None, False
            try:
                connection.send((work, argument))
                result, error, is_well = _receive(connection, self._bounds, Event())
            except BrokenPipeError:
                error = _died(self._bounds)
            except ReadError as ended:
                error = ended
            finally:
                if not is_well:
                    _end(*self._at_work)
                    self._at_work = None
        if error is not None:
            raise error if is_well else ReadError(f"{subject}: {error}") from error
        return cast(R, result)


async def run_apart(
    work: Callable[[A], R],
    argument: A,
    *,
    limit_s: float,
    most_mebibytes: int | None = None,
    setting: str = "",
) -> R:
    """Run a function in a process of its own and wait for what it returns.

    The process ends with the wait for it: when time is up, when the task that waits is
    cancelled, and when this process ends. A pattern or library that never returns takes
    nobody else's time.

    Args:
        work: A function of a module; it, its argument and what it returns are pickled.
        argument: What it is called with.
        limit_s: Seconds it may take.
        most_mebibytes: Memory it may take; None for any.
        setting: How the settings begin that say so.

    Raises:
        DigestError: That which the function raised.
        ReadError: If time or memory is up, or the process died; its traceback is on standard
            error.
    """
    given_up = Event()
    wait = partial(_run, work, argument, Bounds(limit_s, most_mebibytes, setting), given_up)
    try:
        return cast(R, await to_thread.run_sync(wait, abandon_on_cancel=True))
    finally:
        given_up.set()


def _run(work: Callable[[A], object], argument: A, bounds: Bounds, given_up: Event) -> object:
    """Start the process, and end it when it has answered or need not any more."""
    process, connection = _start(bounds, partial(_answer, work, argument))
    try:
        result, error, _ = _receive(connection, bounds, given_up)
        process.join(_GOODBYE_S)
    finally:
        _end(process, connection)
    if error is not None:
        raise error
    return result


def _start(
    bounds: Bounds, answer: Callable[[Connection, Bounds], None]
) -> tuple[BaseProcess, Connection]:
    _end_all_at_exit()
    context = _context()
    ours, theirs = context.Pipe()
    process = context.Process(target=answer, args=(theirs, bounds), daemon=True)
    with theirs:
        process.start()
    return process, ours


@cache
def _end_all_at_exit() -> None:
    """Else a process that ends asks them by SIGTERM, which they leave to it, and waits for ever."""
    Finalize(None, _kill_all, exitpriority=0)


def _kill_all() -> None:
    for process in multiprocessing.active_children():
        if process.daemon:
            process.kill()


def _end(process: BaseProcess, connection: Connection) -> None:
    connection.close()
    if process.is_alive():
        process.kill()
    process.join()
    process.close()


def _receive(connection: Connection, bounds: Bounds, given_up: Event) -> _Answer:
    """What the process sends."""
    last = time.monotonic() + bounds.seconds
    while not connection.poll(_LOOK_EVERY_S):
        if given_up.is_set() or time.monotonic() > last:
            raise ReadError(
                f"读了 {bounds.seconds:.0f} 秒还没读完，已停止{bounds.named('s')}；"
                "请把文件拆小，或另存为别的格式 "
                "(reading took too long and was stopped: split the file or save it anew)"
            )
    try:
        return cast(_Answer, connection.recv())
    except (EOFError, ConnectionError) as ended:
        raise _died(bounds) from ended


def _died(bounds: Bounds) -> ReadError:
    return ReadError(
        f"读取文件的进程意外结束，可能是内存不足{bounds.named('mebibytes')}或文件损坏；"
        "请把文件拆小或另存一份再试 "
        "(the process that read the file died: split the file or save it anew)"
    )


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


def _serve_within(bounds: Bounds) -> None:
    """Leave what a terminal or systemd tells all processes of a service to the first of them.

    One that died before that one knows that it ends would look as if its work had failed.
    """
    serve_parent()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if bounds.mebibytes is not None:
        limit_memory(bounds.mebibytes)


def _answer(
    work: Callable[[A], object], argument: A, connection: Connection, bounds: Bounds
) -> None:
    """Work, and send what came of it; Ctrl+C is for the parent."""
    _serve_within(bounds)
    connection.send(_outcome(work, argument, bounds))


def _answer_all(connection: Connection, bounds: Bounds) -> None:
    """Do what is sent, one after the other, until no more can come."""
    _serve_within(bounds)
    while True:
        try:
            work, argument = connection.recv()
        except EOFError:
            return
        connection.send(_outcome(work, argument, bounds))


def _outcome(work: Callable[[A], object], argument: A, bounds: Bounds) -> _Answer:
    try:
        return work(argument), None, True
    except DigestError as error:
        return None, error, True
    except MemoryError:
        out_of_memory = ReadError(
            f"读取要用的内存超过 {bounds.mebibytes} MiB，已停止{bounds.named('mebibytes')}；"
            "请把文件拆小，或另存为别的格式 "
            "(reading needs more memory than it may take: split the file or save it anew)"
        )
        return None, out_of_memory, False
