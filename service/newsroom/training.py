"""Adapting the model out of the newsroom: a process of its own, one at a time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from service.config import ServiceConfig
from service.data_folder import data_folder
from service.errors import ConfigError
from service.extras import require_desk, require_train
from service.registry import REGISTRY, Registry, Run, Runs
from service.store import Store

StartedWay = Literal["check", "adapt", "calibrate", "train"]

COMMANDS: Mapping[StartedWay, Sequence[str]] = {
    "check": ("data", "check"),
    "adapt": ("adapt",),
    "calibrate": ("adapt", "--calibrate-only"),
    "train": ("train",),
}
_TOLD = 2000  # characters of what a process said that failed before it could tell


@dataclass(frozen=True, slots=True)
class Waiting:
    """Articles whose topic people set.

    Attributes:
        n_articles: All of them.
        n_new: Those set since the latest version was made.
    """

    n_articles: int
    n_new: int


class Training:
    """Starts runs, and tells how far the last one is; safe to be called from several threads."""

    def __init__(self, config: ServiceConfig, command: Sequence[str] | None = None) -> None:
        """Take the settings that a run is to have.

        Args:
            config: Those of the newsroom.
            command: What starts `baozhai`; None takes this Python.
        """
        self.config = config
        self.runs = Runs.open()
        self.registry = Registry.open()
        self._command = tuple(command or (sys.executable, "-m", "service.cli"))
        self._turn = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._id = ""

    @property
    def desk(self) -> Path:
        """The folder with the labelled articles."""
        return Path(self.config.desk) if self.config.desk else data_folder() / "desk"

    @property
    def takes_up_promoted(self) -> bool:
        """Whether what is promoted serves here."""
        return self.config.model == REGISTRY

    def now(self) -> Run | None:
        """The run that goes on, or the last one; None where there was none.

        Raises:
            ArtifactError: If what it wrote is damaged.
        """
        # In this order: a process that ended has told before.
        ended = self._process is not None and self._process.poll() is not None
        last = self.runs.last()
        is_ours = last is not None and last.id == self._id
        if last is None or not (ended and is_ours) or last.has_ended:
            return last
        said = self.runs.log.read_text("utf-8", "replace")[-_TOLD:].strip()
        failed = last.model_copy(update={"state": "failed", "failure": said})
        self.runs.announce(failed)
        return failed

    def start(self, way: StartedWay, by: str) -> Run:
        """Start a run.

        Args:
            way: What is to be done.
            by: Who wants it.

        Raises:
            ConfigError: If one goes on.
            MissingExtraError: If what it needs is not installed.
        """
        require_desk()
        if way == "train":
            require_train()
        with self._turn:
            now = self.now()
            if now is not None and not now.has_ended:
                raise ConfigError(
                    f"{now.by} 的一次正在进行，一次只能一个；请等它做完或停掉 "
                    "(a run goes on: wait for it, or stop it)"
                )
            run = Run(way=way, by=by)
            self.runs.announce(run)
            self._id, self._process = run.id, self._launch(run, COMMANDS[way])
            return run

    def stop(self) -> None:
        """Ask the run that goes on to end; a version that is not finished is not kept."""
        self.runs.stop()

    def waiting(self, store: Store) -> Waiting:
        """How many articles have a topic that a person set."""
        latest = {
            (each.key, each.correction.place.start): each.correction.when
            for each in store.effective("set_topic")
        }
        made = [v.record.made_at for v in self.registry.versions() if v.record is not None]
        last = max(made, default=None)
        n_new = sum(last is None or when > last for when in latest.values())
        return Waiting(len(latest), n_new)

    def _launch(self, run: Run, action: Sequence[str]) -> subprocess.Popen[bytes]:
        self.runs.folder.mkdir(parents=True, exist_ok=True)
        # JSON is YAML. A store named on the command line is in it, perhaps with its password.
        self.runs.settings.touch(mode=0o600)
        self.runs.settings.write_text(json.dumps(self.config.model_dump(mode="json")), "utf-8")
        arguments = (
            *self._command,
            "--config",
            str(self.runs.settings),
            *action,
            str(self.desk),
            "--from-store",
            f"--by={run.by}",
            f"--run={run.id}",
        )
        with self.runs.log.open("wb") as log:
            return subprocess.Popen(  # a list, no shell; what is in it is ours
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **_apart(),
            )


def _apart() -> dict[str, Any]:
    """So that Ctrl+C in the window of the page, or its end, does not end the run."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}
