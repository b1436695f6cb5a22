"""Pages with their reading by people, to judge a splitter by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from service.errors import ReadError
from service.readers import read_issue
from service.readers.tables import Row, read_table
from training.articles.problems import Problems
from training.pages.gold_schema import PageRow, Reading, told_mistakes

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
        DataError: With all that is wrong with the file.
    """
    problems = Problems()
    pages: list[GoldPage | None] = []
    try:
        if path.name.endswith(".gold.json"):
            pages = [_page_read(path, problems)]
        elif path.name.endswith((".jsonl", ".jsonl.gz")):
            pages = [_page_made(row, problems) for row in read_table(path)]
        else:
            problems.add(
                f"{path} 不是标准读法；请给 .jsonl、.jsonl.gz 或 .gold.json 文件 (no gold file)"
            )
    except ReadError as error:
        problems.add(str(error))
    problems.raise_if_any()
    return tuple(page for page in pages if page is not None)


def gold_page_of_reading(text: str, reading: Reading, page_id: str) -> GoldPage:
    """Take a reading in the form of the contract, section 2 (`articles`, `left_out`) as gold."""
    segments = [(a, b, article.id) for article in reading.articles for a, b in article.spans]
    for entry in reading.left_out:
        owner = f"{REPEAT}{entry.of}" if entry.reason == "duplicate" else FURNITURE
        segments.append((entry.start, entry.end, owner))
    return GoldPage(
        page_id,
        text,
        tuple(sorted(segments)),
        {article.id: article.headline for article in reading.articles},
        {article.id: article.kind for article in reading.articles},
    )


def _page_read(path: Path, problems: Problems) -> GoldPage | None:
    """A page read by people, or complaints of it."""
    name = path.name.removesuffix(".gold.json")
    try:
        reading = Reading.model_validate_json(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path}: 读不出 JSON (cannot be read as JSON): {error}") from error
    except ValidationError as error:
        for mistake in told_mistakes(error):
            problems.add(f"{path}: {mistake}")
        return None
    return gold_page_of_reading(_source_text(path, name), reading, name)


def _page_made(row: Row, problems: Problems) -> GoldPage | None:
    """A row of a file of made pages, or complaints of it."""
    if row.fault is not None:
        problems.add(f"{row.place}{row.fault}")
        return None
    try:
        page = PageRow.model_validate(row.cells)
    except ValidationError as error:
        for mistake in told_mistakes(error):
            problems.add(f"{row.place}的 {mistake}")
        return None
    return GoldPage(
        page_id=page.id,
        text=page.text,
        segments=page.segments,
        headlines={name: article.headline for name, article in page.articles.items()},
        kinds={name: article.kind for name, article in page.articles.items()},
        styles=tuple(_styles(page.style)),
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
    raise ReadError(
        f"{path}: 旁边和上一层文件夹里都没有 {name}.txt；请放在那里 "
        "(its text is neither beside it nor in the folder above: put it there)"
    )
