"""Arrays from `.npz` files, none of which is missing, misshapen or not a number."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from service.artifacts.repair import damaged

Shape: TypeAlias = tuple[int | str, ...]
"""Sizes of an array; a name stands for any size that is the same wherever the name stands."""


def read_arrays(file: Path) -> dict[str, NDArray[np.float32]]:
    """All arrays of an `.npz` file in single precision, by name.

    Raises:
        ArtifactError: If the file cannot be read, or an array holds other than finite numbers.
    """
    try:
        # numpy leaves a file that it opened itself open where it is damaged.
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
            found: dict[str, NDArray[Any]] = {name: stored[name] for name in stored.files}
    except Exception as error:  # numpy, zipfile and zlib raise ten kinds for one damaged file
        raise damaged(file, f"读不出数组 (no arrays can be read): {_told(error)}") from error
    for name, values in found.items():
        if values.dtype.kind not in "fiu":
            raise damaged(file, f"{name} 的类型是 {values.dtype}，须是数 (not numbers)")
    with np.errstate(over="ignore"):
        arrays = {name: values.astype(np.float32) for name, values in found.items()}
    for name, values in arrays.items():
        if not np.isfinite(values).all():
            raise damaged(file, f"{name} 有非数或无穷大 (not finite)")
    return arrays


def require_arrays(
    found: Mapping[str, NDArray[np.float32]], wanted: Mapping[str, Shape], file: Path
) -> None:
    """Make sure that arrays are there and fit each other.

    Args:
        found: The arrays of `file` by name; others than those wanted may be there.
        wanted: The shape each must have.
        file: Where they come from, for the message.

    Raises:
        ArtifactError: If one is missing or has another shape.
    """
    missing = sorted(wanted.keys() - found.keys())
    if missing:
        raise damaged(file, f"缺少数组 {', '.join(missing)} (arrays are missing)")
    sizes: dict[str, int] = {}
    for name, shape in wanted.items():
        values = found[name]
        expected = tuple(_size(size, sizes) for size in shape)
        fits = len(expected) == values.ndim and all(
            size in (None, real) for size, real in zip(expected, values.shape, strict=True)
        )
        if not fits:
            raise damaged(
                file, f"{name} 的形状是 {values.shape}，须是 {_written(shape, sizes)} (wrong shape)"
            )
        named = zip(shape, values.shape, strict=True)
        sizes.update({size: real for size, real in named if isinstance(size, str)})


def _size(size: int | str, known: Mapping[str, int]) -> int | None:
    return size if isinstance(size, int) else known.get(size)


def _written(shape: Shape, known: Mapping[str, int]) -> str:
    sizes = [str(known.get(size, size) if isinstance(size, str) else size) for size in shape]
    return f"({', '.join(sizes)}{',' if len(sizes) == 1 else ''})"


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
