"""Tables by the suffixes of their files."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TextIO

from service.errors import ReadError
from service.readers.content import printable_name
from service.readers.encodings import detect_encoding
from service.readers.tables.as_csv import read_csv
from service.readers.tables.as_jsonl import read_jsonl
from service.readers.tables.as_parquet import read_parquet
from service.readers.tables.rows import Row

TextReader = Callable[[Iterable[str], str, Sequence[str]], Iterator[Row]]
FileReader = Callable[[Path, str, Sequence[str]], Iterator[Row]]


def _read_xlsx(path: Path, name: str, required: Sequence[str]) -> Iterator[Row]:
    # A tenth of a second of imports that whoever digests a page need not wait for.
    from service.readers.tables.as_xlsx import read_xlsx

    return read_xlsx(path, name, required)


_TEXTS: dict[str, TextReader] = {
    **dict.fromkeys((".jsonl", ".ndjson", ".json"), read_jsonl),
    **dict.fromkeys((".csv", ".tsv"), read_csv),
}
_FILES: dict[str, FileReader] = {".xlsx": _read_xlsx, ".parquet": read_parquet}
TABLE_SUFFIXES = (*_TEXTS, *_FILES)

# Enough to tell the encoding; the rest is read row by row.
_SAMPLE_BYTES = 1 << 20
# Eight times the longest article, each character of it escaped in six.
_LONGEST_LINE = 1 << 24


def read_table(
    path: str | Path, required: Sequence[str] = (), name: str | None = None
) -> Iterator[Row]:
    """Read the rows of a table one at a time, in order.

    Args:
        path: A .jsonl, .json, .csv or .tsv file in any encoding that a text may have, each of them
            also with .gz behind it, or an .xlsx or .parquet file.
        required: Columns, of `COLUMN_NAMES`, that the head of a table must have; in a .jsonl
            file, where each row names its own, they are not looked for.
        name: What messages call it; None takes the path.

    Yields:
        Each row that is not blank. What is wrong with one stands in its `fault` and costs no
        other: a line that is no JSON, more cells than columns, a quote that never closes, bytes
        that are no text.

    Raises:
        ReadError: If the file cannot be read, or not from some place on, if its suffix is
            unknown, or if columns are missing or double.
        MissingExtraError: If its format needs packages that are not installed.
    """
    file, name = Path(path), name or printable_name(str(path))
    suffix = _suffix(file)
    try:
        if file.exists() and not file.is_file():
            raise ReadError(
                f"{name}: 不是文件，而是文件夹、管道或设备；请先存成文件 "
                "(a folder, pipe or device: save it to a file first)"
            )
        if suffix in _FILES:
            yield from _FILES[suffix](file, name, required)
        elif suffix in _TEXTS:
            with _open_text(file, name) as text:
                yield from _TEXTS[suffix](_lines(text, name), name, required)
        else:
            raise ReadError(
                f"{name}: 只读 {'、'.join(TABLE_SUFFIXES)}，后缀 {suffix!r} 不是；"
                "旧的 .xls 请另存为 .xlsx (unknown suffix)"
            )
    except FileNotFoundError as error:
        raise ReadError(
            f"{name}: 文件不存在；请检查路径 (there is no such file; check the path)"
        ) from error
    except (OSError, EOFError, UnicodeError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        raise ReadError(
            f"{name}: 读到此处出错：{reason}；请检查权限，或重新下载、另存 "
            "(reading stopped here: check its rights, get it again or save it anew)"
        ) from error


def is_table(path: str | Path) -> bool:
    """Whether the name of a file says that it is a table."""
    return _suffix(Path(path)) in TABLE_SUFFIXES


def _suffix(file: Path) -> str:
    name = file.name.lower()
    return Path(name.removesuffix(".gz")).suffix if name.endswith(".gz") else file.suffix.lower()


@contextmanager
def _open_text(file: Path, name: str) -> Iterator[TextIO]:
    """The text of a file; bytes that are none become halves of surrogate pairs."""
    with _open(file) as stream:
        sample = stream.read(_SAMPLE_BYTES)
    if len(sample) == _SAMPLE_BYTES:
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    encoding = detect_encoding(sample, name, allow_damage=True)
    if encoding == "utf-8":
        encoding = "utf-8-sig"
    with (
        _open(file) as stream,
        io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline="") as text,
    ):
        yield text


def _lines(text: TextIO, name: str) -> Iterator[str]:
    """The lines with their ends; an endless one is not waited for."""
    for number in count(1):
        line = text.readline(_LONGEST_LINE)
        if len(line) == _LONGEST_LINE:
            raise ReadError(
                f"{name}: 第 {number} 行有 {_LONGEST_LINE} 字还没有完，不像一篇一行的表；请另存为 "
                "csv 或 jsonl 再试 (a line without an end: save it as csv or jsonl again)"
            )
        if not line:
            return
        yield line


def _open(file: Path) -> gzip.GzipFile | io.BufferedReader:
    return gzip.open(file) if file.suffix.lower() == ".gz" else file.open("rb")
