"""The command `baozhai`; what is heavy is imported by the command that needs it."""

from __future__ import annotations

import signal
from argparse import Namespace
from collections.abc import Sequence
from importlib import import_module

from service.arguments import EXTRA_COMMANDS, parse_arguments
from service.console import (
    finish_output,
    is_output_error,
    leave_output,
    output_failed,
    ready_streams,
    tell,
)
from service.errors import (
    ArtifactError,
    ConfigError,
    DataError,
    DigestError,
    MissingExtraError,
    StoreError,
    WriteError,
)

_WRONG_USAGE = (ArtifactError, ConfigError, DataError, MissingExtraError, StoreError, WriteError)
# What shells report of a command that a signal ended.
_INTERRUPTED = 130
_BROKEN_PIPE = 141

_COMMANDS = {
    "digest": ("issue", "digest"),
    "split": ("issue", "split"),
    "batch": ("batch", "batch"),
    "web": ("serving", "web"),
    "mcp": ("serving", "mcp"),
    "cache": ("cache", "cache"),
    "drift": ("drift", "drift"),
    "store": ("others", "store"),
    **dict.fromkeys(EXTRA_COMMANDS, ("others", "extra")),
}
"""Module of `service.commands` and function of each command."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        argv: The arguments; None takes those of the process.

    Returns:
        0 if all was done, 1 if inputs failed (the others are written), 2 for
        wrong usage or settings; 130 after Ctrl-C, 141 where the reader of the
        output went away.
    """
    ready_streams()
    try:
        try:
            return _run(parse_arguments(argv))
        finally:
            finish_output()
    except DigestError as error:
        return _failed(error)
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # pressed twice it says no more
        tell(
            "\nbaozhai: 已中断；adapt、train 用同一条命令接着做，batch 加 --resume "
            "(interrupted: the same command goes on; batch needs --resume)"
        )
        return _INTERRUPTED
    except BrokenPipeError:
        leave_output()
        return _BROKEN_PIPE
    except OSError as error:
        if not is_output_error(error):
            raise
        return _failed(output_failed(error))


def _run(arguments: Namespace) -> int:
    from service.commands.loading import load_settings

    module, name = _COMMANDS[arguments.command]
    settings = load_settings(arguments)
    command = getattr(import_module(f"service.commands.{module}"), name)
    code: int = command(arguments, settings)
    return code


def _failed(error: DigestError) -> int:
    if isinstance(error, WriteError):
        leave_output()
    tell(f"baozhai: {error}")
    return 2 if isinstance(error, _WRONG_USAGE) else 1


if __name__ == "__main__":
    raise SystemExit(main())
