"""The arguments of the command `baozhai`; nothing here imports what a command needs to run."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import metadata

from service.options import (
    add_batch,
    add_cache,
    add_digest,
    add_drift,
    add_mcp,
    add_split,
    add_web,
)
from service.usage import Parser

DISTRIBUTION = "baozhai"
EXTRA_COMMANDS = {
    "label": "标主题：label export ISSUE… -o OUT | import TABLE --into DESK (tell topics)",
    "adapt": "用标好的文章调整主题：adapt DESK (fit the topics to a desk's articles)",
    "data": "检查标好的文章：data check DESK (check a desk's articles)",
    "models": "模型各版：models list|show|add|compare|promote|rollback|discard|prune (versions)",
    "train": "训练模型：train CONFIG|DESK (train a model)",
    "evaluate": "评测：evaluate topics|summaries|split DATA (measure a model)",
}
OWN_COMMANDS = {
    "store": "库：store stats|check|export|import|vacuum|user|token (what a desk keeps, for whom)",
}
_OF_ALL_COMMANDS = ("-h", "--help", "--version", "--config")
NEEDED_EXTRA = {"train": "train", "evaluate": "train"}
"""What to install for a command; `desk` where none is named."""


def build_parser() -> argparse.ArgumentParser:
    """Build the parser; what it parses has `command`, the name of the command."""
    parser = Parser(
        prog=DISTRIBUTION,
        description="报摘：把一期报纸的原始文本变成分好篇、分好类、附摘要的报摘。"
        "(Chinese newspaper issues into digests.)",
        epilog="退出码 (exit codes): 0 全部完成 all done; 1 有输入失败 some inputs failed; "
        "2 用法或设置有误 wrong usage or settings",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="显示版本 (show the version)")
    parser.add_argument(
        "--config",
        default="configs/service.yaml",
        metavar="PATH",
        help="设置文件，默认 %(default)s (settings)",
    )
    commands = parser.add_subparsers(title="命令 (commands)", metavar="COMMAND", dest="command")
    for add in (add_digest, add_split, add_batch, add_web, add_mcp, add_cache, add_drift):
        add(commands)
    for name, summary in {**EXTRA_COMMANDS, **OWN_COMMANDS}.items():
        # Without a prefix character nothing is an option, and all of it reaches the command.
        extra = commands.add_parser(name, help=summary, add_help=False, prefix_chars="\0")
        extra.add_argument("rest", nargs=argparse.REMAINDER)
    return parser


def parse_arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    """Parse the arguments of the command; the option `--config` is one for all, wherever it stands.

    Args:
        argv: The arguments; None takes those of the process.

    Returns:
        The arguments, with `command` and `config`; what belongs to a command of `EXTRA_COMMANDS`
        or `OWN_COMMANDS` is its `rest`.

    Raises:
        SystemExit: 2 with the help where no command is named, or with what is wrong; 0 where
            help or version was asked for.
    """
    parser = build_parser()
    _refuse_before_command(sys.argv[1:] if argv is None else argv, parser)
    arguments = parser.parse_args(argv)
    if arguments.command is None:
        parser.print_help(sys.stderr)
        raise SystemExit(2)
    if arguments.command in EXTRA_COMMANDS or arguments.command in OWN_COMMANDS:
        _take_config(arguments, parser)
    return arguments


def _refuse_before_command(argv: Sequence[str], parser: argparse.ArgumentParser) -> None:
    """An option of a command that stands before it would be told as an unknown command."""
    option = argv[0].partition("=")[0] if argv else ""
    if option.startswith("-") and not any(each.startswith(option) for each in _OF_ALL_COMMANDS):
        parser.error(
            f"{option} 不能写在命令前面；命令的选项写在命令后面，如 baozhai digest 文件 "
            "--model fast (options of a command stand behind it)"
        )


def _take_config(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    """Move `--config` out of the arguments of another command, as far as these are options."""
    rest: list[str] = arguments.rest
    end = rest.index("--") if "--" in rest else len(rest)
    for place, argument in reversed(list(enumerate(rest[:end]))):
        name, equals, value = argument.partition("=")
        if name != "--config":
            continue
        last = place + (1 if equals else 2)
        if last > end:
            parser.error("--config 后面要有路径 (--config: expected one argument)")
        arguments.config = value if equals else rest[place + 1]
        arguments.rest = rest[:place] + rest[last:]
        return


def version() -> str:
    """The version of the installed distribution."""
    return metadata.version(DISTRIBUTION)


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        sys.stdout.write(f"{DISTRIBUTION} {version()}\n")
        parser.exit()
