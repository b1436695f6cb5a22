"""What a desk has set for itself: values, and files such as a template."""

from __future__ import annotations

from sqlalchemy import delete, select

from service.corrections import Json
from service.store import tables
from service.store.connection import Database
from service.store.writing import put

_SETTINGS = tables.settings


class Settings:
    """The settings of a desk, by name; each has a value and may have a file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> Json:
        """A value; None where none was set."""
        with self._database.read() as connection:
            query = select(_SETTINGS.c.value).where(_SETTINGS.c.key == key)
            value: Json = connection.execute(query).scalar()
            return value

    def content(self, key: str) -> bytes | None:
        """A file; None where there is none."""
        with self._database.read() as connection:
            query = select(_SETTINGS.c.content).where(_SETTINGS.c.key == key)
            return connection.execute(query).scalar()

    def set(self, key: str, value: Json, content: bytes | None = None) -> None:
        """Set a value, and a file with it."""
        with self._database.write() as connection:
            row = {"key": key, "value": value, "content": content}
            put(connection, _SETTINGS, row, "key")

    def remove(self, key: str) -> None:
        """Remove a value and its file, if there are any."""
        with self._database.write() as connection:
            connection.execute(delete(_SETTINGS).where(_SETTINGS.c.key == key))
