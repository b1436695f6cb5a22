"""What the command says and shows beside its output."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper


@contextmanager
def progress(total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("报摘", total=total)
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
    """Write a line for the user beside the output."""
    sys.stderr.write(f"{message}\n")


def speak_utf8() -> None:
    """Write UTF-8 whatever the console of the system is set to, and never fail over a character."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
