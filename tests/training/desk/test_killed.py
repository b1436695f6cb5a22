"""Killed at any of its writes, a run leaves the registry whole, and ends the same if repeated."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import warnings
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from service.registry import Registry
from service.registry.registry import check_whole
from tests.training.desk.worlds import WordStore, make_registry, write_desk
from training.desk.adapt import adapt
from training.desk.fitting_run import AdaptedHead, adapt_head
from training.desk.folder import DeskFolder
from training.desk.trial import Order

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
_CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "shutil.rmtree"}
_FIRST, _EVERY = 3, 6  # of the changes; a run has some forty


def _die_before(number: int) -> None:
    """End this process, as `kill -9` does, before one of its changes to the disk."""
    n_changes = 0

    def count(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal n_changes
        flags = arguments[2] if event == "open" and isinstance(arguments[2], int) else 0
        if event in _CHANGES or flags & (os.O_WRONLY | os.O_RDWR):
            if n_changes == number:
                os.kill(os.getpid(), signal.SIGKILL)
            n_changes += 1

    sys.addaudithook(count)


def _adapt(place: Path, dying_before: int | None = None) -> int:
    """Adapt in another process: its exit code, or the signal that ended it below 0."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forking beside other threads
        child = os.fork()
    if not child:
        code = 1
        try:
            if dying_before is not None:
                _die_before(dying_before)
            when = datetime(2026, 3, 4, tzinfo=UTC)
            order = Order(DeskFolder(place / "desk"), "configs/topics.yaml", 0.03, "某人", when)
            adapt(order, _registry(place), lambda _: WordStore())
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _registry(place: Path) -> Registry:
    return Registry(place / "registry", place / "shipped")


def _files(place: Path) -> dict[str, str]:
    files = (file for file in place.rglob("*") if file.is_file())
    return {str(file.relative_to(place)): sha256(file.read_bytes()).hexdigest() for file in files}


def test_a_killed_run_leaves_no_half_version_and_ends_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_registry(tmp_path / "first")
    write_desk(tmp_path / "first" / "desk", 120)
    fitted: list[AdaptedHead] = []

    def fit_once(*arguments: Any, **named: Any) -> AdaptedHead:
        """It reads no disk, so it need not take its time again and again."""
        return fitted[0] if fitted else adapt_head(*arguments, **named)

    def note(*arguments: Any, **named: Any) -> AdaptedHead:
        fitted.append(adapt_head(*arguments, **named))
        return fitted[0]

    monkeypatch.setattr("training.desk.adapt.adapt_head", note)
    place = tmp_path / "whole"
    shutil.copytree(tmp_path / "first", place)
    when = datetime(2026, 3, 4, tzinfo=UTC)
    order = Order(DeskFolder(place / "desk"), "configs/topics.yaml", 0.03, "某人", when)
    adapt(order, _registry(place), lambda _: WordStore())
    wanted = _files(place)
    monkeypatch.setattr("training.desk.adapt.adapt_head", fit_once)

    place, number, code = tmp_path / "killed", _FIRST, -signal.SIGKILL
    while code:
        shutil.copytree(tmp_path / "first", place)
        code = _adapt(place, dying_before=number)
        assert code in (0, -signal.SIGKILL)
        registry = _registry(place)
        for version in registry.versions():
            check_whole(version.model)
            assert version.record is None or version.judgements().articles
        assert registry.pointer().current == "shipped"
        if len(registry.versions()) == 1:
            assert _adapt(place) == 0
        assert _files(place) == wanted, number
        shutil.rmtree(place)
        number += _EVERY
    assert number > 5 * _EVERY
