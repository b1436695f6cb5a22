"""The run that makes a version of the model: one at a time, told by a file that outlives it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from service.data_folder import data_folder
from service.errors import ConfigError
from service.registry.files import parse_record, write_record
from service.registry.run import Run, StopOrder
from service.registry.run_report import RunReport, told_at_end

_PATIENCE_S = 1.0


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
            with told_at_end(RunReport(self._file, self._asked_to_stop, run)) as report:
                yield report
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
