"""How far a run is: for whoever follows it on a screen, on the page, or not at all."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from service.console import tell
from service.registry import Run, RunReport, Runs, RunStage, RunWay, StageClock

_TOLD_EVERY_S = 5.0
_COUNTED: dict[RunStage, str] = {"lower_layers": "不动的下层", "learning": "学习，步"}
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
        self._what = _COUNTED.get(stage, "读文章")
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
    with Runs.open().begin(run) as report:
        yield ToldRun(report)
