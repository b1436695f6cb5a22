"""Packages that only some installations have."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from service.errors import MissingExtraError


def require_desk() -> None:
    """Fail before the work where models cannot be fitted.

    Raises:
        MissingExtraError: If scipy is not installed.
    """
    _require(
        "scipy",
        '调教要用 scipy；请先在这台机器上安装：pip install "baozhai[desk]" '
        "(to adapt a model, install what fits it)",
    )


def require_train() -> None:
    """Fail before the work where encoders cannot learn.

    Raises:
        MissingExtraError: If torch is not installed, or what writes the model in the end.
    """
    for package in ("torch", "onnxscript"):
        _require(
            package,
            f'让编码器也学要用 {package}；请先在这台机器上安装：pip install "baozhai[train]" '
            "(to train in full, install what it takes)",
        )


def require_pyarrow(file: Path) -> None:
    """Fail before the work where Parquet cannot be read or written.

    Raises:
        MissingExtraError: If pyarrow is not installed.
    """
    _require(
        "pyarrow",
        f'{file}: parquet 需要 pyarrow；请先安装：pip install "baozhai[parquet]" '
        "(install what reads and writes parquet)",
    )


def require_ray() -> None:
    """Fail before the work where there is no Ray.

    Raises:
        MissingExtraError: If it is not installed.
    """
    _require(
        "ray",
        '--engine ray 要用 Ray；请先安装：pip install "baozhai[ray]" (install Ray first)',
    )


def _require(package: str, message: str) -> None:
    if find_spec(package) is None:
        raise MissingExtraError(message)
