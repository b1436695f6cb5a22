"""Table rows as Parquet, with a typed schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import IO, Any

from service.writers.table import ArticleRow

_ROWS_PER_GROUP = 1000


def write_parquet(rows: Iterable[ArticleRow], columns: Sequence[str], stream: IO[bytes]) -> None:
    """Write rows in groups of a thousand; memory holds one group.

    `probabilities` is a map from label to number, `uncertain` a boolean, `flags` a list of
    strings; counts, pages and `probability` are numbers, all else strings; what is not known is
    null.

    Raises:
        ImportError: If pyarrow is not installed; `table_writer_for` looks before.
    """
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    types = {
        "probability": pa.float64(),
        "uncertain": pa.bool_(),
        "probabilities": pa.map_(pa.string(), pa.float64()),
        "flags": pa.list_(pa.string()),
        **dict.fromkeys(("page", "n_chars", "n_summary_chars"), pa.int64()),
    }
    schema = pa.schema([(column, types.get(column, pa.string())) for column in columns])
    with ParquetWriter(stream, schema) as writer:
        for group in _groups(row.cells(columns) for row in rows):
            for cells in group:
                cells["probabilities"] = cells["probabilities"] and [
                    *cells["probabilities"].items()
                ]
            writer.write_table(pa.Table.from_pylist(group, schema=schema))


def _groups(cells: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while group := list(islice(cells, _ROWS_PER_GROUP)):
        yield group
