"""Labelled and unlabelled articles as JSON lines."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from service.errors import ReadError


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of a `.jsonl` or `.jsonl.gz` file, one at a time.

    Raises:
        ReadError: If the file is missing or a line is no JSON object; the
            message names file and line.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _parse(path, number, line)
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path}: cannot be read as JSON lines: {error}") from error


def read_all(files: Iterable[Path]) -> list[dict[str, Any]]:
    """All rows of several files, in order; raises as `read_rows` does."""
    return [row for file in files for row in read_rows(file)]


def last_of_each(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One row for each `id`, the last, at the place of the first."""
    return [dict(row) for row in {row["id"]: row for row in rows}.values()]


def headlines_alone(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows that have a `title`, without their text; all else they say stays."""
    return [{**row, "text": ""} for row in rows if row.get("title")]


def without_headlines(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows that have a text, as if none had a `title`."""
    return [{**row, "title": None} for row in rows if row["text"]]


def drop_headlines(
    rows: Sequence[Mapping[str, Any]], share: float, seed: int
) -> list[dict[str, Any]]:
    """The rows in their order, a share of those with a `title` without it.

    Args:
        rows: Articles.
        share: How many of the titles go, in [0, 1].
        seed: Of the choice.
    """
    titled = [place for place, row in enumerate(rows) if row.get("title") and row["text"]]
    drawn = np.random.default_rng(seed).permutation(len(titled))[: round(share * len(titled))]
    dropped = {titled[i] for i in drawn}
    return [{**row, "title": None} if i in dropped else dict(row) for i, row in enumerate(rows)]


def _parse(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise ReadError(f"{path}: line {number} is not JSON: {error}") from error
    if not isinstance(row, dict):
        raise ReadError(f"{path}: line {number} is {type(row).__name__}; it must be an object")
    return row
