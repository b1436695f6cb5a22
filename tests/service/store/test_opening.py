from __future__ import annotations

import os
import random
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from shutil import copy, copytree

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.pool import ConnectionPoolEntry

from service.corrections import changes
from service.errors import Conflict, DigestError, StoreError
from service.store import Store, connection, migrations
from service.store.migrating import HEAD
from service.store.place import VARIABLE, find_place
from service.store.tables import metadata
from tests.service.store.conftest import keep


def test_the_users_folder_is_where_it_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("BAOZHAI_HOME", str(tmp_path))
    assert find_place().file == tmp_path / "store.sqlite"
    monkeypatch.setenv(VARIABLE, str(tmp_path / "elsewhere.db"))
    assert find_place().file == tmp_path / "elsewhere.db"
    assert find_place(tmp_path / "named.db").file == tmp_path / "named.db"


def test_a_server_is_named_by_its_url_and_its_password_is_not_told() -> None:
    place = find_place("postgresql://desk:secret@db/baozhai")
    assert place.url.drivername == "postgresql+psycopg"
    assert "secret" not in str(place)
    with pytest.raises(StoreError, match="只能用 SQLite 文件或 PostgreSQL"):
        find_place("mysql://db/baozhai")


def test_a_server_that_does_not_answer_is_told() -> None:
    with pytest.raises(StoreError, match="连不上服务器") as told:
        Store.open("postgresql://desk:secret@127.0.0.1:1/baozhai")
    assert "secret" not in str(told.value)


def test_the_driver_of_a_server_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r'pip install "baozhai\[postgresql\]"'):
        Store.open("postgresql://db/baozhai")


def test_two_programs_see_what_the_other_corrected(store: Store, place: str) -> None:
    kept = keep(store)
    article = store.today(kept.key).digest.articles[0]
    with Store.open(place) as other:
        for number, one in enumerate((other, store, other)):
            seen = one.today(kept.key)
            change = changes.set_headline(seen, article, f"第{number}题")
            one.append(kept.key, change, who="王芳", expected_version=seen.versions["a1"])
        headlines = [one.today(kept.key).digest.articles[0].headline for one in (store, other)]
        assert headlines == ["第2题", "第2题"]
        assert store.changes() == other.changes()
        stale = changes.set_headline(store.today(kept.key), article, "旧")
        with pytest.raises(Conflict):
            other.append(kept.key, stale, who="李明", expected_version=2)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    with Store.open(tmp_path / "new" / "store.sqlite") as store:
        assert store.place.file
        assert stat.S_IMODE(store.place.file.stat().st_mode) == 0o600


def test_a_store_that_is_not_there_can_be_asked_for(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="还没有库"):
        Store.open(tmp_path / "store.sqlite", create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_store_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no database, but long enough to be one " * 50)
    with pytest.raises(StoreError, match="不是报摘的库"):
        Store.open(tmp_path / "notes.txt")


def test_the_tables_of_another_program_are_left_alone(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "other.db")
    connection.execute("CREATE TABLE users (id INTEGER)")
    connection.close()
    before = (tmp_path / "other.db").read_bytes()
    with pytest.raises(StoreError, match=r"other\.db: 这个数据库里已有别的程序的表"):
        Store.open(tmp_path / "other.db")
    assert (tmp_path / "other.db").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["other.db"]


def test_a_store_of_a_later_version_is_told(tmp_path: Path, migrated_file: Path) -> None:
    file = tmp_path / "later.db"
    file.write_bytes(migrated_file.read_bytes())
    connection = sqlite3.connect(file)
    connection.execute("UPDATE alembic_version SET version_num = 'm9999'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match=f"m9999，这一版只认到 {HEAD}"):
        Store.open(file)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="建不了文件"):
        Store.open(tmp_path / "file" / "store.sqlite")


def test_a_store_that_another_program_keeps_is_told(
    tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.store.connection._PATIENCE_S", 0.05)
    file = tmp_path / "kept.db"
    file.write_bytes(migrated_file.read_bytes())
    with Store.open(file) as store:
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="另一个程序占着它"):
            store.audit.note("王芳", "login")
        other.execute("ROLLBACK")
        other.close()
        store.audit.note("王芳", "login")


def test_a_file_that_lost_its_name_is_told_before_anything_is_lost(
    tmp_path: Path, migrated_file: Path
) -> None:
    file = Path(copy(migrated_file, tmp_path / "store.sqlite"))
    with Store.open(file) as store:
        for gone in (file.unlink, lambda: copy(migrated_file, file)):
            gone()
            with pytest.raises(StoreError, match="不见了，或被换成了别的"):
                store.audit.note("王芳", "login")
            with pytest.raises(StoreError, match="不见了，或被换成了别的"):
                store.users.list()


def test_a_log_of_writing_that_was_deleted_is_told_and_what_was_written_stays(
    tmp_path: Path, migrated_file: Path
) -> None:
    file = Path(copy(migrated_file, tmp_path / "store.sqlite"))
    with Store.open(file) as store:
        store.audit.note("王芳", "login")
        file.with_name("store.sqlite-wal").unlink()
        with pytest.raises(StoreError, match=r"sqlite-wal: 库的这个文件被删了.*Ctrl\+C"):
            store.audit.note("李明", "login")
    with Store.open(file) as store:
        assert [note.who for note in store.audit.list().items] == ["李明", "王芳"]
        store.audit.note("赵馆", "login")


_ENDS_AT_ONCE = """
import os, sys
from service.store import Store
store = Store.open(sys.argv[1])
for who in ("王芳", "李明", "赵馆"):
    store.audit.note(who, "login")
os.kill(os.getpid(), 9)
"""


@pytest.fixture(scope="session")
def ended_at_once(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Path:
    """A store whose program was killed, so that what was written last is in its log alone."""
    file = Path(copy(migrated_file, tmp_path_factory.mktemp("ended") / "desk.db"))
    with Store.open(file) as store:
        keep(store)
    subprocess.run([sys.executable, "-c", _ENDS_AT_ONCE, file], check=False)
    assert file.with_name("desk.db-wal").stat().st_size
    return file.parent


def _overwrite(file: Path, start: int, content: bytes) -> None:
    with file.open("r+b") as stream:
        stream.seek(start)
        stream.write(content)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
@pytest.mark.parametrize(
    "harm",
    [
        lambda _, log: log.unlink(),
        lambda _, log: os.truncate(log, 0),
        lambda _, log: os.truncate(log, log.stat().st_size // 2),
        lambda _, log: os.truncate(log, log.stat().st_size - 1),
        lambda _, log: _overwrite(log, 0, bytes(log.stat().st_size)),
        lambda _, log: _overwrite(log, log.stat().st_size // 2, b"\xff" * 9),
        lambda _, log: (log.unlink(), log.with_name("desk.db-shm").unlink()),
        lambda file, _: file.unlink(),
        lambda file, _: os.truncate(file, 0),
        lambda file, log: (file.unlink(), log.unlink()),
    ],
    ids=["gone", "empty", "half", "cut", "zeros", "changed", "alone", "no file", "0", "neither"],
)
def test_what_was_acknowledged_and_is_gone_is_told_before_anything_is_changed(
    tmp_path: Path, ended_at_once: Path, harm: Callable[[Path, Path], object]
) -> None:
    file = Path(copytree(ended_at_once, tmp_path / "desk")) / "desk.db"
    log, whole = file.with_name("desk.db-wal"), tmp_path / "whole"
    harm(file, log)
    left = {path.name: path.read_bytes() for path in (file, log) if path.exists()}
    for create in (True, False):
        with pytest.raises(StoreError, match=r"desk\.db-wal.*放回原样.*删去 desk\.db-mark"):
            Store.open(file, create=create)
    assert all((file.parent / name).read_bytes() == content for name, content in left.items())
    # What the message says: put back, or go on with what is left.
    copytree(ended_at_once, whole)
    for path in (file, log):
        copy(whole / path.name, path)
    with Store.open(file) as store:
        assert store.audit.list().total == 3
        assert store.issues.list().total == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_a_store_goes_on_with_what_is_left_once_told_to(
    tmp_path: Path, ended_at_once: Path
) -> None:
    file = Path(copytree(ended_at_once, tmp_path / "desk")) / "desk.db"
    file.with_name("desk.db-wal").unlink()
    file.with_name("desk.db-mark").unlink()
    for n_notes in (0, 1):
        with Store.open(file) as store:
            assert store.issues.list().total == 1
            assert store.audit.list().total == n_notes
            store.audit.note("王芳", "login")


def test_a_copy_without_its_mark_is_opened_and_one_with_a_damaged_mark(
    tmp_path: Path, migrated_file: Path
) -> None:
    file = Path(copy(migrated_file, tmp_path / "store.sqlite"))
    for content in (b"", b"\xff\xfe", b"many"):
        file.with_name("store.sqlite-mark").write_bytes(content)
        with Store.open(file) as store:
            store.audit.note("王芳", "login")


def test_a_link_to_a_store_is_followed(tmp_path: Path, migrated_file: Path) -> None:
    (tmp_path / "disk").mkdir()
    file = Path(copy(migrated_file, tmp_path / "disk" / "store.sqlite"))
    (tmp_path / "link.db").symlink_to(file)
    with Store.open(tmp_path / "link.db") as store:
        store.audit.note("王芳", "login")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["disk", "link.db"]


@pytest.mark.parametrize(
    ("setting", "words"),
    [("max_page_count = 1", "磁盘满了"), ("query_only = ON", "打不开或不能写")],
    ids=["full disk", "read-only"],
)
def test_what_cannot_be_written_is_told_and_nothing_of_it_stays(
    tmp_path: Path,
    migrated_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    setting: str,
    words: str,
) -> None:
    prepare = connection._prepare

    def limited(opened: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
        prepare(opened, record)
        opened.execute(f"PRAGMA {setting}")

    file = copy(migrated_file, tmp_path / "store.sqlite")
    monkeypatch.setattr(connection, "_prepare", limited)
    with Store.open(file) as store, pytest.raises(StoreError, match=words):
        keep(store, "社区食堂开张\n社区食堂昨天开张。\n" * 2000)
    monkeypatch.setattr(connection, "_prepare", prepare)
    with Store.open(file) as store:
        assert store.issues.list().total == 0
        keep(store)
        assert store.issues.list().total == 1


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_file_ends_in_words_or_as_it_was(
    tmp_path: Path, migrated_file: Path, seed: int
) -> None:
    file = Path(copy(migrated_file, tmp_path / "store.sqlite"))
    with Store.open(file) as store:
        keep(store)
        store.vacuum()
    content, chance = bytearray(file.read_bytes()), random.Random(seed)
    for _ in range(40):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)
    with suppress(DigestError), Store.open(file) as store:
        for issue in store.issues.list().items:
            store.today(issue.key)
        store.users.list()


def test_several_threads_write_at_once(store: Store) -> None:
    kept = keep(store)
    article = store.today(kept.key).digest.articles[0]

    def correct(who: str) -> None:
        for number in range(5):
            change = changes.set_headline(store.today(kept.key), article, f"{who}{number}")
            store.append(kept.key, change, who=who)

    threads = [threading.Thread(target=correct, args=(who,)) for who in ("甲", "乙", "丙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [c.version for c in store.log(kept.key)] == list(range(1, 16))


_APPENDS = """
import sys
from service.corrections import changes
from service.store import Store, migrations
store = Store.open(sys.argv[1])
for number in range(1_000_000):
    today = store.today(sys.argv[2])
    change = changes.set_headline(today, today.digest.articles[0], f"第{number}题")
    print(store.append(sys.argv[2], change, who="王芳").id, flush=True)
"""


def test_what_was_acknowledged_outlasts_the_end_of_a_process(store: Store, place: str) -> None:
    kept = keep(store)
    child = subprocess.Popen(
        [sys.executable, "-c", _APPENDS, place, kept.key], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout
    acknowledged = [child.stdout.readline().strip() for _ in range(5)]
    child.kill()  # SIGKILL, in the middle of whatever it does
    acknowledged += child.stdout.read().split()
    child.wait()
    child.stdout.close()
    log = store.log(kept.key)
    ids = [correction.id for correction in log]
    assert len(acknowledged) >= 5
    # The last line may have been cut off with the process.
    assert ids[: len(acknowledged) - 1] == acknowledged[:-1]
    assert len(ids) - len(acknowledged) in (-1, 0, 1)
    today = store.today(kept.key)
    assert today.digest.articles[0].headline == log[-1].after
    store.append(
        kept.key, changes.set_headline(today, today.digest.articles[0], "新题"), who="李明"
    )


def test_the_steps_lead_to_the_tables_of_this_version(store: Store) -> None:
    steps = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert steps.get_current_head() == HEAD
    with store._database.read() as connection:  # the tables themselves are what is tested
        differences = compare_metadata(
            MigrationContext.configure(connection, opts={"include_name": _is_ours}), metadata
        )
    assert differences == []


def _is_ours(name: str | None, kind: str, _: object) -> bool:
    """Whether a table is one of ours, and not of the index of words."""
    return kind not in ("table", "index") or not (name or "").startswith("words")
