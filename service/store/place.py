"""Where the store is: a file of the user's, or a PostgreSQL server."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from service.data_folder import data_folder
from service.errors import StoreError

VARIABLE = "BAOZHAI_STORE"
FILE_NAME = "store.sqlite"
_SQLITE, _POSTGRESQL = "sqlite", "postgresql"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store is.

    Attributes:
        url: As SQLAlchemy has it, with the driver.
        file: The file; None on a server.
    """

    url: URL
    file: Path | None

    def __str__(self) -> str:
        if self.file:
            return str(self.file)
        return self.url.set(drivername=_POSTGRESQL).render_as_string(hide_password=True)


def find_place(named: str | Path | None = None) -> Place:
    """Find the store.

    Args:
        named: A file, or a URL of SQLite or PostgreSQL. None takes what the variable
            `BAOZHAI_STORE` names, else the file `store.sqlite` in the user's data folder.

    Raises:
        StoreError: If the URL cannot be read or is of another database.
    """
    named = named or os.environ.get(VARIABLE) or data_folder() / FILE_NAME
    if isinstance(named, Path) or "://" not in named:
        return _of_file(Path(named).expanduser())
    try:
        url = make_url(named)
    except ArgumentError as error:
        raise StoreError(f"{named!r} 不是数据库地址 (no URL of a database)") from error
    kind = url.get_backend_name()
    if kind == _SQLITE and url.database:
        return _of_file(Path(url.database))
    if kind != _POSTGRESQL:
        raise StoreError(
            f"{url.render_as_string()}: 只能用 SQLite 文件或 PostgreSQL，如 "
            "postgresql://user:password@host/baozhai (a file of SQLite, or PostgreSQL)"
        )
    return Place(url.set(drivername="postgresql+psycopg"), None)


def _of_file(file: Path) -> Place:
    """Links followed: SQLite keeps its log beside the file itself."""
    try:
        file = Path(os.path.realpath(file))
        file.exists()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise StoreError(
            f"{file}: 不能是文件的位置：{reason}；请换一个 (no place of a file: name another one)"
        ) from error
    return Place(URL.create(_SQLITE, database=str(file)), file)
