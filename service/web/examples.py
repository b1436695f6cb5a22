"""The sample issues that come with the program."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from service.config import locate
from service.readers import read_issue

_LONGEST_MASTHEAD = 24
_PAGE_NUMBER = re.compile(r"_p\d+$")


@dataclass(frozen=True, slots=True)
class Example:
    """A sample issue: its name, what its button says, and its files in the order of pages."""

    name: str
    title: str
    files: tuple[Path, ...]


def find_examples() -> tuple[Example, ...]:
    """List the sample issues by name.

    Files called `<issue>_p1`, `<issue>_p2` … are the pages of one issue.

    Raises:
        ConfigError: If the installation lost their folder.
        ReadError: If one of them is damaged.
    """
    issues: dict[str, list[Path]] = {}
    for file in sorted(locate("examples").glob("*.txt")):
        issues.setdefault(_PAGE_NUMBER.sub("", file.stem), []).append(file)
    return tuple(
        Example(name, _title_of(name, files), tuple(files)) for name, files in issues.items()
    )


def _title_of(name: str, files: Sequence[Path]) -> str:
    """The masthead with which the issue begins, its name, and its pages if there are several."""
    masthead = read_issue(files).text.split(maxsplit=1)[0][:_LONGEST_MASTHEAD]
    pages = [file.stem.removeprefix(name).lstrip("_") for file in files]
    return " ".join([f"{masthead} · {name}", *filter(None, pages)])
