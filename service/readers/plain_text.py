"""Plain text files."""

from __future__ import annotations

from service.readers.base import PageText
from service.readers.encodings import decode


def read_plain_text(raw: bytes, name: str) -> tuple[PageText, ...]:
    """Give the text of a file as it stands, newlines included.

    Raises:
        ReadError: As `decode` says.
    """
    return (PageText(decode(raw, name)),)
