"""`baozhai adapt`: a desk's labelled articles to a version of the model, in a minute."""

from __future__ import annotations

import argparse
import getpass
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from service.artifacts import ModelFolder
from service.config import ServiceConfig
from service.console import tell
from service.registry import Registry
from training.desk.adapt import adapt
from training.desk.card import ten_lines
from training.desk.folder import DeskFolder
from training.desk.trial import Order
from training.desk.vectors import VectorStore

MAX_RISK = 0.03
_TOLD_EVERY_S = 5.0


def main(arguments: Sequence[str], settings: ServiceConfig) -> int:
    """Run `baozhai adapt`.

    Returns:
        0 if the version may serve, 1 if it stays aside.

    Raises:
        DigestError: If the articles or the model cannot be used.
    """
    options = _parser().parse_args(arguments)
    desk, registry = DeskFolder(options.desk), Registry.open()
    order = Order(desk, settings.topics, options.max_risk, options.by, now())

    def new_store(folder: ModelFolder) -> VectorStore:
        return VectorStore.of_model(folder, n_threads=settings.n_threads)

    outcome = adapt(order, registry, new_store, tell_progress())
    topics = desk.read_topics(settings.topics)
    for line in ten_lines(outcome, topics):
        sys.stdout.write(f"{line}\n")
    if outcome.record.passed and options.promote:
        registry.promote(outcome.version.key)
        sys.stdout.write(f"已启用 {outcome.version.key}\n")
    return 0 if outcome.record.passed else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="baozhai adapt", description=__doc__)
    parser.add_argument(
        "desk", type=Path, help="自己的文件夹，label import 写的 (the desk's folder)"
    )
    parser.add_argument(
        "--max-risk",
        type=share,
        default=MAX_RISK,
        metavar="SHARE",
        help="不存疑的文章里最多许错多少，默认 %(default)s (errors allowed among the sure)",
    )
    parser.add_argument("--by", default=getpass.getuser(), metavar="NAME", help="谁做的 (who)")
    parser.add_argument(
        "--promote", action="store_true", help="检验通过就启用 (let it serve if it passes)"
    )
    return parser


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


def tell_progress() -> Callable[[int, int], None]:
    """Tell every few seconds how many articles were read, and how long the rest takes."""
    began = told = time.monotonic()

    def on_done(n_done: int, n_total: int) -> None:
        nonlocal told
        at = time.monotonic()
        if at - told < _TOLD_EVERY_S and n_done < n_total:
            return
        told = at
        left = (at - began) / n_done * (n_total - n_done)
        tell(f"读文章 {n_done}/{n_total}，约剩 {left:.0f} 秒 (articles read, seconds left)")

    return on_done
