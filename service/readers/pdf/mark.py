"""By what a PDF is known, without the library that reads it."""

from __future__ import annotations

# Some programs write a few bytes before the mark of a PDF; viewers look this far.
_MARK, _MARK_WITHIN = b"%PDF-", 1024


def is_pdf(raw: bytes) -> bool:
    """Whether bytes are a PDF."""
    return _MARK in raw[:_MARK_WITHIN]
