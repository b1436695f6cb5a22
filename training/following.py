"""How far a run is: for whoever follows it on a screen, on the page, or not at all."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Protocol

from service.console import tell
from service.errors import ArtifactError
from service.registry import Run, RunReport, Runs, RunStage, RunWay, StageClock

_TOLD_EVERY_S = 5.0
_STAGES: dict[RunStage, str] = {
    "starting": "开头",
    "importing": "收改过的主题",
    "checking": "检查",
    "reading": "读文章",
    "fitting": "拟合",
    "lower_layers": "不动的下层",
    "learning": "学习",
    "finishing": "导出和校准",
    "judging": "检验",
    "looking_back": "回看各期",
    "done": "末尾",
}
_KINDER = 5  # a run started from the page leaves the cores to who works there


class Following(Protocol):
    """Whoever is told how far a run is; may end it by an error."""

    def stage(self, stage: RunStage) -> None:
        """What it is at now."""

    def on_done(self, n_done: int, n_total: int) -> None:
        """How many articles of the stage are done."""

    def on_losses(self, losses: Sequence[tuple[int, float]]) -> None:
        """All losses of an encoder that learns, so far, each with its step."""


class Unfollowed:
    """Nobody."""

    def stage(self, stage: RunStage) -> None:
        """Tell nobody."""

    def on_done(self, n_done: int, n_total: int) -> None:
        """Tell nobody."""

    def on_losses(self, losses: Sequence[tuple[int, float]]) -> None:
        """Tell nobody."""


UNFOLLOWED = Unfollowed()


class ToldRun:
    """A run that tells on standard error too, every few seconds, how far it is."""

    def __init__(self, report: RunReport) -> None:
        self.report = report
        self._clock, self._told = StageClock(), time.monotonic()
        self._what = ""

    def stage(self, stage: RunStage) -> None:
        """What it is at now."""
        self.report.stage(stage)
        self._what = "学习，步" if stage == "learning" else _STAGES[stage]
        self._clock, self._told = StageClock(), time.monotonic()

    def on_done(self, n_done: int, n_total: int) -> None:
        """How many articles, windows or steps of the stage are done."""
        self.report.on_done(n_done, n_total)
        left, at = self._clock.seconds_left(n_done, n_total), time.monotonic()
        if left is None or (at - self._told < _TOLD_EVERY_S and n_done < n_total):
            return
        self._told = at
        tell(f"{self._what} {n_done}/{n_total}，约剩 {left:.0f} 秒 (done, seconds left)")

    def on_losses(self, losses: Sequence[tuple[int, float]]) -> None:
        """All losses so far."""
        self.report.tell(losses=tuple(losses))


@contextmanager
def followed(way: RunWay, by: str, run_id: str | None) -> Iterator[ToldRun]:
    """Be the one run that goes on.

    Args:
        way: What is done.
        by: Who wants it.
        run_id: What the page called it, None where a person started it at a command line.

    Raises:
        ConfigError: If another one goes on.
    """
    run = Run(way=way, by=by)
    if run_id is not None:
        run = run.model_copy(update={"id": run_id})
        if hasattr(os, "nice"):
            os.nice(_KINDER)
    runs, before = Runs.open(), None
    # A damaged record of the last run keeps no new one from beginning.
    with suppress(ArtifactError):
        before = runs.last()
    with runs.begin(run) as report:
        _tell_of_broken_off(before, way)
        yield ToldRun(report)


def _tell_of_broken_off(before: Run | None, way: RunWay) -> None:
    """Say that the last run of this way came to no end, and what becomes of its work."""
    if before is None or before.way != way or before.state not in ("interrupted", "stopped"):
        return
    tell(
        f"上次的（{before.began:%m-%d %H:%M} 开始）在“{_STAGES[before.stage]}”时断了；"
        "这次从头检查，读过的文章、学过的几遍不再做，除非读的变了 (the last run was broken off: "
        "all is checked anew, what was read and learned is not done again unless it changed)"
    )
