"""Tables as Parquet files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from service.errors import ReadError
from service.extras import require_pyarrow
from service.readers.tables.columns import find_columns
from service.readers.tables.rows import Row, is_missing, place_of

_ROWS_PER_BATCH = 256


def read_parquet(path: Path, name: str, required: Sequence[str]) -> Iterator[Row]:
    """Read the rows; memory holds a few hundred."""
    require_pyarrow(path)
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(path) as table:
            columns = find_columns(table.schema_arrow.names, required, name)
            number = 0
            for batch in table.iter_batches(batch_size=_ROWS_PER_BATCH):
                for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    number += 1
                    yield _row(values, columns, place_of(name, number))
    except ArrowException as error:
        raise ReadError(f"{name}: 读到此处出错：{error} (reading stopped here)") from error


def _row(values: Sequence[object], columns: dict[str, int], place: str) -> Row:
    cells = {column: values[n] for column, n in columns.items() if not is_missing(values[n])}
    number = cells.get("id")
    # A column of whole numbers with a gap is stored as one of fractions.
    if isinstance(number, float) and number.is_integer():
        cells["id"] = int(number)
    return Row(place, cells)
