"""Patterns that are compiled when they are first asked."""

from __future__ import annotations

import re
from functools import cached_property
from typing import cast


class LatePattern:
    """Stands for a pattern until it is asked, and hands on what it answers.

    Attributes:
        pattern: Its text.
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile(self.pattern)

    def __getattr__(self, name: str) -> object:
        found: object = getattr(self.compiled, name)
        setattr(self, name, found)
        return found


def late_pattern(pattern: str) -> re.Pattern[str]:
    """A pattern of sets of Han characters, which take a millisecond each to compile.

    Not every text asks it: one that is short has no use for most of them. Its methods are all
    that it has of a pattern; functions of `re` do not take it.
    """
    return cast("re.Pattern[str]", LatePattern(pattern))
