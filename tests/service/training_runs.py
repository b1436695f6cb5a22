"""A newsroom whose runs are played by a script: they tell what a real one would."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from service.config import ServiceConfig
from service.newsroom.training import Training
from tests.training.desk.worlds import make_model

PLAYED = """
import sys, time
from pathlib import Path
from service.registry import Run, Runs

told = dict(each.lstrip("-").split("=", 1) for each in sys.argv if "=" in each)
if "check" in sys.argv:
    sys.exit("check 缺少 scipy")
run = Run(way="adapt", by=told["by"]).model_copy(update={"id": told["run"]})
with Runs.open().begin(run) as report:
    report.stage("reading")
    while not (Runs.open().folder / "go").exists():
        report.on_done(3, 9)
        time.sleep(0.05)
    report.tell(lines=("变好 3 篇，变坏 1 篇",), version="v1")
"""


@contextmanager
def played(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Training]:
    """A training whose runs go on until they are told to, and end with it."""
    monkeypatch.setenv("BAOZHAI_HOME", str(folder / "home"))
    shipped = make_model(folder / "shipped").path
    monkeypatch.setattr("service.registry.registry.SHIPPED_MODEL", str(shipped))
    script = folder / "played.py"
    script.write_text(PLAYED, "utf-8")
    training = Training(ServiceConfig(model="registry"), (sys.executable, str(script)))
    yield training
    go_on(training)
    if training._process:
        training._process.wait(60)


def go_on(training: Training) -> None:
    """Let the run come to its end."""
    training.runs.folder.mkdir(parents=True, exist_ok=True)
    (training.runs.folder / "go").touch()
