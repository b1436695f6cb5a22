"""What every reader gives: the text of a file, page by page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of one page; `number` counts from 1, None where the format has no pages."""

    text: str
    number: int | None = None


Reader = Callable[[bytes, str], tuple[PageText, ...]]
"""Turns the bytes of a file, and its name for messages, into pages; raises ReadError."""
