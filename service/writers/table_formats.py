"""The formats of tables, by file suffix."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

from service.errors import WriteError
from service.extras import require_pyarrow
from service.writers.as_parquet import write_parquet
from service.writers.table import ArticleRow, TableWriter, write_csv, write_jsonl


def _write_xlsx(rows: Iterable[ArticleRow], columns: Sequence[str], stream: IO[bytes]) -> None:
    # A quarter of a second of imports that the other formats need not wait for.
    from service.writers.as_xlsx import write_xlsx

    write_xlsx(rows, columns, stream)


TABLE_WRITERS: dict[str, TableWriter] = {
    ".jsonl": write_jsonl,
    ".csv": write_csv,
    ".xlsx": _write_xlsx,
    ".parquet": write_parquet,
}


def table_writer_for(output: Path) -> TableWriter:
    """The writer for a table of this name.

    Raises:
        WriteError: If no table is written under this suffix.
        MissingExtraError: If its format needs packages that are not installed.
    """
    suffix = output.suffix.lower()
    if suffix not in TABLE_WRITERS:
        raise WriteError(
            f"{output}: 表格的后缀须是 {'、'.join(TABLE_WRITERS)} 之一，不是 {suffix!r}；"
            "请改文件名 (the suffix of the output names its format: name another file)"
        )
    if suffix == ".parquet":
        require_pyarrow(output)
    return TABLE_WRITERS[suffix]
