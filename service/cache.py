"""What a model gave to articles, kept so that the same article is not computed again.

A table of SQLite in the user's cache folder, which page, batches and their processes share. Its
values are JSON with a checksum: nothing that is read back is run, as a library's pickles would
be (`diskcache`), and what is damaged is noticed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib import metadata
from math import prod
from pathlib import Path
from threading import Lock
from time import time
from typing import Any
from weakref import finalize

from service.console import tell
from service.data_folder import cache_folder
from service.datamodels import Article, Span, TopicScores

FILE = "ratings.sqlite"

_LAYOUT = 1
_TABLE = "CREATE TABLE ratings (key BLOB PRIMARY KEY, value BLOB NOT NULL, used INTEGER NOT NULL)"
_DROP_OLDEST = (
    "DELETE FROM ratings WHERE rowid IN (SELECT rowid FROM ratings ORDER BY used, rowid LIMIT ?)"
)
_CHECK_BYTES = 16
_DAY_S = 86_400
_WAIT_S = 5.0
_LOOK_EVERY = 256
_SHARE_DROPPED = 10
# What computes ratings; another text of it may compute others.
_COMPUTED_BY = ("encoders", "classifiers", "summarizers")


@dataclass(frozen=True, slots=True)
class Rating:
    """What is computed of an article: its topic, and the salience of each of its sentences."""

    topic: TopicScores
    salience: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class CacheFigures:
    """How full the cache is.

    Attributes:
        path: Its file.
        n_ratings: Articles in it.
        size_bytes: What the file takes.
    """

    path: Path
    n_ratings: int
    size_bytes: int


class RatingCache:
    """Ratings by content of the article, model, runtime and program; those not used for longest go.

    Several processes and threads may use one file. A cache that cannot be read or written costs
    time and no result: it is told once, and ratings are computed.

    Attributes:
        n_found: Ratings that were taken from it.
    """

    def __init__(self, identity: str, mebibytes: int, folder: Path | None = None) -> None:
        """Open the cache, or begin one.

        Args:
            identity: What ratings depend on besides the article and the program: model and runtime.
            mebibytes: What the file may take, at least 1.
            folder: Where it lies; None takes the user's cache folder.
        """
        self.n_found = 0
        self.path = (folder or cache_folder()) / FILE
        self._identity = f"{_LAYOUT} {identity} {program()}"
        self._most_bytes = mebibytes << 20
        self._lock = Lock()
        self._n_put = 0
        self._told = False
        self._connection: sqlite3.Connection | None = None
        with self._surviving():
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._connection = _connect(self.path)
            finalize(self, self._connection.close)

    def get(self, article: Article) -> Rating | None:
        """The rating of an article; None where it is not there, or is damaged."""
        key = self._key(article)
        with self._surviving():
            found = self._execute("SELECT value, used FROM ratings WHERE key = ?", key)
            for value, used in found:
                rating = _read(key, value)
                if rating is None:
                    self._tell("有记录损坏，已重新计算 (an entry is damaged and was computed anew)")
                    return None
                if used != _today():
                    self._execute("UPDATE ratings SET used = ? WHERE key = ?", _today(), key)
                self.n_found += 1
                return rating
        return None

    def put(self, article: Article, rating: Rating) -> None:
        """Keep the rating of an article."""
        key = self._key(article)
        value = _written(key, rating)
        with self._surviving():
            if self._n_put % _LOOK_EVERY == 0:
                self._make_room()
            self._n_put += 1
            self._execute("INSERT OR REPLACE INTO ratings VALUES (?, ?, ?)", key, value, _today())

    def figures(self) -> CacheFigures:
        """How full it is."""
        n_ratings = size_bytes = 0
        with self._surviving():
            n_ratings, size_bytes = self._count(), self._size_bytes()
        return CacheFigures(self.path, n_ratings, size_bytes)

    def clear(self) -> None:
        """Forget all ratings."""
        with self._surviving():
            self._execute("DELETE FROM ratings")

    def close(self) -> None:
        """Let go of the file; it is let go of at the end of the process, too."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _key(self, article: Article) -> bytes:
        given = (article.headline, article.text, article.kind, article.byline, article.flags)
        return sha256(json.dumps([self._identity, *given]).encode()).digest()

    def _execute(self, statement: str, *values: object) -> list[Any]:
        """What a statement finds; nothing where the cache is not used any more."""
        if self._connection is None:
            return []
        return self._connection.execute(statement, values).fetchall()

    def _count(self) -> int:
        return sum(n_ratings for (n_ratings,) in self._execute("SELECT count(*) FROM ratings"))

    def _size_bytes(self) -> int:
        found = (self._execute(f"PRAGMA {name}") for name in ("page_count", "page_size"))
        return prod(value for rows in found for (value,) in rows)

    def _make_room(self) -> None:
        """Drop what was not used for longest, a tenth at a time, until the rest fits."""
        while (n_ratings := self._count()) and self._size_bytes() > self._most_bytes:
            self._execute(_DROP_OLDEST, n_ratings // _SHARE_DROPPED + 1)

    @contextmanager
    def _surviving(self) -> Iterator[None]:
        """Work on the file alone; where that fails, go on without it."""
        with self._lock:
            try:
                yield
            except (sqlite3.Error, OSError) as error:
                self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        # What is no database, or a broken one, is of no use to anybody.
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(
            error, sqlite3.OperationalError
        ):
            for suffix in ("", "-wal", "-shm"):
                with suppress(OSError):
                    self.path.with_name(f"{FILE}{suffix}").unlink(missing_ok=True)
        self._tell(f"用不了；这次不用缓存，照常计算 (not used this time, all is computed: {error})")

    def _tell(self, message: str) -> None:
        if not self._told:
            tell(f"baozhai: 缓存 {self.path} {message}")
            self._told = True


def program() -> str:
    """Checksum of the program's text that computes ratings, and its version."""
    here = Path(__file__).parent
    rooms = (here, *(here / room for room in _COMPUTED_BY))
    files = (file for room in rooms for file in room.glob("*.py"))
    found = sha256(metadata.version("baozhai").encode())
    for file in sorted(files):
        found.update(file.read_bytes())
    return found.hexdigest()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=_WAIT_S, isolation_level=None, check_same_thread=False
    )
    for setting in ("auto_vacuum = FULL", "journal_mode = WAL", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute("BEGIN IMMEDIATE")
    (layout,) = connection.execute("PRAGMA user_version").fetchone()
    if layout != _LAYOUT:
        connection.execute("DROP TABLE IF EXISTS ratings")
        connection.execute(_TABLE)
        connection.execute(f"PRAGMA user_version = {_LAYOUT}")
    connection.execute("COMMIT")
    return connection


def _written(key: bytes, rating: Rating) -> bytes:
    content = json.dumps(asdict(rating), ensure_ascii=False).encode()
    return _check(key, content) + content


def _read(key: bytes, value: bytes) -> Rating | None:
    """The rating that was written under this key; None if it is another one, or damaged."""
    content = value[_CHECK_BYTES:]
    if value[:_CHECK_BYTES] != _check(key, content):
        return None
    found = json.loads(content)
    topic = found["topic"]
    topic["evidence"] = tuple(Span(*span) for span in topic["evidence"])
    return Rating(TopicScores(**topic), tuple(found["salience"]))


def _check(key: bytes, content: bytes) -> bytes:
    return sha256(key + content).digest()[:_CHECK_BYTES]


def _today() -> int:
    return int(time() // _DAY_S)
