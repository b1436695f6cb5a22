"""Tables as Parquet files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from service.errors import ReadError
from service.extras import require_pyarrow
from service.readers.tables.columns import find_columns, names_as_written
from service.readers.tables.rows import Row, is_missing, place_of

_ROWS_PER_BATCH = 256


def read_parquet(path: Path, name: str, required: Sequence[str]) -> Iterator[Row]:
    """Read the rows; memory holds a few hundred.

    Raises:
        ReadError: If the file is damaged, or lacks a column that is required.
        MissingExtraError: If pyarrow is not installed.
    """
    require_pyarrow(path)
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(path) as table:
            names = table.schema_arrow.names
            columns = find_columns(names, required, name)
            written = names_as_written(columns, names)
            number = 0
            for batch in table.iter_batches(batch_size=_ROWS_PER_BATCH):
                for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    number += 1
                    cells = _cells(values, columns)
                    yield Row(place_of(name, number), cells, written=written)
    except ArrowException as error:
        raise ReadError(
            f"{name}: 读到此处出错；请重新下载或另存 "
            f"(reading stopped here: get it again or save it anew: {error})"
        ) from error


def _cells(values: Sequence[object], columns: dict[str, int]) -> dict[str, object]:
    cells = {column: values[n] for column, n in columns.items() if not is_missing(values[n])}
    number = cells.get("id")
    # A column of whole numbers with a gap is stored as one of fractions.
    if isinstance(number, float) and number.is_integer():
        cells["id"] = int(number)
    return cells
