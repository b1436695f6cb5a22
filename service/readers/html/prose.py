"""Prose told from titles, captions and controls."""

from __future__ import annotations

import re
from collections.abc import Iterable

# The least that tells an article from the titles and captions of an index.
_FEWEST_CHARACTERS = 20
_STOP = re.compile("[。！？]")


def prose_of(blocks: Iterable[str]) -> list[str]:
    """The lines that hold a sentence."""
    lines = (line for block in blocks for line in block.splitlines())
    return [line for line in lines if len(line) >= _FEWEST_CHARACTERS and _STOP.search(line)]
