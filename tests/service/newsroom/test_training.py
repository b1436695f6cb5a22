"""Runs that the newsroom starts, and that go on without it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import service.newsroom.training as room_of_training
from service.errors import ConfigError, MissingExtraError
from service.newsroom.training import Training
from service.registry import Run
from service.store import Store
from tests.service.training_runs import go_on, played

_PATIENCE_S = 60


@pytest.fixture
def training(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Training]:
    with played(tmp_path, monkeypatch) as training:
        yield training


def awaited(training: Training, wanted: Callable[[Run], bool]) -> Run:
    """The run, once it is as wanted."""
    give_up = time.monotonic() + _PATIENCE_S
    while time.monotonic() < give_up:
        now = training.now()
        if now is not None and (wanted(now) or now.has_ended):
            assert wanted(now), now
            return now
        time.sleep(0.02)
    raise AssertionError(f"still {training.now()}")


def test_a_run_goes_on_while_the_newsroom_starts_anew(
    training: Training,
) -> None:
    started = training.start("adapt", "赵馆")
    assert training.now() is not None
    with pytest.raises(ConfigError, match="赵馆 的一次正在进行"):
        training.start("adapt", "王芳")
    early = Training(training.config).now()
    assert early is not None
    assert (early.id, early.state) == (started.id, "running")
    awaited(training, lambda run: run.total == 9)
    anew = Training(training.config)
    now = anew.now()
    assert now is not None
    assert (now.id, now.state, now.by) == (started.id, "running", "赵馆")
    with pytest.raises(ConfigError, match="正在进行"):
        anew.start("adapt", "王芳")
    go_on(training)
    done = awaited(anew, lambda run: run.has_ended)
    assert (done.state, done.lines) == ("done", ("变好 3 篇，变坏 1 篇",))


def test_a_run_is_stopped(training: Training) -> None:
    training.start("adapt", "赵馆")
    awaited(training, lambda run: run.total == 9)
    training.stop()
    assert awaited(training, lambda run: run.has_ended).state == "stopped"


def test_what_a_process_said_that_could_not_begin_is_told(
    training: Training,
) -> None:
    training.start("check", "赵馆")
    failed = awaited(training, lambda run: run.has_ended)
    assert (failed.state, failed.failure) == ("failed", "check 缺少 scipy")


def test_what_is_missing_is_told_before(
    training: Training, monkeypatch: pytest.MonkeyPatch
) -> None:

    def miss() -> None:
        raise MissingExtraError("请先安装")

    monkeypatch.setattr(room_of_training, "require_desk", miss)
    with pytest.raises(MissingExtraError):
        training.start("adapt", "赵馆")
    assert training.now() is None


def test_nobody_else_may_read_the_settings_of_a_run(
    training: Training,
) -> None:
    """A store on a server is named with its password."""
    training.start("check", "赵馆")
    awaited(training, lambda run: run.has_ended)
    assert training.runs.settings.stat().st_mode & 0o077 == 0


def test_without_corrections_nothing_waits(tmp_path: Path, training: Training) -> None:
    with Store.open(tmp_path / "desk.sqlite") as store:
        waiting = training.waiting(store)
    assert (waiting.n_articles, waiting.n_new) == (0, 0)
