"""Whatever the code imports is declared in `pyproject.toml`, where it is needed."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
OWN = {"service", "training", "tests", "benchmarks"}
# What an import needs beyond the product's own dependencies, by the folder it stands in.
EXTRAS = {
    "service": ("parquet", "mcp", "postgresql", "ray", "s3"),
    "training": ("train", "parquet"),
    "tests": ("dev",),
}


def _imports(file: Path) -> Iterator[str]:
    """The top-level names of all modules that a file imports, inside functions too."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def _names(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(text).name) for text in requirements}


def _declared(*extras: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    found = _names(project["dependencies"]).union(*(_names(optional[extra]) for extra in extras))
    if "baozhai" in found:  # `dev` names the others
        found |= _names(optional["train"]) | _names(optional["parquet"])
        found |= _names(optional["mcp"]) | _names(optional["ray"]) | _names(optional["s3"])
    return found


@cache
def _distributions() -> dict[str, list[str]]:
    return dict(metadata.packages_distributions())


@pytest.mark.parametrize("folder", EXTRAS)
def test_every_import_is_declared(folder: str) -> None:
    declared = _declared(*EXTRAS[folder])
    missing = {
        f"{file.relative_to(ROOT)}: {name}"
        for file in (ROOT / folder).rglob("*.py")
        for name in _imports(file)
        if name not in sys.stdlib_module_names | OWN
        and declared.isdisjoint(map(canonicalize_name, _distributions().get(name, [name])))
    }
    assert missing == set()


def test_every_dependency_has_a_lower_bound() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    requirements = [
        *project["dependencies"],
        *(text for extra in project["optional-dependencies"].values() for text in extra),
    ]
    unbound = [text for text in requirements if ">=" not in text and "baozhai[" not in text]
    assert unbound == []
