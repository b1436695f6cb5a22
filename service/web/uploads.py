"""Who uploaded what: a visitor's files are read for that visitor only."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_urlsafe

from starlette.requests import HTTPConnection

from service.errors import ReadError

COOKIE = "baozhai_visitor"
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Uploads:
    """The files that each visitor sent, for as long as they are kept.

    A visitor is known by a cookie that nobody can guess and no script of the page reads.

    Attributes:
        kept_s: Seconds after which an upload counts no more.
    """

    kept_s: float
    _sent: dict[str, dict[str, float]] = field(default_factory=dict, repr=False)

    def add(self, visitor: str, paths: Iterable[str]) -> None:
        """Note what a visitor sent, and forget what is too old."""
        now = time.monotonic()
        for known, files in list(self._sent.items()):
            fresh = {path: sent for path, sent in files.items() if now - sent < self.kept_s}
            self._sent[known] = fresh
            if not fresh:
                del self._sent[known]
        self._sent.setdefault(visitor, {}).update(dict.fromkeys(paths, now))

    def holds(self, visitor: str, path: object) -> bool:
        """Whether a visitor sent this very file; a path is compared letter by letter."""
        sent = self._sent.get(visitor, {}).get(path) if isinstance(path, str) else None
        return sent is not None and time.monotonic() - sent < self.kept_s

    def check(self, visitor: str, paths: Sequence[str]) -> None:
        """Refuse files that are not a visitor's own uploads.

        Raises:
            ReadError: If a path is not one of them, or leads out of where it was put.
        """
        for path in paths:
            if not self.holds(visitor, path) or Path(path).is_symlink():
                raise not_uploaded(path)


def not_uploaded(path: object) -> ReadError:
    """What is said of a file that this visitor did not send."""
    name = Path(path).name if isinstance(path, str) else repr(path)
    return ReadError(
        f"{name}: 不是在这个页面上传的，或已过期；请重新上传 "
        "(not uploaded by you on this page, or too long ago: upload it again)"
    )


def visitor_of(connection: HTTPConnection) -> str:
    """The visitor that a request comes from; empty for one who is not known yet."""
    return connection.cookies.get(COOKIE, "")


def new_visitor() -> str:
    """A name for a visitor that nobody can guess."""
    return token_urlsafe(_TOKEN_BYTES)
