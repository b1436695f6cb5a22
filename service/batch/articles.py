"""Ready articles (`id, title, text`) from tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from service.batch.inputs import ArticleInput
from service.batch.remote import fetched, is_address
from service.characters import as_unicode, is_unicode
from service.config import LimitsConfig
from service.errors import DigestError
from service.readers.tables import COLUMN_NAMES, Row
from service.reading import read_rows

COLUMNS = ("id", "title", "text")


def read_articles(
    paths: Iterable[str], limits: LimitsConfig | None = None
) -> Iterator[ArticleInput]:
    """Read articles one at a time, in order.

    Args:
        paths: Files that `read_table` reads, or their addresses. Columns other than `id`,
            `title` and `text` are ignored.
        limits: What a workbook may take; None for those that are usual.

    Yields:
        One entry per row. A row that is no article, a file that cannot be
        read, and the rest of a file behind a damaged place, are one entry with
        `error` each.
    """
    for path in paths:
        try:
            with _at_hand(path) as file:
                for row in read_rows(file, COLUMNS, limits, path if is_address(path) else None):
                    yield _article(row)
        except DigestError as error:
            yield ArticleInput(id=None, error=as_unicode(str(error)))


def _at_hand(path: str) -> AbstractContextManager[Path]:
    return fetched(path) if is_address(path) else nullcontext(Path(path))


def _article(row: Row) -> ArticleInput:
    """One row as an article, or what keeps it from being one."""
    name = _id_of(row)
    title, text = (row.cells.get(column) for column in ("title", "text"))
    fault = row.fault or _fault_of(row, name, title, text)
    if fault or not isinstance(text, str):
        return ArticleInput(name, error=as_unicode(f"{row.place}{fault}"))
    return ArticleInput(name, title.strip() if isinstance(title, str) else None, text)


def _id_of(row: Row) -> str | None:
    found = row.cells.get("id")
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return None
    name = str(found).strip()
    return name if is_unicode(name) else None


def _fault_of(row: Row, name: str | None, title: object, text: object) -> str | None:
    if name is None:
        way_out = "请改列名，或给每篇一个编号 (no id: rename a column, or number the articles)"
        return f"没有 {row.name_of('id')}{_found(row, 'id')}；{way_out}"
    if not isinstance(text, str):
        there = _found(row, "text")
        way_out = "请补上，或改列名 (text is empty or no string: fill it in, or rename a column)"
        return f"的 {row.name_of('text')} 是空的或不是文字{there}；{way_out}"
    if not isinstance(title, str | None):
        return f"的 {row.name_of('title')} 不是文字，而是 {title!r} (title is no string)"
    if not is_unicode(f"{title or ''}{text}"):
        return "有不成对的代理码 (a lone surrogate)"
    return None


def _found(row: Row, column: str) -> str:
    """What stands in the row instead."""
    if column in row.cells:
        return f"，而是 {row.cells[column]!r:.40}"
    others = [name for name in row.cells if name not in COLUMN_NAMES]
    return f"；此行另有 {'、'.join(others)}" if others else ""
