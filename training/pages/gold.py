"""Pages with their reading by people, to judge a splitter by."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.errors import ReadError
from service.readers import read_issue
from training.articles.rows import read_rows

FURNITURE, REPEAT = "furniture", "dup:"
UNJUDGED = "skip"


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page as it should be read.

    Attributes:
        page_id: Its name in reports.
        text: The raw text.
        segments: `(start, end, owner)`; the owner is an article's id,
            `dup:ID` for a copy, `furniture`, or `skip` for characters that may lie anywhere.
        headlines: Printed headline of each article, None where none is printed.
        kinds: What each article shows: its kind, or the fault laid over it.
        styles: How the page was made, such as `wrap` or `lead=none`; figures are given for each.
    """

    page_id: str
    text: str
    segments: tuple[tuple[int, int, str], ...]
    headlines: Mapping[str, str | None]
    kinds: Mapping[str, str]
    styles: tuple[str, ...] = ()


def is_article(owner: str) -> bool:
    """Whether an owner is an article, and neither furniture nor a copy nor nobody."""
    return owner not in ("", FURNITURE, UNJUDGED) and not owner.startswith(REPEAT)


def load_gold_pages(path: Path) -> tuple[GoldPage, ...]:
    """Read gold pages.

    Args:
        path: JSON lines with `text`, `segments` and `articles` (may be gzipped), or one
            `NAME.gold.json` with `NAME.txt` beside it.

    Returns:
        The pages in the order of the file.

    Raises:
        ReadError: If the file is neither, or cannot be read.
    """
    if path.name.endswith(".gold.json"):
        name = path.name.removesuffix(".gold.json")
        return (gold_page_of_reading(_source_text(path, name), _reading(path), name),)
    if not path.name.endswith((".jsonl", ".jsonl.gz")):
        raise ReadError(f"{path} is no gold file; give a .jsonl, .jsonl.gz or .gold.json file")
    return tuple(gold_page_of_row(row) for row in read_rows(path))


def gold_page_of_row(row: Mapping[str, Any]) -> GoldPage:
    """Read one row of a file of made pages."""
    return GoldPage(
        page_id=str(row.get("id", "")),
        text=row["text"],
        segments=tuple((start, end, str(owner)) for start, end, owner in row["segments"]),
        headlines={name: article["headline"] for name, article in row["articles"].items()},
        kinds={name: article["kind"] for name, article in row["articles"].items()},
        styles=tuple(_styles(row.get("style", {}))),
    )


def gold_page_of_reading(text: str, reading: Mapping[str, Any], page_id: str) -> GoldPage:
    """Take a reading in the form of the contract, section 2 (`articles`, `left_out`) as gold."""
    segments = [(a, b, art["id"]) for art in reading["articles"] for a, b in art["spans"]]
    for entry in reading["left_out"]:
        is_copy = entry["reason"] == "duplicate"
        owner = f"{REPEAT}{entry['of']}" if is_copy else FURNITURE
        segments.append((entry["start"], entry["end"], owner))
    return GoldPage(
        page_id,
        text,
        tuple(sorted(segments)),
        {article["id"]: article["headline"] for article in reading["articles"]},
        {article["id"]: article["kind"] for article in reading["articles"]},
    )


def _styles(style: Mapping[str, Any]) -> Iterator[str]:
    """Names of what is set in a style: a switch or a number by its key, a word as `key=word`."""
    for key, value in style.items():
        if value:
            yield f"{key}={value}" if isinstance(value, str) else key


def _source_text(path: Path, name: str) -> str:
    """The text a reading is of: `NAME.txt`, or all `NAME_p*.txt`, beside it or one folder up."""
    for folder in (path.parent, path.parent.parent):
        sources = sorted(folder.glob(f"{name}.txt")) or sorted(folder.glob(f"{name}_p*.txt"))
        if sources:
            return read_issue(sources).text
    raise ReadError(f"{path}: no {name}.txt beside it or in the folder above; put it there")


def _reading(path: Path) -> dict[str, Any]:
    try:
        reading: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ReadError(f"{path}: cannot be read as JSON: {error}") from error
    return reading
