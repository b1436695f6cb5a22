"""Every pattern of the product, and the ways in which it is asked."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from inspect import getsource
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

from service.patterns import LatePattern

WAYS = {
    "search": "search",
    "sub": "search",
    "subn": "search",
    "split": "search",
    "findall": "search",
    "finditer": "search",
    "match": "match",
    "fullmatch": "fullmatch",
}
_FUNCTIONS = {*WAYS, "compile"}


@dataclass(slots=True)
class Found:
    """A pattern: where it stands, and how it is asked (`search`, `match`, `fullmatch`)."""

    name: str
    pattern: re.Pattern[Any]
    ways: set[str] = field(default_factory=set)

    def asker(self, way: str) -> Callable[[str], object]:
        """One way to ask the pattern, with a text, of which a pattern of bytes takes the bytes."""
        ask: Callable[[Any], object] = getattr(self.pattern, way)
        if isinstance(self.pattern.pattern, str):
            return ask
        return lambda text: ask(text.encode("latin-1", "replace"))


def modules_of(package: str) -> Iterator[ModuleType]:
    """A package and everything below it."""
    root = import_module(package)
    yield root
    for module in walk_packages(root.__path__, f"{package}."):
        if not module.name.endswith(".migrations.env"):  # Alembic alone can run it
            yield import_module(module.name)


def find_patterns(*packages: str) -> list[Found]:
    """The patterns that the modules of packages keep, alone, in collections or in classes.

    How one is asked is read from the sources; one whose use is not seen there
    (a member of a collection) counts as asked in every way.
    """
    found: dict[re.Pattern[Any], Found] = {}
    modules = [module for package in packages for module in modules_of(package)]
    for module in modules:
        for name, value in vars(module).items():
            for pattern in _patterns_in(value):
                found.setdefault(pattern, Found(f"{module.__name__}.{name}", pattern))
    for module in modules:
        for name, pattern, way in (*_asked(module), *_inline(module)):
            found.setdefault(pattern, Found(name, pattern)).ways.add(way)
    for one in found.values():
        one.ways = one.ways or {"search", "match", "fullmatch"}
    return list(found.values())


def built_in_functions(package: str) -> Iterator[str]:
    """Where a function makes a pattern of what it is given, which nobody can find to test it."""
    for module in modules_of(package):
        for name, call in _calls(module):
            if not _names(call.args[0]) <= vars(module).keys():
                yield f"{module.__name__}.{name}"


def _asked(module: ModuleType) -> Iterator[tuple[str, re.Pattern[Any], str]]:
    """What a module asks of patterns that it knows by name."""
    for name, way in _questions(ast.parse(getsource(module))):
        for pattern in _patterns_in(vars(module).get(name)):
            yield name, pattern, way


def _inline(module: ModuleType) -> Iterator[tuple[str, re.Pattern[Any], str]]:
    """The patterns that functions give to `re` as they are."""
    for name, call in _calls(module):
        if isinstance(call.func, ast.Attribute) and _names(call.args[0]) <= vars(module).keys():
            pattern = re.compile(eval(ast.unparse(call.args[0]), vars(module)))
            yield f"{module.__name__}.{name}", pattern, WAYS.get(call.func.attr, "search")


def _calls(module: ModuleType) -> Iterator[tuple[str, ast.Call]]:
    """Where functions call `re`, with the names of the functions."""
    for function in ast.walk(ast.parse(getsource(module))):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and _is_of_re(node.func):
                    yield function.name, node


def _patterns_in(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, LatePattern):
        value = value.compiled
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from _patterns_in(tuple(value.values()), depth)
    elif isinstance(value, (tuple, list, set, frozenset)) and depth < 3:
        for member in value:
            yield from _patterns_in(member, depth + 1)
    elif isinstance(value, type) and depth == 0:
        yield from _patterns_in(tuple(vars(value).values()), depth + 1)


def _questions(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Names of patterns, and what is asked of them, by themselves or in a loop over them."""
    members = _members(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in WAYS:
            for name in _names(node.value):
                yield from ((each, WAYS[node.attr]) for each in (name, *members.get(name, ())))


def _members(tree: ast.Module) -> dict[str, set[str]]:
    """The names that each variable of a loop runs over."""
    members: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, (ast.For, ast.comprehension)):
            for variable in _names(node.target):
                members.setdefault(variable, set()).update(_names(node.iter))
    return members


def _names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _is_of_re(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and function.attr in _FUNCTIONS
        and _names(function.value) == {"re"}
    )
