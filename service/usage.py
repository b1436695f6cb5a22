"""The parser of arguments, which speaks Chinese first."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn, Protocol

from service.console import harmless, tell

# What argparse says, and the same in Chinese.
_SAYINGS = (
    ("the following arguments are required: {}", "缺少 {}"),
    ("unrecognized arguments: {}", "不认识 {}"),
    ("argument {}: invalid choice: {} (choose from {})", "{} 不能是 {}，可以是 {}"),
    ("argument {}: expected one argument", "{} 后面要有一个值"),
    ("argument {}: expected at least one argument", "{} 后面至少要有一个值"),
    ("argument {}: not allowed with argument {}", "{} 不能与 {} 同时用"),
    ("argument {}: ignored explicit argument {}", "{} 不带值，而给了 {}"),
    ("argument {}: invalid {} value: {}", "{0} 不能是 {2}"),
    ("ambiguous option: {} could match {}", "{} 可以是 {}，请写全"),
    ("one of the arguments {} is required", "须有其中一个：{}"),
)
# What our own checks of a value say has both languages in it.
_OWN = ("argument {}: {}", "{}：{}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


_TOLD = 80  # characters of a path


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


def above_zero(text: str) -> int:
    """A whole number above 0, as the `type` of an argument.

    Raises:
        argparse.ArgumentTypeError: If it is none.
    """
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} 不是大于 0 的整数 (not a whole number above 0)")
    return int(text)


def zero_or_more(text: str) -> int:
    """A whole number from 0 on, as the `type` of an argument.

    Raises:
        argparse.ArgumentTypeError: If it is none.
    """
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} 不是整数 (not a whole number)")
    return int(text)


def not_empty(text: str) -> str:
    """A name of something, as the `type` of an argument; a variable that nobody set gives none.

    Raises:
        argparse.ArgumentTypeError: If it is empty.
    """
    if not text.strip():
        raise argparse.ArgumentTypeError(
            "是空的；请写出来，或不给这一项 (empty: name it, or leave it out)"
        )
    return text


def named_path(text: str) -> Path:
    """A path, as the `type` of an argument; an empty one would be the folder that one is in.

    Raises:
        argparse.ArgumentTypeError: If it is empty, or no name that the system takes.
    """
    path = Path(not_empty(text))
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        pass
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        told = text if len(text) <= _TOLD else f"…{text[-_TOLD:]}"  # the file's name is at the end
        raise argparse.ArgumentTypeError(
            f"{told!r} 不能是路径：{reason}；请换一个 (no path: name another one)"
        ) from error
    return path


def named_folder(text: str) -> Path:
    """The folder of a desk, as the `type` of an argument; what is kept of a run tells its name.

    Raises:
        argparse.ArgumentTypeError: As `named_path`, or if there are bytes in it that are no text.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} 里有不是文字的字节；请给文件夹改名 (bytes that are no text: rename it)"
        ) from error
    return named_path(text)


def in_chinese(message: str) -> str:
    """What `argparse` says of wrong arguments, in Chinese with the English behind."""
    for saying, words in _SAYINGS:
        if found := _gaps(saying, message):
            return f"{words.format(*found)} ({message})"
    saying, words = _OWN
    found = _gaps(saying, message)
    return words.format(*found) if found and _CHINESE.search(found[-1]) else message


def _gaps(saying: str, message: str) -> list[str]:
    """What stands in the gaps of a saying; nothing where the message is another one."""
    first, *pieces, last = saying.split("{}")
    if not (message.startswith(first) and message.endswith(last)):
        return []
    rest = message[len(first) : len(message) - len(last)]
    found: list[str] = []
    for piece in pieces:
        part, is_there, rest = rest.partition(piece)
        if not is_there:
            return []
        found.append(part)
    return [*found, rest]
