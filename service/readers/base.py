"""What every reader gives: the text of a file, page by page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of one page.

    `number` counts from 1, None where the format has no pages. What is seen of
    the page and not in `text` is told: `warnings` say so to the user,
    `navigation` are the words of links and controls. `is_index` marks a page
    that lists the titles of articles printed elsewhere.
    """

    text: str
    number: int | None = None
    warnings: tuple[str, ...] = ()
    navigation: tuple[str, ...] = ()
    is_index: bool = False


Reader = Callable[[bytes, str], tuple[PageText, ...]]
"""Turns the bytes of a file, and its name for messages, into pages; raises ReadError."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that can be read.

    Attributes:
        suffixes: How names of such files end in a folder of pages, in lower case.
        recognizes: Whether the bytes of a file are of this kind, whatever its name.
        read: Gives their text.
    """

    suffixes: tuple[str, ...]
    recognizes: Callable[[bytes], bool]
    read: Reader
