"""The order of files by their names."""

from __future__ import annotations

import re
from pathlib import PurePath

_DIGITS = re.compile(r"(\d+)")


def natural_key(path: PurePath) -> list[tuple[list[str | int], str]]:
    """Sorts numbers in names by value, so that page 2 comes before page 10."""
    return [(_natural_parts(part), part) for part in path.parts]


def _natural_parts(name: str) -> list[str | int]:
    # Splitting at a group alternates text and number, so that like meets like in comparisons.
    pieces = _DIGITS.split(name)
    return [int(piece) if n % 2 else piece for n, piece in enumerate(pieces)]
