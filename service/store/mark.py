"""How far a file of SQLite was written, told by a small file beside it.

SQLite takes a log of writing (`-wal`) that is gone, cut off or damaged for one that ends there,
and an empty file for a new database. What had been acknowledged would be gone without a word;
here it is missed before anything is opened, while the lost piece can still be put back.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import Connection

from service.errors import StoreError

_ENDINGS = ("", "-wal")
_WIDTH = 20  # overwritten in place, which needs no room on a full disk


class Mark:
    """The number of the last write that was acknowledged, beside the file of a store.

    Copies of a store without its mark are opened as they are.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._mark = beside(file, "-mark")

    def check(self) -> None:
        """See that all writes that were acknowledged are there.

        Raises:
            StoreError: If some are not; the message says what to put back, or how to go on
                without. Nothing was changed.
        """
        seen = self._read()  # before the count, which only grows
        sizes = {end: _size(beside(self._file, end)) for end in _ENDINGS}
        if not sizes[""]:
            if seen or sizes["-wal"]:
                raise self._missing(
                    f"库的文件不见了或是空的，而它写过 {max(seen, 1)} 次",
                    "the file of the store is gone or empty, and it had been written",
                )
            return
        # Damage of the file itself is told when it is opened.
        with suppress(sqlite3.Error):
            count = self._count()
            if count < seen:
                raise self._missing(
                    f"写过 {seen} 次，库里只有前 {count} 次",
                    f"it was written {seen} times and holds the first {count}",
                )

    def count(self, connection: Connection) -> int:
        """Number the transaction that is being written."""
        number = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one()) + 1
        connection.exec_driver_sql(f"PRAGMA user_version = {number}")
        return number

    def note(self, number: int) -> None:
        """Note that a transaction is on the disk."""
        # What it guards is written by now: a mark that lags behind only misses less.
        with suppress(OSError):
            descriptor = os.open(self._mark, os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                os.write(descriptor, f"{number:<{_WIDTH}}\n".encode("ascii"))
            finally:
                os.close(descriptor)

    def _read(self) -> int:
        try:
            return int(self._mark.read_bytes())
        except (OSError, ValueError):
            return 0

    def _count(self) -> int:
        """Of the file with its log; a connection that only reads leaves both as they are."""
        uri = f"{self._file.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            (number,) = connection.execute("PRAGMA user_version").fetchone()
        return int(number)

    def _missing(self, zh: str, en: str) -> StoreError:
        log = beside(self._file, "-wal")
        return StoreError(
            f"{self._file}: {zh}；多半是它或 {log.name} 被删、被截断、没有一起拷来。"
            f"请把这两个文件一起放回原样再启动；放不回，或这本是放回的备份、另一个库，就先把 "
            f"{self._file.name}* 都另抄一份，再删去 {self._mark.name}（文件不见了或是空的，"
            f"连 {log.name} 也删去），接着用剩下的，"
            f"或从备份（baozhai store export 的文件）导入新库 ({en}: put the file and its -wal "
            f"back as they were; to go on with what is left, or with a copy that you put back, "
            f"copy all of them elsewhere, then delete {self._mark.name}, and the -wal of a file "
            "that is gone)"
        )


def beside(file: Path, ending: str) -> Path:
    """A file that SQLite, or we, keep beside that of a store."""
    return file.with_name(f"{file.name}{ending}")


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
