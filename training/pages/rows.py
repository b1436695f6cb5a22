"""Pages as JSON lines, before they have types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from service.errors import DataError
from service.readers.tables import read_table


def read_page_rows(path: Path) -> Iterator[Mapping[str, Any]]:
    """Each row of a file, for the one that makes a page of it; a blank `title` or `text` is "".

    Raises:
        DataError: At the first row that cannot be read.
        ReadError: If the file cannot be read.
    """
    for row in read_table(path):
        if row.fault:
            raise DataError(f"{row.place}{row.fault}")
        yield {"title": "", "text": "", **row.cells}
