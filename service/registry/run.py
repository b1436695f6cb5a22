"""What is told of a run that makes a version of the model, while it goes on and afterwards."""

from __future__ import annotations

from datetime import UTC, datetime
from secrets import token_urlsafe
from typing import Literal

from pydantic import Field

from service.config import Schema
from service.errors import DigestError

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
