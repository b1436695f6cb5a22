"""The connection to the database: how it is opened, how it is written to, what goes wrong."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import partial

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from service.errors import StoreError, StoreFaultError
from service.store.mark import Mark, beside
from service.store.place import Place

VERSIONS = "alembic_version"
"""The table by which a store is known."""
_PATIENCE_S = 15  # for a writer that another one is ahead of
# The statement with which a transaction of SQLite begins; empty for none.
_BEGINS = "baozhai_begins"


class Database:
    """A database that is read and written in transactions.

    SQLite has one writer at a time: who writes says so at the beginning and waits there,
    never in the middle of what it has read.
    """

    def __init__(self, place: Place) -> None:
        self.place = place
        self._mark = Mark(place.file) if place.file else None
        if self._mark:
            self._mark.check()
        self._engine = _make_engine(place)
        self._file = _identity_of(place)
        self._one_writer = threading.RLock() if place.file else nullcontext()

    @property
    def is_file(self) -> bool:
        """Whether it is a file of SQLite."""
        return self.place.file is not None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database.

        Raises:
            StoreError: If the database cannot be opened or read.
        """
        with self._speaking(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is on the disk when it ends, or was never begun.

        Raises:
            StoreError: If the database cannot be opened or written, or another program keeps
                it for longer than 15 seconds.
        """
        options = {_BEGINS: "BEGIN IMMEDIATE"}
        with (
            self._one_writer,
            self._speaking(),
            self._engine.connect().execution_options(**options) as connection,
        ):
            with connection.begin():
                yield connection
                number = self._mark.count(connection) if self._mark else 0
            self._check_log(connection)
            if self._mark:
                self._mark.note(number)

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """A connection without a transaction, for what cannot be done in one."""
        with self._one_writer, self._speaking():
            options = {_BEGINS: ""} if self.is_file else {"isolation_level": "AUTOCOMMIT"}
            engine = self._engine.execution_options(**options)
            with engine.connect() as connection:
                yield connection

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    def _check_log(self, connection: Connection) -> None:
        """See that what was just written lies where the next start looks for it."""
        if self.place.file is None:
            return
        log = beside(self.place.file, "-wal")
        # On some network drives SQLite does without one.
        if not log.exists() and connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal":
            raise StoreFaultError(
                f"{log}: 库的这个文件被删了或挪走了，强制结束就会丢掉刚才的改动；"
                "请按 Ctrl+C 停下服务，再启动 (this file of the store is gone: stop the server by "
                "Ctrl+C and start it again, or what was just written is lost)"
            )

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        # What was written to a file that has lost its name would be gone with this process.
        if _identity_of(self.place) != self._file:
            raise StoreFaultError(
                f"{self.place}: 库的文件不见了，或被换成了别的；请放回原处，再重新启动 "
                "(the file of the store is gone or another one: put it back and start again)"
            )
        try:
            yield
        except (UnicodeDecodeError, json.JSONDecodeError) as error:
            raise StoreFaultError(f"{self.place}: {_DAMAGED}: {error}") from error
        except DBAPIError as error:
            raise _explained(self.place, error) from error
        except (SQLAlchemyError, ModuleNotFoundError) as error:
            raise StoreFaultError(f"{self.place}: 库用不了 (cannot be used: {error})") from error


def _identity_of(place: Place) -> tuple[int, int] | None:
    """Which file it is; None for a server, and where there is none."""
    try:
        found = place.file.stat() if place.file else None
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found else None


def _make_engine(place: Place) -> Engine:
    to_json = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))
    try:
        if place.file is None:
            from service.store.server import watch  # whose driver may be missing

            engine = create_engine(
                place.url, json_serializer=to_json, pool_pre_ping=True, pool_timeout=_PATIENCE_S
            )
            watch(engine)
            event.listen(engine, "connect", _limit_waits)
            return engine
    except ModuleNotFoundError as error:
        raise StoreError(
            f'{place}: PostgreSQL 要另装驱动：pip install "baozhai[postgresql]" '
            "(install the driver with this command)"
        ) from error
    _make_file(place)
    engine = create_engine(
        place.url, json_serializer=to_json, connect_args={"timeout": _PATIENCE_S}
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _make_file(place: Place) -> None:
    """Make the file, for its owner alone: it will hold hashes of passwords."""
    if place.file is None or place.file.exists():
        return
    try:
        place.file.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(place.file, os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise StoreError(
            f"{place.file}: 建不了文件；请给一个可写的位置，如 "
            f"BAOZHAI_STORE=/别处/store.sqlite (cannot be made: name a place that can be written)"
        ) from error


def _prepare(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    # Transactions are begun by `_begin`; the driver would begin them too late.
    connection.isolation_level = None
    cursor = connection.cursor()
    tables = {name for (name,) in cursor.execute("SELECT name FROM sqlite_master")}
    if not tables or VERSIONS in tables:  # another program's file stays as it is
        cursor.execute("PRAGMA journal_mode = WAL")
    # What was acknowledged outlasts a loss of power too.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE_S * 1000}")
    cursor.close()


def _limit_waits(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute(f"SET lock_timeout = {round(_PATIENCE_S * 1000)}")
    cursor.close()
    connection.commit()  # what is set in a transaction is forgotten with it


def _begin(connection: Connection) -> None:
    if statement := connection.get_execution_options().get(_BEGINS, "BEGIN"):
        connection.exec_driver_sql(statement)


_DAMAGED = "不是报摘的库，或已损坏；请换一个文件，或从备份（baozhai store export 的文件）导入新库"
_WAYS_OUT = (
    (
        ("database is locked", "database table is locked", "lock timeout", "deadlock detected"),
        "另一个程序占着它；等它写完，或关掉它再试",
        "another program keeps it: wait, or end that program",
    ),
    (
        ("not a database", "malformed"),
        _DAMAGED,
        "no store, or damaged: name another file, or import a backup into a new one",
    ),
    (
        ("readonly", "read-only", "unable to open"),
        "打不开或不能写；请检查文件夹是否存在、是否可写",
        "cannot be opened or written: see that its folder exists and may be written",
    ),
    (("disk is full",), "磁盘满了；请腾出空间", "the disk is full"),
    (
        ("disk i/o error", "unsupported file format"),
        "读写出错，磁盘或库的文件（连同 -wal）多半坏了；请停下服务，用 baozhai store check 看看",
        "the disk, or the file with its -wal, is damaged: stop the server, run baozhai store check",
    ),
    (
        (
            *("connection failed", "could not connect", "connection refused", "timeout expired"),
            *("could not translate", "server closed", "terminating connection", "not answer"),
            *("connection is", "starting up", "shutting down", "too many clients", "slots"),
        ),
        "连不上服务器；请检查地址、账号和服务器是否开着",
        "no connection: check the address, the account and whether the server runs",
    ),
)


def _explained(place: Place, error: DBAPIError) -> StoreFaultError:
    said = str(error.orig)
    for marks, zh, en in _WAYS_OUT:
        if any(mark in said.lower() for mark in marks):
            return StoreFaultError(f"{place}: {zh} ({en}): {said}")
    return StoreFaultError(f"{place}: 库出了错 (the database says): {said}")
