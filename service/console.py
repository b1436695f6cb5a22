"""What the command says and shows beside its output, and the streams that it does so on."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper

from service.errors import WriteError

# What a terminal would obey rather than show: C0 but tab and newline, C1, turns of direction.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_STREAMS = ("stdin", "stdout", "stderr")
_GONE = (errno.EBADF, errno.EDQUOT, errno.EIO, errno.ENOSPC)


@contextmanager
def progress(total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar with counts and the time that is left, on a terminal; nothing elsewhere.

    Args:
        total: How many there are; None where that is not known.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        *(TextColumn("报摘"), BarColumn(), MofNCompleteColumn(), TaskProgressColumn()),
        *(TextColumn("已用"), TimeElapsedColumn(), TextColumn("还要"), TimeRemainingColumn()),
    )
    # The speed of the last minutes: inputs that an earlier run did pass in no time.
    with Progress(*columns, console=Console(stderr=True), speed_estimate_period=120) as bar:
        task = bar.add_task("", total=total)
        yield lambda n_done: bar.update(task, completed=n_done)


def wants_color() -> bool:
    """Whether standard output is a terminal that knows colors, and nobody is against them.

    References:
        https://no-color.org
    """
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return False
    from rich.console import Console

    console = Console()
    # These would print the sequences as they are.
    return not (console.legacy_windows or console.is_dumb_terminal)


def tell(message: str) -> None:
    """Write a line for the user beside the output, if anybody can still be told."""
    with suppress(OSError, ValueError):
        sys.stderr.write(f"{harmless(message)}\n")
        sys.stderr.flush()


def harmless(text: str) -> str:
    r"""Text that a terminal shows and does not obey: ESC becomes `\u001b`, as JSON writes it."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def write_output(content: bytes) -> None:
    """Write to standard output; a terminal is shown control characters and not sent any.

    Raises:
        WriteError: If it is full or closed.
        BrokenPipeError: If nobody reads it any more.
    """
    if sys.stdout.isatty():
        content = harmless(content.decode("utf-8")).encode("utf-8")
    with _output_errors():
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def show(text: str) -> None:
    """Write text to standard output as it is: the sequences of a terminal reach it."""
    with _output_errors():
        sys.stdout.write(text)
        sys.stdout.flush()


def finish_output() -> None:
    """Let all that was printed reach standard output; raises as `write_output` does."""
    with _output_errors():
        sys.stdout.flush()


def leave_output() -> None:
    """Give what is left for standard output somewhere to go: Python flushes it at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _output_errors() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        # What Windows says of a pipe that nobody reads any more.
        if error.errno == errno.EINVAL:
            raise BrokenPipeError from error
        raise output_failed(error) from error


def is_output_error(error: OSError) -> bool:
    """Whether it is of a stream without a name, as standard output is."""
    return error.filename is None and error.errno in _GONE


def output_failed(error: OSError) -> WriteError:
    """The error for a standard output that takes nothing."""
    return WriteError(
        "标准输出：写不进去；请检查磁盘空间，或用 -o 写到文件 (standard output cannot be "
        f"written, check disk space, or name a file with -o: {error.strerror})"
    )


def ready_streams() -> None:
    """Write UTF-8 whatever the console of the system is set to, and never fail over a character.

    A stream that was closed before the start gets a place where reading finds nothing and
    writing fails (standard error: is lost), lest a file that is opened later takes its number.
    """
    for number, name in enumerate(_STREAMS):
        if getattr(sys, name) is None:
            _fill(number, name)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _fill(number: int, name: str) -> None:
    opened = os.open(os.devnull, os.O_WRONLY if name == "stderr" else os.O_RDONLY)
    if opened != number:
        os.dup2(opened, number)
        os.close(opened)
    setattr(sys, name, os.fdopen(number, "r" if name == "stdin" else "w"))
