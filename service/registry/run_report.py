"""Telling how far a run is, in a file, and whether somebody asked it to stop."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.errors import DigestError
from service.registry.files import parse_record, write_record
from service.registry.run import Run, RunStage, RunStoppedError, StopOrder

_COUNTED_EVERY_S = 0.3


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


@contextmanager
def told_at_end(report: RunReport) -> Iterator[RunReport]:
    """Let a run report; at the end of the block, write how it ended."""
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
