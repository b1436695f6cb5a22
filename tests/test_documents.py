"""What the documents name is there, and the commands they print are understood."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from service.arguments import build_parser
from service.config import CHECKOUT

DOCUMENTS = sorted(
    (
        *CHECKOUT.glob("*.md"),
        *(CHECKOUT / "docs").glob("*.md"),
        *(CHECKOUT / name / "README.md" for name in ("benchmarks", "configs/training", "examples")),
    )
)
# Told of the past, as it was then.
PRESENT = [path for path in DOCUMENTS if path.name != "CHANGELOG.md"]

_PATH = re.compile(
    r"(?<![\w/.-])(?:service|training|tests|benchmarks|docs|configs|examples|models)/[\w./-]*\.[a-z]+\b"
)
_MODULE = re.compile(r"python -m ((?:service|training|benchmarks)[\w.]*\w)")
_TARGET = re.compile(r"`make ([\w-]+)`")
_BLOCK = re.compile(r"^```(?:bash|console)\n(.*?)^```", flags=re.DOTALL | re.MULTILINE)


def each(documents: list[Path]) -> pytest.MarkDecorator:
    names = [path.relative_to(CHECKOUT).as_posix() for path in documents]
    return pytest.mark.parametrize(
        "text", [path.read_text("utf-8") for path in documents], ids=names
    )


def is_there(name: str) -> bool:
    return (CHECKOUT / name).exists()


@each(PRESENT)
def test_paths_that_are_named_are_there(text: str) -> None:
    # Figures on demand are there once somebody took them.
    files = (name for name in _PATH.findall(text) if not name.startswith("benchmarks/results/"))
    assert not [name for name in files if not is_there(name)]


@each(PRESENT)
def test_modules_and_targets_that_are_named_are_there(text: str) -> None:
    modules = (name.replace(".", "/") for name in _MODULE.findall(text))
    assert not [name for name in modules if not is_there(f"{name}.py") and not is_there(name)]
    made = (CHECKOUT / "Makefile").read_text("utf-8")
    assert not [n for n in _TARGET.findall(text) if not re.search(rf"^{n}:", made, re.MULTILINE)]


@each(PRESENT)
def test_commands_that_are_printed_are_understood(text: str) -> None:
    parser = build_parser()
    for line in "".join(_BLOCK.findall(text)).splitlines():
        typed = line.removeprefix("$ ")
        if typed.startswith("baozhai "):
            parser.parse_args(shlex.split(typed, comments=True)[1:])


@pytest.mark.parametrize("package", ["service", "training"])
def test_the_architecture_names_what_lies_at_the_top(package: str) -> None:
    text = (CHECKOUT / "docs" / "architecture.md").read_text("utf-8")
    entries = (CHECKOUT / package).iterdir()
    names = [f"{path.name}/" if path.is_dir() else path.name for path in entries]
    told = [name for name in names if name.endswith((".py", "/")) and not name.startswith("__")]
    assert [name for name in told if name not in text] == []
