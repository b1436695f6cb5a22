"""What is wrong with a store: pages of its file, rows, texts, logs that do not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import Connection, select

from service.errors import DigestError, StoreError
from service.store.connection import Database
from service.store.exporting import export_lines
from service.store.issue_rows import COLUMNS
from service.store.log import load_log
from service.store.machine import MachineDigests
from service.store.tables import issues
from service.store.today import Rescorer, replay_today

_Look = Callable[[Database], Iterator[str]]


def find_faults(database: Database) -> Iterator[str]:
    """Read all that is kept, and tell what cannot be read or does not fit; nothing is changed.

    Args:
        database: Whose tables are those of this version.
    """
    looks: tuple[_Look, ...] = (_faults_of_issues, _faults_of_rows)
    for look in (_faults_of_file, *looks) if database.is_file else looks:
        try:
            yield from look(database)
        except StoreError as error:
            yield str(error)


def _faults_of_file(database: Database) -> Iterator[str]:
    """As SQLite tells them; the index of words too, which is what it writes a check to."""
    with database.read() as connection:
        for (told,) in connection.exec_driver_sql("PRAGMA integrity_check(20)").all():
            if told != "ok":
                yield f"{database.place}: {told}"
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
            yield f"{database.place}: {row[0]} {row[1]}: 它的 {row[2]} 不在了 (that is gone)"
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")


def _faults_of_issues(database: Database) -> Iterator[str]:
    """Whether each text is the one it was, and its corrections lead to a digest of today."""
    machine = MachineDigests()  # reads anew what an open store remembers
    with database.read() as connection:
        numbers = connection.execute(select(issues.c.number).order_by(issues.c.number)).scalars()
        for number in numbers.all():
            if fault := _fault_of(connection, machine, number):
                yield fault


def _fault_of(connection: Connection, machine: MachineDigests, number: int) -> str | None:
    row = connection.execute(select(*COLUMNS).where(issues.c.number == number)).mappings().one()
    try:
        found = machine.newest(connection, row)
        log = load_log(connection, number)
        replay_today(found, log, Rescorer(connection, found))
    except DigestError as error:
        return str(error)
    except (LookupError, TypeError, ValueError) as error:  # what damage leaves of values
        return f"{row['key']}: {type(error).__name__}: {error}"
    if len(log) != row["n_corrections"]:
        return f"{row['key']}: 更正有 {len(log)} 处，应有 {row['n_corrections']} 处 (corrections)"
    return None


def _faults_of_rows(database: Database) -> Iterator[str]:
    """Every row of what an export has: users, files, scores, settings, notes."""
    for _ in export_lines(database):
        pass
    yield from ()
