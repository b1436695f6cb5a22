"""`baozhai store …`: what is kept, told, saved, brought back; who may work with it."""

from __future__ import annotations

import argparse
import getpass
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence

from service.config import ServiceConfig
from service.console import tell
from service.errors import ReadError, StoreError, StoreFaultError
from service.files import check_writable, replacing
from service.store.backups import lines_of
from service.store.opening import opened
from service.store.records import ROLES
from service.store.store import Store
from service.usage import Parser, above_zero, named_path, not_empty

_EMPTY = "：库是空的，一期也没有；若不该空，请检查位置 (an empty store: is it the right place?)"
_Run = Callable[[Store, Namespace], None]


def run(argv: Sequence[str], config: ServiceConfig) -> int:
    """Run `baozhai store` with its own arguments.

    Args:
        argv: What stands behind `store`.
        config: The settings of all commands; `store` of them where no other is named.

    Raises:
        StoreError: If the store cannot be opened, or what is asked for cannot be done.
    """
    arguments = _build_parser().parse_args(argv)
    command: _Run = arguments.run
    with opened(arguments.store or config.store, create=arguments.creates) as store:
        command(store, arguments)
    return 0


def _stats(store: Store, _: Namespace) -> None:
    _say(f"库 (store)\t{store.place}")
    for name, n in store.stats().items():
        _say(f"{name}\t{n:,}")
    for (model, splitter), n in store.models().items():
        _say(f"{model or '—'} {splitter or '—'}\t{n:,} digests")


def _export(store: Store, arguments: Namespace) -> None:
    salvage = store.salvage() if arguments.damaged else None
    n_rows = _write(salvage.lines() if salvage else store.export(), arguments)
    tell(f"{store.place}：写了 {n_rows} 行 (rows written){'' if n_rows else _EMPTY}")
    if salvage:
        told = "，".join(f"{name} {n}" for name, n in salvage.lost.items())
        tell(f"读不了、没有写的行 (rows that could not be read): {told or '无 (none)'}")


def _write(lines: Iterator[str], arguments: Namespace) -> int:
    """Write the lines of an export; how many rows they are, head and end not among them."""
    n_lines = 0
    if arguments.output is None:
        for n_lines, line in enumerate(lines, 1):  # noqa: B007 - how many they were
            sys.stdout.write(line)
        return n_lines - 2
    check_writable(arguments.output)
    # Names and hashes of passwords are in it, so it is for its owner alone.
    with replacing(arguments.output, rights=0o600) as file:
        for n_lines, line in enumerate(lines, 1):  # noqa: B007 - how many they were
            file.write(line.encode("utf-8"))
    return n_lines - 2


def _import(store: Store, arguments: Namespace) -> None:
    try:
        counts = store.import_from(lines_of(arguments.file))
    except StoreFaultError:
        raise
    except StoreError as error:  # of the file, not of the store
        raise ReadError(f"{arguments.file}: {error}") from error
    told = "，".join(f"{name} {n}" for name, n in counts.items())
    tell(f"新增 (added): {told or '无 (nothing)'}")


def _check(store: Store, _: Namespace) -> None:
    n = 0
    for n, fault in enumerate(store.check(), 1):  # noqa: B007 - how many they were
        _say(fault)
    if n:
        raise StoreError(
            f"{store.place}: 有 {n} 处坏了，见上；请停下服务，从备份（baozhai store export 的文件）"
            "导入新库，没有备份就先 baozhai store export --damaged -o 剩下的.jsonl (faults, told "
            "above: stop the server and import a backup into a new store; without one, export "
            "what is left by --damaged)"
        )
    stats = store.stats()
    if not stats["issues"] and not stats["users"]:
        tell(f"{store.place}{_EMPTY}")
        return
    tell(f"{store.place} 完好：{stats['issues']} 期 (issues, all whole)")


def _vacuum(store: Store, arguments: Namespace) -> None:
    if arguments.older_than:
        n = store.prune(arguments.older_than)
        tell(f"删去 {n} 期 (issues deleted: {n})")
    store.vacuum()


def _add_user(store: Store, arguments: Namespace) -> None:
    user = store.users.add(arguments.name, _ask_password(), arguments.role)
    store.audit.note("baozhai store", "user add", user.name, {"role": user.role})
    tell(f"已添加 {user.name}（{user.role}）(added)")


def _change_user(store: Store, arguments: Namespace) -> None:
    if arguments.role:
        store.users.set_role(arguments.name, arguments.role)
    if arguments.password:
        store.users.set_password(arguments.name, _ask_password())
        n_left = len(store.users.tokens(arguments.name))
        tell(
            f"密码换了，{arguments.name} 的登录都已结束；令牌 {n_left} 个照常有效，要作废："
            "baozhai store token revoke 编号 (sessions ended; tokens count on until revoked)"
        )
    detail = {"role": arguments.role, "password": arguments.password}
    store.audit.note("baozhai store", "user change", arguments.name, detail)


def _remove_user(store: Store, arguments: Namespace) -> None:
    store.users.remove(arguments.name)
    store.audit.note("baozhai store", "user remove", arguments.name)


def _list_users(store: Store, _: Namespace) -> None:
    for user in store.users.list():
        _say(f"{user.name}\t{user.role}\t{user.added_at:%Y-%m-%d}")


def _add_token(store: Store, arguments: Namespace) -> None:
    secret = store.users.add_token(arguments.name, arguments.label)
    store.audit.note("baozhai store", "token add", arguments.name, {"label": arguments.label})
    tell("令牌只显示这一次，请存好 (shown this once: keep it)")
    _say(secret)


def _list_tokens(store: Store, _: Namespace) -> None:
    for token in store.users.tokens():
        used = f"{token.used_at:%Y-%m-%d}" if token.used_at else "—"
        _say(f"{token.id}\t{token.user}\t{token.label}\t{token.added_at:%Y-%m-%d}\t{used}")


def _revoke_token(store: Store, arguments: Namespace) -> None:
    store.users.revoke(arguments.id)
    store.audit.note("baozhai store", "token revoke", arguments.id)


def _ask_password() -> str:
    """A password, typed twice where somebody sits at a terminal, else a line of what comes in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("密码 (password): ")
    if getpass.getpass("再输一次 (once more): ") != password:
        raise StoreError("两次输入不同 (the two differ)")
    return password


def _build_parser() -> Parser:
    parser = Parser(
        prog="baozhai store",
        description="各期、更正、用户存放的库。(Where issues, corrections and users are kept.)",
    )
    parser.add_argument(
        "--store",
        type=not_empty,
        metavar="FILE|URL",
        help="库的位置，默认看设置文件，再看 BAOZHAI_STORE (place of the store)",
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _add(commands, "stats", "有多少东西 (how much there is)", _stats)
    _add(commands, "check", "全部读一遍，有没有坏 (read all, and tell damage)", _check)
    output = _add(commands, "export", "写成 JSON 行 (as JSON lines)", _export)
    output.add_argument(
        "-o",
        "--output",
        type=named_path,
        metavar="OUT",
        help="文件，默认标准输出 (default: stdout)",
    )
    output.add_argument(
        "--damaged",
        action="store_true",
        help="坏了的库：只写还读得了的，说出读不了的有多少 (of a damaged store: what is left)",
    )
    source = _add(commands, "import", "读回导出的文件 (read an export)", _import, creates=True)
    source.add_argument("file", type=named_path, metavar="FILE")
    vacuum = _add(commands, "vacuum", "腾出空间 (give room back)", _vacuum)
    vacuum.add_argument(
        "--older-than",
        type=above_zero,
        metavar="DAYS",
        help="先删去这么多天没有动过的期 (delete first what nobody touched for so long)",
    )
    _add_people(commands)
    return parser


def _add_people(commands: argparse._SubParsersAction[Parser]) -> None:
    user = commands.add_parser("user", help="用户 (users)").add_subparsers(
        metavar="COMMAND", required=True
    )
    added = _add(user, "add", "添加，密码另问 (add; asks for a password)", _add_user, creates=True)
    added.add_argument("name", metavar="NAME")
    added.add_argument("--role", choices=ROLES, default="editor", help="默认 %(default)s")
    changed = _add(user, "change", "改角色或密码 (change role or password)", _change_user)
    changed.add_argument("name", metavar="NAME")
    changed.add_argument("--role", choices=ROLES)
    changed.add_argument("--password", action="store_true", help="另问新密码 (asks for a new one)")
    _add(user, "remove", "删去 (remove)", _remove_user).add_argument("name", metavar="NAME")
    _add(user, "list", "列出 (list)", _list_users)
    token = commands.add_parser("token", help="程序用的令牌 (tokens of programs)").add_subparsers(
        metavar="COMMAND", required=True
    )
    added = _add(token, "add", "新令牌，只显示一次 (a new one, shown once)", _add_token)
    added.add_argument("name", metavar="NAME", help="谁的 (whose)")
    added.add_argument("--label", default="", help="作什么用 (what for)")
    _add(token, "revoke", "作废 (revoke)", _revoke_token).add_argument("id", metavar="ID")
    _add(token, "list", "列出 (list)", _list_tokens)


def _add(
    commands: argparse._SubParsersAction[Parser],
    name: str,
    summary: str,
    command: _Run,
    *,
    creates: bool = False,
) -> Parser:
    parser = commands.add_parser(name, help=summary)
    parser.set_defaults(run=command, creates=creates)
    return parser


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
