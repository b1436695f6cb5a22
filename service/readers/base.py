"""What every reader gives: the text of a file, page by page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of one page.

    `number` counts from 1, None where the format has no pages; `warning` tells
    the user what of the page could not be read, None where all of it was.
    `is_index` marks a page that lists the titles of articles printed elsewhere.
    """

    text: str
    number: int | None = None
    warning: str | None = None
    is_index: bool = False


Reader = Callable[[bytes, str], tuple[PageText, ...]]
"""Turns the bytes of a file, and its name for messages, into pages; raises ReadError."""
