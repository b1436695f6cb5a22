"""Plain text files."""

from __future__ import annotations

from service.readers.base import PageText
from service.readers.encodings import decode
from service.readers.unreadable import is_unreadable


def is_text(raw: bytes) -> bool:
    """Whether bytes may be text: all that is known to be nothing else is taken for it."""
    return not is_unreadable(raw)


def read_plain_text(raw: bytes, name: str) -> tuple[PageText, ...]:
    """Give the text of a file as it stands, newlines included.

    Raises:
        ReadError: As `decode` says.
    """
    return (PageText(decode(raw, name)),)
