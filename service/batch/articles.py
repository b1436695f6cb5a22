"""Ready articles (`id, title, text`) from jsonl, csv and parquet files."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from service.batch.inputs import ArticleInput
from service.errors import DigestError, ReadError
from service.readers import detect_encoding, printable_name
from service.writers.table_formats import require_pyarrow

COLUMNS = ("id", "title", "text")

# Enough to tell the encoding; the rest is read row by row.
_SAMPLE_BYTES = 1 << 20
# The default of 131,072 characters is less than a special supplement printed as one article.
_LONGEST_CELL = 1 << 27
_ROWS_PER_BATCH = 256


def read_articles(paths: Iterable[str]) -> Iterator[ArticleInput]:
    """Read articles one at a time, in order; memory holds one of them.

    Args:
        paths: Files whose suffix says what they are: .parquet, or .jsonl and
            .csv in any encoding a text may have. Columns other than `id`,
            `title` and `text` are ignored.

    Yields:
        One entry per row. A row that is no article, a file that cannot be
        read, and the rest of a file behind a damaged place, are one entry with
        `error` each.
    """
    for path in paths:
        try:
            yield from _read_file(Path(path))
        except DigestError as error:
            yield ArticleInput(id=None, error=str(error))
        except (OSError, ValueError, csv.Error) as error:
            place = printable_name(path)
            yield ArticleInput(None, error=f"{place}: 读到此处出错：{error} (reading stopped here)")


def _read_file(path: Path) -> Iterator[ArticleInput]:
    suffix, name = path.suffix.lower(), printable_name(str(path))
    if suffix == ".parquet":
        return _read_parquet(path, name)
    if suffix not in _TEXT_READERS:
        raise ReadError(
            f"{name}: --articles 只读 .jsonl、.csv、.parquet，后缀 {suffix!r} 不是 (unknown suffix)"
        )
    return _read_text(path, name, _TEXT_READERS[suffix])


def _read_parquet(path: Path, name: str) -> Iterator[ArticleInput]:
    require_pyarrow(path)
    from pyarrow.parquet import ParquetFile

    with ParquetFile(path) as table:
        _require_columns(table.schema_arrow.names, name)
        number = 0
        for batch in table.iter_batches(batch_size=_ROWS_PER_BATCH, columns=list(COLUMNS)):
            for row in batch.to_pylist():
                number += 1
                yield _article(row, f"{name} 第 {number} 行 (row {number})")


def _read_text(path: Path, name: str, read: TextReader) -> Iterator[ArticleInput]:
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE_BYTES)
    if len(sample) == _SAMPLE_BYTES:
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    encoding = detect_encoding(sample, name)
    if encoding == "utf-8":
        encoding = "utf-8-sig"
    with path.open(encoding=encoding, newline="") as text:
        yield from read(text, name)


def _read_jsonl(lines: TextIO, name: str) -> Iterator[ArticleInput]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            yield ArticleInput(id=None, error=f"{name} 第 {number} 行不是 JSON：{error} (no JSON)")
            continue
        yield _article(row, f"{name} 第 {number} 行 (line {number})")


def _read_csv(lines: TextIO, name: str) -> Iterator[ArticleInput]:
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.DictReader(lines)
    _require_columns(rows.fieldnames or (), name)
    for row in rows:
        yield _article(row, f"{name} 第 {rows.line_num} 行 (line {rows.line_num})")


def _require_columns(found: Sequence[str], name: str) -> None:
    missing = sorted(set(COLUMNS) - set(found))
    if missing:
        raise ReadError(
            f"{name}: 缺少列 {'、'.join(missing)}，现有 {','.join(found)}；"
            f"须有 {','.join(COLUMNS)} (columns are missing)"
        )


def _article(row: object, place: str) -> ArticleInput:
    """One row as an article, or what keeps it from being one."""
    if not isinstance(row, Mapping):
        return ArticleInput(None, error=f"{place}: 不是对象 (not an object)")
    article_id, title, text = (row.get(column) for column in COLUMNS)
    if article_id in (None, ""):
        return ArticleInput(None, error=f"{place}: 没有 id (no id)")
    name = str(article_id)
    if not isinstance(text, str) or not text.strip():
        return ArticleInput(
            name, error=f"{place}: text 是空的或不是文字 (text is empty or no string)"
        )
    if title is not None and not isinstance(title, str):
        return ArticleInput(name, error=f"{place}: title 不是文字 (title is no string)")
    if not _is_unicode(f"{name}{title or ''}{text}"):
        return ArticleInput(None, error=f"{place}: 有不成对的代理码 (a lone surrogate)")
    return ArticleInput(name, (title or "").strip() or None, text)


def _is_unicode(text: str) -> bool:
    """Whether text can be written as UTF-8; JSON may escape halves of characters."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


TextReader = Callable[[TextIO, str], Iterator[ArticleInput]]
_TEXT_READERS: dict[str, TextReader] = {".jsonl": _read_jsonl, ".csv": _read_csv}
