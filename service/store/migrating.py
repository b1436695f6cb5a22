"""Bring a store to the form of this version."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, select, table, text
from sqlalchemy.sql import column

from service.errors import StoreError
from service.store.connection import VERSIONS, Database

# The newest migration. Alembic is loaded only where another one is found.
HEAD = "m0003"
_VERSIONS = table(VERSIONS, column("version_num"))
_LOCK = 7_246_301_195  # any number: the same for whoever migrates a store on a server


def migrate(database: Database) -> None:
    """Make the tables, or change those of an earlier version.

    Raises:
        StoreError: If it is of a later version than this program, or no store.
    """
    with database.read() as connection:
        found = _revision(connection, database)
    if found == HEAD:
        return
    with database.write() as connection:
        if not database.is_file:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if _revision(connection, database) != HEAD:
            _upgrade(connection, database)


def _revision(connection: Connection, database: Database) -> str | None:
    tables = inspect(connection).get_table_names()
    if _VERSIONS.name not in tables:
        if "issues" in tables or "users" in tables:
            raise StoreError(
                f"{database.place}: 这个数据库里已有别的程序的表；请另用一个库 "
                "(there are tables of another program: use a database of its own)"
            )
        return None
    return connection.execute(select(_VERSIONS.c.version_num)).scalar()


def _upgrade(connection: Connection, database: Database) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    found = _revision(connection, database)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise StoreError(
            f"{database.place}: 是较新版本的报摘写的（{found}，这一版只认到 {HEAD}）；请升级报摘，"
            "或另用一个库 (written by a later version: install that, or use another store)"
        )
    try:
        command.upgrade(config, HEAD)
    except CommandError as error:
        raise StoreError(
            f"{database.place}: 库的表升不到这一版 (cannot be brought up to date: {error})"
        ) from error
