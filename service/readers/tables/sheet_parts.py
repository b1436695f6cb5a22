"""What the library that reads sheets by rows does not tell of them, read from the file itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from openpyxl.utils.cell import column_index_from_string

_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"'
)
# A formula behind which no value stands, not even an empty text: it was never worked out.
_UNKNOWN = re.compile(
    rb'<(?:\w+:)?c\b(?![^>]*\bt="str")[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>'
    rb"<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*(?:/>|></(?:\w+:)?v>)\s*)?</(?:\w+:)?c>"
)
_CHUNK = 1 << 20  # bytes
_LONGEST_TAG = 1 << 10  # bytes; of a longer formula nothing is told


@dataclass(frozen=True, slots=True)
class SheetParts:
    """Cells of a sheet that need more than their text; columns count from 0, rows from 1.

    Attributes:
        merged: First row, last row and column of cells merged downwards, in order.
        unknown: Row and column of each formula that was stored without its value.
    """

    merged: tuple[tuple[int, int, int], ...]
    unknown: frozenset[tuple[int, int]]


def read_parts(path: Path, part: str) -> SheetParts:
    """Look through a sheet.

    Args:
        path: The workbook.
        part: The file in it that holds the sheet.
    """
    merged, unknown = set(), set()
    for piece in _pieces(path, part):
        merged.update(_MERGED.findall(piece))
        unknown.update(_UNKNOWN.findall(piece))
    downwards = (
        (int(first), int(last), _place(left))
        for left, first, right, last in merged
        if left == right
    )
    return SheetParts(
        tuple(sorted(downwards)),
        frozenset((int(row), _place(column)) for column, row in unknown),
    )


def _pieces(path: Path, part: str) -> Iterator[bytes]:
    """The file in pieces, each with the end of the one before, as a tag may lie across."""
    tail = b""
    with ZipFile(path) as parts, parts.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            tail = tail[-_LONGEST_TAG:] + chunk
            yield tail


def _place(column: bytes) -> int:
    return column_index_from_string(column.decode()) - 1
