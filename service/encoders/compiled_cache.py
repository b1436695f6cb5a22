"""Compiled encoders, kept in the user's cache folder: the next start takes one as it is.

Only a saving: what is missing, damaged or cannot be written is compiled, and nobody is troubled.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import file_digest, sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np

from service.data_folder import cache_folder
from service.encoders.silent_openvino import openvino

# The runtime checks little of what it is given; a flipped bit would be another model.
_CHECK_BYTES = 32
_MOST_KEPT = 3  # a hundred megabytes each
_LOG = logging.getLogger(__name__)


def folder() -> Path:
    """Where they lie; it need not exist."""
    return cache_folder() / "compiled"


def clear() -> None:
    """Forget all of them."""
    for file in folder().glob("*.blob"):
        with suppress(OSError):
            file.unlink()


def compile_or_take(
    compile_model: Callable[[], openvino.CompiledModel], depends_on: str, options: Mapping[str, Any]
) -> openvino.CompiledModel:
    """Take a compiled model from the folder, or compile it and leave it there.

    Args:
        compile_model: Compiles it.
        depends_on: All that the result depends on: model, runtime, processor.
        options: With which threads it is to run; what is kept fits all.
    """
    file = folder() / f"{sha256(depends_on.encode()).hexdigest()}.blob"
    try:
        return _take(file, options)
    except FileNotFoundError:
        pass
    except Exception as error:  # noqa: BLE001  # the library raises bare Exceptions
        _LOG.info("%s: not used: %s", file, error)
    compiled = compile_model()
    try:
        _keep(file, compiled.export_model().getbuffer())
    except Exception as error:  # noqa: BLE001  # a full disk, a home that cannot be written
        _LOG.info("%s: not kept: %s", file, error)
    return compiled


def _take(file: Path, options: Mapping[str, Any]) -> openvino.CompiledModel:
    with file.open("rb") as stream:
        check = stream.read(_CHECK_BYTES)
        if file_digest(stream, "sha256").digest() != check:
            raise ValueError("it is damaged")
    blob = np.memmap(file, np.uint8, "r", _CHECK_BYTES)
    compiled = openvino.Core().import_model(openvino.Tensor(blob), "CPU", dict(options))
    with suppress(OSError):
        os.utime(file)  # the one that was used last is deleted last
    return compiled


def _keep(file: Path, blob: memoryview) -> None:
    """Write it whole or not at all, and delete those that were used longest ago."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as unfinished:
        try:
            unfinished.write(sha256(blob).digest())
            unfinished.write(blob)
            unfinished.close()
            Path(unfinished.name).replace(file)
        except BaseException:
            unfinished.close()
            Path(unfinished.name).unlink(missing_ok=True)
            raise
    kept = sorted(file.parent.glob("*.blob"), key=lambda each: each.stat().st_mtime)
    for old in kept[:-_MOST_KEPT]:
        old.unlink(missing_ok=True)
