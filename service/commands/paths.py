"""The files that a command is given."""

from __future__ import annotations

from collections.abc import Sequence
from glob import glob
from pathlib import Path

from service.errors import ConfigError, WriteError
from service.readers.natural_order import natural_key


def expand(paths: Sequence[str]) -> list[str]:
    """Do what the shell of Windows does not: `*.txt` to the files it means.

    Raises:
        ConfigError: If a path is empty, as a variable is that nobody set: it would be the folder
            that one is in.
    """
    expanded: list[str] = []
    for path in paths:
        if not path:
            raise ConfigError(
                "输入里有一个是空的；请给出文件或文件夹，当前文件夹写作 . "
                "(an input is empty: name a file or folder; this folder is .)"
            )
        matches: list[str] = []
        if any(mark in path for mark in "*?") and not _exists(path):
            matches = glob(path)  # noqa: PTH207  # a Path takes no absolute patterns
        expanded += sorted(matches, key=lambda match: natural_key(Path(match))) or [path]
    return expanded


def refuse_overwriting(output: Path, inputs: Sequence[str]) -> None:
    """Make sure that no input is lost.

    Raises:
        WriteError: If the output is one of them.
    """
    for path in inputs:
        if _exists(output) and _exists(path) and output.samefile(path):
            raise WriteError(
                f"{output}: 既是输入又是输出；请换一个输出文件 (an input: name another output)"
            )


def _exists(path: str | Path) -> bool:
    """Whether there is a file; a name that the system refuses, such as one too long, has none."""
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False
