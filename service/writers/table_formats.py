"""The formats of tables, by file suffix."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from service.errors import MissingExtraError, WriteError
from service.writers.as_parquet import write_parquet
from service.writers.table import TableWriter, write_csv, write_jsonl

TABLE_WRITERS: dict[str, TableWriter] = {
    ".jsonl": write_jsonl,
    ".csv": write_csv,
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
            f"{output}: 表格的后缀须是 {'、'.join(TABLE_WRITERS)} 之一，不是 {suffix!r} "
            "(the suffix of the output names its format)"
        )
    if suffix == ".parquet":
        require_pyarrow(output)
    return TABLE_WRITERS[suffix]


def require_pyarrow(file: Path) -> None:
    """Fail before the work where Parquet cannot be read or written.

    Raises:
        MissingExtraError: If pyarrow is not installed.
    """
    if find_spec("pyarrow") is None:
        raise MissingExtraError(
            f'{file}: parquet 需要 pyarrow；请先安装：pip install "baozhai[parquet]" '
            "(install what reads and writes parquet)"
        )
