"""The parser of arguments, which speaks Chinese first."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn, Protocol

from service.console import harmless, tell

# What argparse says, and the same in Chinese.
_SAYINGS = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (r"the following arguments are required: (.+)", r"缺少 \1"),
        (r"unrecognized arguments: (.+)", r"不认识 \1"),
        (r"argument (.+?): invalid choice: (.+) \(choose from (.+)\)", r"\1 不能是 \2，可以是 \3"),
        (r"argument (.+?): expected one argument", r"\1 后面要有一个值"),
        (r"argument (.+?): expected at least one argument", r"\1 后面至少要有一个值"),
        (r"argument (.+?): not allowed with argument (.+)", r"\1 不能与 \2 同时用"),
        (r"argument (.+?): ignored explicit argument (.+)", r"\1 不带值，而给了 \2"),
        (r"argument (.+?): invalid \w+ value: (.+)", r"\1 不能是 \2"),
        (r"ambiguous option: (.+) could match (.+)", r"\1 可以是 \2，请写全"),
        (r"one of the arguments (.+) is required", r"须有其中一个：\1"),
    )
)
_OWN = re.compile(r"argument (.+?): (.*[\u4e00-\u9fff].*)", re.DOTALL)


class _Stream(Protocol):
    def write(self, text: str, /) -> object: ...


class Parser(argparse.ArgumentParser):
    """An `argparse` parser whose help and errors are Chinese, with the English behind."""

    def __init__(self, *, add_help: bool = True, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(add_help=False, formatter_class=_Formatter, **settings)
        self._positionals.title = "参数 (arguments)"
        self._optionals.title = "选项 (options)"
        if add_help:
            self.add_argument("-h", "--help", action="help", help="显示帮助 (show this help)")

    def error(self, message: str) -> NoReturn:
        """Say how the command is used and what is wrong, and end with 2."""
        tell(f"{self.format_usage()}{self.prog}: {in_chinese(message)}")
        raise SystemExit(2)

    def _print_message(self, message: str, file: _Stream | None = None) -> None:
        # The original keeps silent where nothing can be written.
        if message and file is not None:
            file.write(harmless(message))


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法 usage: " if prefix is None else prefix)


def in_chinese(message: str) -> str:
    """What `argparse` says of wrong arguments, in Chinese with the English behind."""
    for pattern, words in _SAYINGS:
        if found := pattern.fullmatch(message):
            return f"{found.expand(words)} ({message})"
    own = _OWN.fullmatch(message)
    return f"{own[1]}：{own[2]}" if own else message
