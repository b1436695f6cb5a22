"""Processes killed at random moments, and what must hold of what they leave behind."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from multiprocessing.synchronize import Event
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from service.artifacts import ModelFolder
from service.corrections import changes
from service.registry import Registry
from service.registry.registry import check_whole
from service.store import Store, migrations
from tests.service.registry.test_registry import add_version
from tests.service.store.conftest import PAGE, keep
from tests.training.desk.worlds import make_model, make_registry
from training.release.replacement import replace_artifact

_PRELOADED = ["tests.kills"]
_LONGEST_S = 0.15
_FIRST = "m0001"


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is killed.

    Attributes:
        prepare: Fills an empty folder.
        work: Works on it without end; calls `done` once it begins, and then whenever something
            is acknowledged.
        check: Looks at what a killed one left, given how often it said `done`; raises where
            something is lost.
        look: Looks at it while the others work and are killed, again and again, in a process of
            its own; raises where something is missing at that moment.
    """

    prepare: Callable[[Path], None]
    work: Callable[[Path, Callable[[], None]], None]
    check: Callable[[Path, int], None]
    look: Callable[[Path], None] | None = None


def _prepare_registry(folder: Path) -> None:
    registry = make_registry(folder)
    add_version(registry)
    add_version(registry)


def _registry(folder: Path) -> Registry:
    return Registry(folder / "registry", folder / "shipped")


def _promote(folder: Path, done: Callable[[], None]) -> None:
    registry = _registry(folder)
    done()
    while True:
        for key in ("v1", "v2", "shipped"):
            registry.promote(key)
            done()
        registry.rollback()
        done()


def _check_registry(folder: Path, _: int) -> None:
    _look_at_registry(folder)


def _look_at_registry(folder: Path) -> None:
    version = _registry(folder).current()
    assert version.key in ("shipped", "v1", "v2")
    check_whole(version.model)


def _prepare_place(folder: Path) -> None:
    make_model(folder / "paper")


def _replace(folder: Path, done: Callable[[], None]) -> None:
    number = 0
    done()
    while True:
        number += 1
        made = folder / f"made-{os.getpid()}-{number}"
        shutil.copytree(folder / "paper", made)
        replace_artifact(ModelFolder(made), folder / "paper")
        done()


def _check_place(folder: Path, _: int) -> None:
    _look_at_place(folder)


def _look_at_place(folder: Path) -> None:
    # Opened one after the other, two of its files may be of two models; each must be there.
    model = ModelFolder(folder / "paper")
    assert all(file.exists() for file in (model.onnx, model.heads, model.labels))


def _prepare_store(folder: Path) -> None:
    with Store.open(folder / "store.sqlite") as store:
        keep(store)


def _correct(folder: Path, done: Callable[[], None]) -> None:
    with Store.open(folder / "store.sqlite") as store:
        (issue,) = store.issues.list().items
        done()
        while True:
            now = store.today(issue.key)
            n = len(store.log(issue.key))
            change = changes.set_headline(now, now.digest.articles[0], f"第{n + 1}题")
            store.append(issue.key, change, who="王芳")
            done()


def _check_store(folder: Path, n_done: int) -> None:
    file, seen = folder / "store.sqlite", folder / "seen"
    before = int(seen.read_text()) if seen.exists() else 0
    with Store.open(file) as store:
        (issue,) = store.issues.list().items
        log = store.log(issue.key)
        assert len(log) - before in (n_done, n_done + 1), (before, n_done, len(log))
        headline = store.today(issue.key).digest.articles[0].headline
        assert not log or headline == f"第{len(log)}题"
    seen.write_text(str(len(log)))


def _prepare_old_store(folder: Path) -> None:
    """A store as the first version wrote it, with an issue in it."""
    new, old = folder / "new.sqlite", folder / "old.sqlite"
    with Store.open(new) as store:
        keep(store)
    engine = create_engine(f"sqlite:///{old}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        config.attributes["connection"] = connection
        command.upgrade(config, _FIRST)
    engine.dispose()
    database = sqlite3.connect(old)
    database.execute("ATTACH ? AS new", (str(new),))
    asked = "SELECT name FROM sqlite_master WHERE type = 'table'"
    tables = {name for (name,) in database.execute(asked)}
    for name in sorted(tables):
        if not name.startswith(("words", "alembic", "sqlite")):
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({name})")]
            named = ", ".join(columns)
            database.execute(f"INSERT INTO {name} ({named}) SELECT {named} FROM new.{name}")
    database.commit()
    database.close()


def _migrate(folder: Path, done: Callable[[], None]) -> None:
    done()
    while True:
        for file in folder.glob("store.sqlite*"):
            file.unlink()
        shutil.copy(folder / "old.sqlite", folder / "copying")
        (folder / "copying").rename(folder / "store.sqlite")
        Store.open(folder / "store.sqlite").close()
        done()


def _check_migrated(folder: Path, _: int) -> None:
    if not (folder / "store.sqlite").exists():
        return
    with Store.open(folder / "store.sqlite") as store:
        (issue,) = store.issues.list().items
        assert store.today(issue.key).digest.source_text == PAGE


SCENARIOS = {
    "promotion of a version": Scenario(
        _prepare_registry, _promote, _check_registry, _look_at_registry
    ),
    "a trained model takes its place": Scenario(
        _prepare_place, _replace, _check_place, _look_at_place
    ),
    "correction": Scenario(_prepare_store, _correct, _check_store),
    "migration": Scenario(_prepare_old_store, _migrate, _check_migrated),
}


def kill_often(
    name: str, folder: Path, times: int, seed: int = 13, *, most_awaited: int = 0
) -> int:
    """Start a scenario's work so often, kill it at a random moment, and check what is left.

    Args:
        name: Of `SCENARIOS`.
        folder: An empty one.
        times: How often.
        seed: Of the moments.
        most_awaited: How much may be done, at most, before a moment begins: on a busy machine
            little else would be done at all.

    Returns:
        How much was acknowledged in all.

    Raises:
        Exception: Whatever the check raises, where something was lost.
    """
    moments = random.Random(seed)
    SCENARIOS[name].prepare(folder)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    n_all = 0
    with _looked_at(name, folder, context):
        for _ in range(times):
            n_all += _kill_once(context, name, folder, moments, most_awaited)
    return n_all


def _kill_once(
    context: ForkServerContext, name: str, folder: Path, moments: random.Random, most_awaited: int
) -> int:
    """Start the work, kill it and check; how much was acknowledged."""
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(name, folder, sender), daemon=True)
    process.start()
    sender.close()
    receiver.recv_bytes()  # it has begun
    n_awaited = moments.randint(0, most_awaited)
    for _ in range(n_awaited):
        receiver.recv_bytes()
    time.sleep(moments.uniform(0, _LONGEST_S))
    process.kill()
    process.join()
    n_done = n_awaited + _count(receiver)
    receiver.close()
    SCENARIOS[name].check(folder, n_done)
    return n_done


@contextmanager
def _looked_at(name: str, folder: Path, context: ForkServerContext) -> Iterator[None]:
    """Have another process look at a scenario all the time; raises what it found missing."""
    if SCENARIOS[name].look is None:
        yield
        return
    receiver, sender = context.Pipe(duplex=False)
    over = context.Event()
    process = context.Process(target=_look, args=(name, folder, sender, over), daemon=True)
    process.start()
    sender.close()
    try:
        yield
    finally:
        over.set()
        n_looks, fault = receiver.recv()
        process.join()
    assert fault is None, f"look {n_looks}: {fault}"


def _look(name: str, folder: Path, sender: Connection, over: Event) -> None:
    look, n_looks, fault = SCENARIOS[name].look, 0, None
    while look and not (over.is_set() and n_looks) and fault is None:
        try:
            look(folder)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            fault = f"{type(error).__name__}: {error}"
        n_looks += 1
    sender.send((n_looks, fault))


def _work(name: str, folder: Path, sender: Connection) -> None:
    SCENARIOS[name].work(folder, lambda: sender.send_bytes(b"done"))


def _count(receiver: Connection) -> int:
    n = 0
    while True:
        try:
            receiver.recv_bytes()
        except EOFError:
            return n
        n += 1
