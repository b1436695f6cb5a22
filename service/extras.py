"""Packages that only some installations have."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from service.errors import MissingExtraError


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
