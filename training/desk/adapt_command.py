"""`baozhai adapt`: a desk's labelled articles to a version of the model, in a minute."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from service.config import ServiceConfig
from service.registry import Registry, RunWay
from service.store import Store
from service.usage import Parser, named_folder
from training.desk.adapt import adapt
from training.desk.folder import DeskFolder
from training.desk.last_issues import look_back
from training.desk.recalibrate import recalibrate
from training.desk.servable import tell_of_other_model
from training.desk.store_labels import take_from_store
from training.desk.ten_lines import ten_lines
from training.desk.trial import Order
from training.desk.vectors import stores_of
from training.following import followed


def main(arguments: Sequence[str], settings: ServiceConfig) -> int:
    """Run `baozhai adapt`.

    Returns:
        0 if the version may serve, 1 if it stays aside.

    Raises:
        DigestError: If the articles or the model cannot be used, or another run goes on.
    """
    options = _parser(settings).parse_args(arguments)
    desk, registry = DeskFolder(options.desk), Registry.open()
    order = Order(desk, settings.topics, options.max_risk, options.by, now())
    new_store = stores_of(settings)
    way: RunWay = "calibrate" if options.calibrate_only else "adapt"
    tell_of_other_model(settings, registry)
    if not options.from_store:
        desk.require()
    with followed(way, options.by, options.run) as run:
        if options.from_store:
            run.stage("importing")
            take_from_store(desk, settings)
        make = recalibrate if options.calibrate_only else adapt
        outcome = make(order, registry, new_store, run)
        if options.from_store:
            run.stage("looking_back")
            with Store.open(settings.store, create=False) as store:
                found = look_back(store, outcome.parent, outcome.version, new_store, run)
            outcome.version.write_last_issues(found)
        lines = ten_lines(outcome, desk.read_topics(settings.topics))
        if outcome.record.passed and options.promote:
            registry.promote(outcome.version.key)
            lines.append(f"已启用 {outcome.version.key}")
        run.report.tell(lines=tuple(lines), version=outcome.version.key)
    for line in lines:
        sys.stdout.write(f"{line}\n")
    return 0 if outcome.record.passed else 1


def _parser(settings: ServiceConfig) -> Parser:
    parser = Parser(
        prog="baozhai adapt",
        description="照标好的文章重新拟合主题头，与在用的逐篇比，收进各版。"
        "(Fit the topics to labelled articles, compare, keep as a version.)",
    )
    parser.add_argument(
        "desk", type=named_folder, help="自己的文件夹，label import 写的 (the desk's folder)"
    )
    parser.add_argument(
        "--calibrate-only",
        action="store_true",
        help="主题不动，只按本报的文章重新校准把握 (fit how sure to be, and nothing else)",
    )
    parser.add_argument(
        "--promote", action="store_true", help="检验通过就启用 (let it serve if it passes)"
    )
    add_risk(parser, settings)
    add_run(parser)
    return parser


def add_risk(parser: argparse.ArgumentParser, settings: ServiceConfig) -> None:
    """Add the option that says how many errors are allowed among the sure."""
    parser.add_argument(
        "--max-risk",
        type=share,
        default=settings.max_risk,
        metavar="SHARE",
        help="不存疑的文章里最多许错多少，默认看设置，现为 %(default)s (errors allowed)",
    )


def add_run(parser: argparse.ArgumentParser) -> None:
    """Add the options of a run: who, and out of what."""
    parser.add_argument("--by", default=getpass.getuser(), metavar="NAME", help="谁做的 (who)")
    parser.add_argument(
        "--from-store",
        action="store_true",
        help="先收网页上改过的主题 (take in first what was corrected on the page)",
    )
    parser.add_argument("--run", metavar="ID", help=argparse.SUPPRESS)  # as the page calls it
    parser.add_argument("--model", action=_TellWhichModel, help=argparse.SUPPRESS)


class _TellWhichModel(argparse.Action):
    """`digest` takes a model; here the version that serves is the one that is taught."""

    def __call__(
        self, parser: argparse.ArgumentParser, _: object, values: object, *__: object
    ) -> None:
        parser.error(
            f"这里没有 --model：总是从各版里在用的那版接着学。要从 {values} 开始，先 "
            f"baozhai models add {values} --desk 文件夹，再 baozhai models promote 那一版 --anyway "
            "(the version that serves is taught: add that model and promote it first)"
        )


def share(text: str) -> float:
    """An argument that lies between 0 and 1."""
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 < found < 1:
        raise argparse.ArgumentTypeError(f"{text!r} 不在 0 与 1 之间 (not between 0 and 1)")
    return found


def now() -> datetime:
    """The time here, with its offset from UTC."""
    return datetime.now(UTC).astimezone()
