"""Compiled encoders, kept in the user's cache folder: the next start takes one as it is.

Only a saving: what is missing, damaged or cannot be written is compiled, and nobody is troubled.
The weights lie apart and are mapped: read once, they need no memory. Like a library's file they
must not be changed in place; this module replaces files as a whole.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import file_digest, sha256
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from service.data_folder import cache_folder
from service.encoders.silent_openvino import openvino
from service.processes import release_mapped

# The runtime checks little of what it is given; a flipped bit would be another model.
_CHECK_BYTES = 32
_MOST_KEPT = 3  # a hundred megabytes each
_APART = {"CACHE_MODE": "OPTIMIZE_SIZE"}
_LOG = logging.getLogger(__name__)


def folder() -> Path:
    """Where they lie; it need not exist."""
    return cache_folder() / "compiled"


def clear() -> None:
    """Forget all of them, and what a process that was killed has left."""
    rmtree(folder(), ignore_errors=True)


def compile_or_take(
    make_model: Callable[[], openvino.Model], depends_on: str, options: Mapping[str, Any]
) -> openvino.CompiledModel:
    """Take a compiled model from the folder, or compile it and leave it there.

    Args:
        make_model: Gives its graph.
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
    model = make_model()
    try:
        _keep(file, model)
        return _take(file, options)  # less memory than what was just compiled
    except Exception as error:  # noqa: BLE001  # a full disk, a home that cannot be written
        _LOG.info("%s: not kept: %s", file, error)
    return openvino.Core().compile_model(model, "CPU", dict(options))


def release() -> None:
    """Give back the memory of weights that were read; what is needed once more is read again."""
    release_mapped(folder())


def _take(file: Path, options: Mapping[str, Any]) -> openvino.CompiledModel:
    weights = file.with_suffix(".bin")
    check, blob = (content := file.read_bytes())[:_CHECK_BYTES], content[_CHECK_BYTES:]
    if _check(weights, blob) != check:
        raise ValueError("it is damaged")
    tensor = openvino.Tensor(np.frombuffer(blob, np.uint8))
    apart = {**options, **_APART, "WEIGHTS_PATH": str(weights)}
    compiled = openvino.Core().import_model(tensor, "CPU", apart)
    with suppress(OSError):
        os.utime(file)  # the one that was used last is deleted last
    return compiled


def _keep(file: Path, model: openvino.Model) -> None:
    """Write it whole or not at all, and delete those that were used longest ago."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=file.parent) as made:
        weights, whole = Path(made, "encoder.bin"), Path(made, "encoder.blob")
        blob = _export(model, weights)
        whole.write_bytes(_check(weights, blob) + blob)
        weights.replace(file.with_suffix(".bin"))
        whole.replace(file)
    kept = sorted(file.parent.glob("*.blob"), key=lambda each: each.stat().st_mtime)
    for old in kept[:-_MOST_KEPT]:
        for each in (old, old.with_suffix(".bin")):
            each.unlink(missing_ok=True)


def _export(model: openvino.Model, weights: Path) -> bytes:
    """Compile a model and write its weights; the rest of what was compiled."""
    graph = weights.with_suffix(".xml")
    openvino.serialize(model, graph, weights)  # only of files does the runtime keep them apart
    core = openvino.Core()
    compiled = core.compile_model(core.read_model(graph), "CPU", {"NUM_STREAMS": 1, **_APART})
    return bytes(compiled.export_model().getbuffer())


def _check(weights: Path, blob: bytes) -> bytes:
    with weights.open("rb") as stream:
        found = file_digest(stream, "sha256")
    found.update(blob)
    return found.digest()
