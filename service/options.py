"""The options of each command; nothing here imports what a command needs to run."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from service.usage import Parser, above_zero, not_empty

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[Parser]

_MOST_WORKERS = 1024
# Named here once more, because help must not wait for the writers to load.
FORMATS = ("text", "markdown", "html", "docx", "json")


def add_digest(commands: Subparsers) -> None:
    """`digest`: one issue, its digest."""
    parser = commands.add_parser(
        "digest",
        help="一期报纸的报摘 (the digest of one issue)",
        description="各文件是一期报纸的各版，写出报摘。(The files are the pages of one issue.)",
    )
    _add_issue(parser)
    parser.add_argument(
        "--format",
        choices=FORMATS,
        help="格式，默认看 -o 的后缀，否则 text (default: by the suffix of -o, else text)",
    )
    _add_common(parser)
    _add_model(parser)
    _add_max_chars(parser)


def add_split(commands: Subparsers) -> None:
    """`split`: one issue, its articles."""
    parser = commands.add_parser(
        "split",
        help="只分篇，写 JSON (the articles only, as JSON)",
        description="只把一期报纸分成篇，写出 JSON。(Split an issue into its articles.)",
    )
    _add_issue(parser)
    _add_common(parser)


def add_batch(commands: Subparsers) -> None:
    """`batch`: many issues or articles, one table."""
    parser = commands.add_parser(
        "batch",
        help="许多期报纸，一张表 (many issues, one table)",
        description="每个文件是一期，表中每篇一行。(One issue per file, one row per article.)",
    )
    parser.add_argument(
        "inputs",
        nargs="+",
        metavar="INPUT",
        help="文件、文件夹或地址，如 s3://报社/2024/ (files, folders, addresses)",
    )
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="OUT",
        help="表格或其地址，后缀 .jsonl、.csv、.xlsx、.parquet (a table; suffix: format)",
    )
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument(
        "--by-folder", action="store_true", help="每个文件夹是一期 (one issue per folder)"
    )
    kind.add_argument(
        "--articles",
        action="store_true",
        help="输入是现成的文章：jsonl、csv、xlsx 或 parquet，列为 id,title,text (ready articles)",
    )
    parser.add_argument(
        "--with-text", action="store_true", help="加一列正文 text (a column with the clean text)"
    )
    parser.add_argument(
        "--resume", action="store_true", help="接着做上次中断的 (go on with an interrupted run)"
    )
    parser.add_argument(
        "--overwrite",
        action="store_true",
        help="换掉已有的表和上次半途的 (replace a table that is there, and unfinished work)",
    )
    parser.add_argument(
        "--workers",
        type=_workers,
        default=1,
        metavar="N",
        help="几个进程一起做，默认 %(default)s (processes)",
    )
    parser.add_argument(
        "--engine",
        choices=("local", "ray"),
        default="local",
        help="在本机做，或交给 Ray，默认 %(default)s (what shares the work out)",
    )
    parser.add_argument(
        "--ray-address",
        metavar="HOST:PORT",
        help="Ray 集群的地址，默认在本机起一个 (a running cluster; default: one on this machine)",
    )
    _add_common(parser)
    _add_model(parser)
    _add_max_chars(parser)


def add_web(commands: Subparsers) -> None:
    """`web`: the page."""
    parser = commands.add_parser(
        "web",
        help="网页 (the web page)",
        description="在本机打开网页，不访问外网。(Serve the page; no request leaves the machine.)",
    )
    parser.add_argument("--host", default="127.0.0.1", help="地址，默认 %(default)s，只供本机用")
    parser.add_argument("--port", type=_port, default=7860, help="端口，默认 %(default)s")
    parser.add_argument(
        "--allowed-host",
        action="append",
        default=[],
        metavar="NAME",
        help="也可以用这个名字访问，如代理的域名，可多次给出 (a further name it is called by)",
    )
    parser.add_argument("--no-browser", action="store_true", help="不自动打开浏览器")
    parser.add_argument(
        "--no-login",
        action="store_true",
        help="别的机器也不必登录，人人可改 (others, too, need no login and may correct)",
    )
    parser.add_argument(
        "--store",
        type=not_empty,
        metavar="FILE|URL",
        help="存放各期和改动的数据库，默认在用户的数据文件夹 (where issues are kept)",
    )
    _add_common(parser)
    _add_model(parser)


def add_mcp(commands: Subparsers) -> None:
    """`mcp`: tools for assistants."""
    parser = commands.add_parser(
        "mcp",
        help="供助手用的工具，经标准输入输出 (tools for assistants, by MCP)",
        description="以 Model Context Protocol 提供 digest_issue、classify_article、"
        "summarize_article、find_issue，经标准输入输出。(Tools over standard input and output.)",
    )
    _add_common(parser)
    _add_model(parser)


def add_cache(commands: Subparsers) -> None:
    """`cache`: the cache."""
    parser = commands.add_parser(
        "cache",
        help="缓存：算过的文章 (articles that were rated before)",
        description="算过的文章不再重算。stats 看有多少、占多大；clear 清空。"
        "(How full the cache is; forget all of it.)",
    )
    parser.add_argument("action", choices=("stats", "clear"), help="看，或清空 (look, or clear)")
    _add_common(parser)


def add_drift(commands: Subparsers) -> None:
    """`drift`: whether what comes in is still as it was."""
    parser = commands.add_parser(
        "drift",
        help="逐月对照：主题、没把握、字数、无标题 (month by month, is it still as it was)",
        description="逐月的主题份额、没把握的份额、字数、没有标题的份额；超出前十二个月范围的另列一行。"
        "(Month by month; what is outside last year's range is told.)",
    )
    parser.add_argument(
        "tables",
        nargs="*",
        metavar="TABLE",
        help="baozhai batch 写出的表；不给则看库里的各期 (tables of `batch`; none reads the store)",
    )
    parser.add_argument(
        "--store", type=not_empty, metavar="PLACE", help="库，默认依设置 (the store)"
    )
    _add_common(parser)


def _add_issue(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="各版的文件，依次给出；- 或不给则读标准输入 (pages in order; - is standard input)",
    )
    parser.add_argument("--id", type=_name, help="期名，默认是第一个文件的名字 (name of the issue)")
    parser.add_argument(
        "-o", "--output", metavar="OUT", help="输出文件，默认标准输出 (default: standard output)"
    )


def _add_common(parser: argparse.ArgumentParser) -> None:
    """Options that may stand before the command or behind it."""
    parser.add_argument(
        "--config", default=argparse.SUPPRESS, metavar="PATH", help="设置文件 (settings)"
    )


def _add_model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--model",
        type=not_empty,
        metavar="NAME",
        help="模型：default、fast（快几倍，略逊）、registry 或模型目录，默认看设置文件 "
        "(the model; fast is several times as fast and a little worse; default: the settings)",
    )
    parser.add_argument(
        "--no-cache", action="store_true", help="算过的文章也重算 (rate each article anew)"
    )


def _add_max_chars(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--max-chars",
        type=above_zero,
        metavar="N",
        help="每篇摘要最多几个字，默认看设置文件 (budget of a summary; default: the settings)",
    )


def _name(text: str) -> str:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} 里有不是文字的字节 (bytes that are no text)"
        ) from error
    return text


def _workers(text: str) -> int:
    n_workers = above_zero(text)
    if n_workers > _MOST_WORKERS:
        raise argparse.ArgumentTypeError(
            f"{text} 个进程太多，至多 {_MOST_WORKERS} 个；请少些 "
            f"(at most {_MOST_WORKERS} processes)"
        )
    return n_workers


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} 不是 0 到 65535 的整数 (not a port)")
    return int(text)
