"""The run that makes a version of the model: one at a time, told by a file that outlives it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_urlsafe
from typing import Literal, Self

from filelock import FileLock, Timeout
from pydantic import Field

from service.config import Schema
from service.data_folder import data_folder
from service.errors import ConfigError, DigestError
from service.registry.files import parse_record, write_record

RunWay = Literal["check", "adapt", "calibrate", "train", "add"]
RunState = Literal["running", "done", "failed", "stopped", "interrupted"]
RunStage = Literal[
    "starting",
    "importing",
    "checking",
    "reading",
    "fitting",
    "lower_layers",
    "learning",
    "finishing",
    "judging",
    "looking_back",
    "done",
]
_COUNTED_EVERY_S = 0.3
_PATIENCE_S = 1.0
_BEGINS_WITHIN_S = 120.0


class Run(Schema):
    """`run.json`.

    Attributes:
        id: Another one for each run.
        way: What is done.
        by: Who started it.
        began: When.
        state: `interrupted` where its process ended without a word.
        stage: What it is at.
        done: How many articles of the stage are done; windows in `lower_layers`, steps in
            `learning`.
        total: Of how many; 0 where none are counted.
        seconds_left: Of the stage; None while nothing tells.
        losses: Steps and what the model had still to learn there, in the order of the steps;
            lower is better. Empty where no encoder learns.
        lines: What it found, to be read.
        version: The key of the version that it made.
        failure: Why it failed, fit for a user.
    """

    id: str = Field(default_factory=lambda: token_urlsafe(9))
    way: RunWay
    by: str
    began: datetime = Field(default_factory=lambda: datetime.now(UTC).astimezone())
    state: RunState = "running"
    stage: RunStage = "starting"
    done: int = 0
    total: int = 0
    seconds_left: float | None = None
    losses: tuple[tuple[int, float], ...] = ()
    lines: tuple[str, ...] = ()
    version: str | None = None
    failure: str | None = None

    @property
    def has_ended(self) -> bool:
        """Whether nothing will change any more."""
        return self.state != "running"

    @property
    def may_yet_begin(self) -> bool:
        """Whether it was announced a short while ago; on a busy machine a process takes long."""
        age = datetime.now(UTC) - self.began
        return self.stage == "starting" and age.total_seconds() < _BEGINS_WITHIN_S


class StopOrder(Schema):
    """`stop.json`: the run that is to end."""

    run: str


class RunStoppedError(DigestError):
    """Somebody asked the run to stop."""


@dataclass(frozen=True, slots=True)
class Runs:
    """The last run, in a folder.

    Who runs holds a lock as long as its process lives, however it ends.
    """

    folder: Path

    @classmethod
    def open(cls) -> Self:
        """Those of the user."""
        return cls(data_folder() / "training")

    def last(self) -> Run | None:
        """The run that goes on, or the last one; None where there was none.

        Raises:
            ArtifactError: If what it wrote is damaged.
        """
        # The lock first: who ends in between has told so before letting it go.
        goes_on = self.goes_on()
        if not self._file.exists():
            return None
        run = parse_record(self._file, Run)
        if goes_on or run.has_ended or run.may_yet_begin:
            return run
        return run.model_copy(update={"state": "interrupted"})

    def announce(self, run: Run) -> None:
        """Note a run whose process is on its way, or did not get so far."""
        self.folder.mkdir(parents=True, exist_ok=True)
        write_record(self._file, run)

    def goes_on(self) -> bool:
        """Whether the process of a run lives."""
        if not self._lock.exists():
            return False
        try:
            with FileLock(self._lock, timeout=0):
                return False
        except Timeout:
            return True

    def stop(self) -> None:
        """Ask the run to end; it does so before its next article, or before its first.

        Raises:
            WriteError: If that cannot be noted.
        """
        if (run := self.last()) is not None:
            write_record(self._asked_to_stop, StopOrder(run=run.id))

    @contextmanager
    def begin(self, run: Run) -> Iterator[RunReport]:
        """Be the one run; at the end of the block, what came of it is told.

        Raises:
            ConfigError: If another one goes on.
            RunStoppedError: Out of the block, if somebody asked it to stop.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            # Who asks whether a run goes on holds the lock for a moment, too.
            lock = FileLock(self._lock, timeout=_PATIENCE_S)
            lock.acquire()
        except Timeout as error:
            raise ConfigError(
                f"另一次正在进行，一次只能一个；请等它做完或停掉（记在 {self._file}） "
                "(another run goes on: wait for it, or stop it)"
            ) from error
        try:
            yield from _told(RunReport(self._file, self._asked_to_stop, run))
        finally:
            lock.release()

    @property
    def log(self) -> Path:
        """What the process of a run said."""
        return self.folder / "log.txt"

    @property
    def settings(self) -> Path:
        """The settings that a run was started with from the page."""
        return self.folder / "settings.yaml"

    @property
    def _file(self) -> Path:
        return self.folder / "run.json"

    @property
    def _lock(self) -> Path:
        return self.folder / "lock"

    @property
    def _asked_to_stop(self) -> Path:
        return self.folder / "stop.json"


class StageClock:
    """Tells how long the rest of a stage takes, by what was done since the first of it.

    With the first article the model is loaded, so it tells nothing of the others.
    """

    def __init__(self) -> None:
        """Wait for the first."""
        self._first: tuple[float, int] | None = None

    def seconds_left(self, n_done: int, n_total: int) -> float | None:
        """Seconds, None until a second one is done."""
        now = time.monotonic()
        if self._first is None:
            self._first = now, n_done
        began_s, n_before = self._first
        if n_done <= n_before:
            return None
        return round((now - began_s) / (n_done - n_before) * (n_total - n_done), 1)


class RunReport:
    """Tells how far a run is."""

    def __init__(self, file: Path, asked_to_stop: Path, run: Run) -> None:
        """Say that it has begun."""
        self._file, self._asked_to_stop, self._run = file, asked_to_stop, run
        self._clock, self._counted_s = StageClock(), 0.0
        self.tell(stage="checking")

    def stage(self, stage: RunStage) -> None:
        """Say what it is at now.

        Raises:
            RunStoppedError: If somebody asked it to stop.
        """
        self._check()
        self._clock, self._counted_s = StageClock(), 0.0
        self.tell(stage=stage, done=0, total=0, seconds_left=None)

    def on_done(self, n_done: int, n_total: int) -> None:
        """Say how many articles of the stage are done.

        Raises:
            RunStoppedError: If somebody asked it to stop.
        """
        self._check()
        now = time.monotonic()
        if now - self._counted_s < _COUNTED_EVERY_S and n_done < n_total:
            return
        self._counted_s = now
        self.tell(
            done=n_done, total=n_total, seconds_left=self._clock.seconds_left(n_done, n_total)
        )

    def tell(self, **changes: object) -> None:
        """Write what is known now; `changes` are attributes of `Run`."""
        self._run = self._run.model_copy(update=changes)
        write_record(self._file, self._run)

    def _check(self) -> None:
        file = self._asked_to_stop
        if file.exists() and parse_record(file, StopOrder).run == self._run.id:
            raise RunStoppedError("已按要求停下，什么也没有改 (stopped as asked, nothing changed)")


def _told(report: RunReport) -> Iterator[RunReport]:
    """The report, and at the end how it ended."""
    try:
        yield report
        report.tell(state="done", stage="done", seconds_left=None)
    except (RunStoppedError, KeyboardInterrupt):
        report.tell(state="stopped")
        raise
    except DigestError as error:
        report.tell(state="failed", failure=str(error))
        raise
    except Exception:
        report.tell(state="failed", failure="程序出错，详情见记录 (a fault, the log tells more)")
        raise
