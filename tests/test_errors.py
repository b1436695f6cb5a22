"""What a user is told is told in Chinese, too; held by the code, for few errors are ever seen."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator

import pytest

from service import errors
from service.config import CHECKOUT

_OF_OTHER_FILES = ("OtherRunError", "ProblemError", "QueueFullError", "RunStoppedError")
FOR_USERS = {*_OF_OTHER_FILES, *(name for name, _ in inspect.getmembers(errors, inspect.isclass))}
_CHINESE = re.compile("[\u4e00-\u9fff]")


def english_alone(source: str) -> Iterator[int]:
    """The lines that raise an error for users whose own words are English alone."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Raise) or not isinstance(node.exc, ast.Call):
            continue
        error = node.exc.func
        if not isinstance(error, ast.Name) or error.id not in FOR_USERS:
            continue
        inside = (each for argument in node.exc.args for each in ast.walk(argument))
        values = (each.value for each in inside if isinstance(each, ast.Constant))
        words = [value for value in values if isinstance(value, str)]
        is_told = any(" " in word.strip() for word in words)
        if is_told and not any(_CHINESE.search(word) for word in words):
            yield node.lineno


@pytest.mark.parametrize("room", ["service", "training"])
def test_errors_for_users_are_told_in_chinese(room: str) -> None:
    files = sorted((CHECKOUT / room).rglob("*.py"))
    assert not [
        f"{file.relative_to(CHECKOUT)}:{line}"
        for file in files
        for line in english_alone(file.read_text(encoding="utf-8"))
    ]


def test_english_alone_is_found() -> None:
    assert list(english_alone('raise ReadError(f"{Path()} is no page")')) == [1]
    assert not list(english_alone('raise ReadError(f"{path}: 打不开 (cannot be opened)")'))
    assert not list(english_alone('raise ValueError("for programmers alone")'))


def test_an_error_in_english_alone_is_found() -> None:
    assert list(english_alone('raise ConfigError("there is no such file")')) == [1]
    assert not list(english_alone('raise ConfigError("没有 (there is no such file)")'))
