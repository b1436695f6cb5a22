"""Text that warnings name."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 300


def excerpt(pieces: Iterable[str]) -> str:
    """Name pieces of text in a message, each once, the first of them where they are many."""
    whole = " ".join(dict.fromkeys(" ".join(piece.split()) for piece in pieces))
    if len(whole) <= _LONGEST:
        return whole
    return f"{whole[:_LONGEST]}……（共 {len(whole)} 字）"
