"""Commands that other rooms bring along; each is given its own arguments and the settings."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import metadata

from service.arguments import NEEDED_EXTRA
from service.config import ServiceConfig
from service.errors import MissingExtraError

ExtraCommand = Callable[[Sequence[str], ServiceConfig], int]

ENTRY_POINTS = "baozhai.commands"


def extra(arguments: Namespace, config: ServiceConfig) -> int:
    """Run a command that another part of the distribution registers under its name."""
    found = metadata.entry_points(group=ENTRY_POINTS, name=arguments.command)
    try:
        command: ExtraCommand = next(iter(found)).load()
        return command(arguments.rest, config)
    except StopIteration as error:
        raise _missing(arguments.command, "the entry point") from error
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in ("service", "training"):
            raise
        raise _missing(arguments.command, str(error.name)) from error


def store(arguments: Namespace, config: ServiceConfig) -> int:
    """Run a command of the store."""
    from service.store.command import run

    return run(arguments.rest, config)


def _missing(command: str, what: str) -> MissingExtraError:
    needed = NEEDED_EXTRA.get(command, "desk")
    return MissingExtraError(
        f'{command} 缺少 {what}；请先安装：pip install "baozhai[{needed}]" '
        f"({command} needs more packages: install them with this command)"
    )
