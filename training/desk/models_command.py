"""`baozhai models`: which versions there are, how they compare, and which one serves."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Sequence

from service.artifacts import ModelFolder, refuse_unfinished
from service.config import ServiceConfig, locate_model
from service.errors import ConfigError
from service.registry import REGISTRY, Registry, Version
from service.usage import Parser, named_folder, named_path, zero_or_more
from training.desk.adapt_command import add_risk, now
from training.desk.add_trained import add_trained
from training.desk.comparing import compare_versions, lines_of_added
from training.desk.folder import DeskFolder
from training.desk.servable import require_heads
from training.desk.trial import Order
from training.desk.vectors import stores_of
from training.following import followed


def main(arguments: Sequence[str], settings: ServiceConfig) -> int:
    """Run `baozhai models list|show|add|compare|promote|rollback|discard|prune`.

    Raises:
        ConfigError: If there is no such version, or it may not serve.
        ArtifactError: If a version is damaged.
    """
    options = _parser(settings).parse_args(arguments)
    registry = Registry.open()
    lines = (
        _add(options, registry, settings)
        if options.action == "add"
        else _ACTIONS[options.action](options, registry)
    )
    for line in lines:
        sys.stdout.write(f"{line}\n")
    if options.action in ("promote", "rollback") and settings.model != REGISTRY:
        sys.stdout.write(
            f"注意：设置里 model 是 {settings.model}；写成 model: {REGISTRY}，或命令后加 "
            f"--model {REGISTRY}，才会用它 "
            "(the settings name another model)\n"
        )
    return 0


def _parser(settings: ServiceConfig) -> Parser:
    parser = Parser(
        prog="baozhai models",
        description="有哪些版，比起来怎样，在用的是哪一版。"
        "(Which versions there are, how they compare, which one serves.)",
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def add_action(name: str, what: str, *versions: str) -> Parser:
        action = actions.add_parser(name, help=what, description=what)
        for version in versions:
            action.add_argument(version, metavar="VERSION", help="如 v1、shipped (a version)")
        return action

    add_action("list", "列出各版 (all versions)")
    add_action("show", "一版的来历与数字 (all that is known of one)", "version")
    add_action("compare", "两版逐篇比 (two versions on the same articles)", "first", "second")
    promote = add_action("promote", "启用一版 (let one serve)", "version")
    promote.add_argument(
        "--anyway", action="store_true", help="检验没通过也启用 (though the gate says no)"
    )
    add_action("rollback", "退回前一版 (back to the one before)")
    add_action("discard", "删去一版 (delete one)", "version")
    add = add_action("add", "收进 train 写的模型，与在用的比 (take in a trained model)")
    add.add_argument(
        "artifact",
        type=named_path,
        help="baozhai train 写的文件夹，或自带的 fast (what it wrote, or a model that ships)",
    )
    add.add_argument(
        "--desk", required=True, type=named_folder, help="用谁的检验集比 (whose frozen test)"
    )
    add_risk(add, settings)
    add.add_argument("--by", default=getpass.getuser(), metavar="NAME", help="谁做的 (who)")
    prune = add_action("prune", "删去旧版 (delete old versions)")
    prune.add_argument(
        "--keep",
        type=zero_or_more,
        default=5,
        metavar="N",
        help="留最新的几版，默认 %(default)s (how many of the newest stay)",
    )
    return parser


def _list(_: argparse.Namespace, registry: Registry) -> list[str]:
    current = registry.pointer().current
    return [_line(version, is_current=version.key == current) for version in registry.versions()]


def _line(version: Version, *, is_current: bool) -> str:
    record = version.record
    mark = "*" if is_current else " "
    if record is None:
        return f"{mark} {version.key}\t{version.name}\t随程序来的 (comes with the program)"
    verdict = "通过" if record.passed else "未通过"
    n_train = record.figures.get("n_train", "?")
    return (
        f"{mark} {version.key}\t{record.model}\t{record.made}\t{n_train} 篇\t{verdict}\t{record.by}"
    )


def _show(options: argparse.Namespace, registry: Registry) -> list[str]:
    version = registry.get(options.version)
    lines = [f"{version.key} {version.name}", f"文件夹：{version.model.path}"]
    record = version.record
    if record is None:
        return [*lines, version.model.card.read_text("utf-8")]
    return [*lines, json.dumps(record.model_dump(mode="json"), ensure_ascii=False, indent=2)]


def _compare(options: argparse.Namespace, registry: Registry) -> list[str]:
    return compare_versions(registry.get(options.first), registry.get(options.second))


def _promote(options: argparse.Namespace, registry: Registry) -> list[str]:
    version = registry.get(options.version)
    record = version.record
    if record is not None and not record.passed and not options.anyway:
        reasons = "；".join(record.reasons)
        raise ConfigError(
            f"{version.key} 没有通过检验：{reasons}。仍要启用请加 --anyway "
            "(it did not pass; --anyway lets it serve)"
        )
    require_heads(version.model)
    before = registry.pointer().current
    registry.promote(version.key)
    return [f"在用的：{before} → {version.key} {version.name}"]


def _rollback(_: argparse.Namespace, registry: Registry) -> list[str]:
    before = registry.pointer().current
    version = registry.rollback()
    return [f"在用的：{before} → {version.key} {version.name}"]


def _add(options: argparse.Namespace, registry: Registry, settings: ServiceConfig) -> list[str]:
    order = Order(DeskFolder(options.desk), settings.topics, options.max_risk, options.by, now())
    order.desk.require()
    refuse_unfinished(options.artifact)
    trained, new_store = ModelFolder(locate_model(options.artifact)), stores_of(settings)
    with followed("add", options.by, None) as run:
        version = add_trained(trained, order, registry, new_store, run)
        run.report.tell(version=version.key)
    return lines_of_added(version, registry)


def _discard(options: argparse.Namespace, registry: Registry) -> list[str]:
    return [f"删去 {registry.discard(options.version).key}"]


def _prune(options: argparse.Namespace, registry: Registry) -> list[str]:
    gone = registry.prune(options.keep)
    return [f"删去 {version.key}" for version in gone] or ["没有可删的 (nothing to delete)"]


_ACTIONS: dict[str, Callable[[argparse.Namespace, Registry], list[str]]] = {
    "list": _list,
    "show": _show,
    "compare": _compare,
    "promote": _promote,
    "rollback": _rollback,
    "discard": _discard,
    "prune": _prune,
}
