"""A model folder that shares the encoder of the one it comes from."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.artifacts import Certainty, ModelFolder
from training.articles.json_files import write_json
from training.desk.fitting_run import AdaptedHead
from training.desk.replay import Replay, write_replay

_ENCODER = ("model.onnx", "tokenizer.json")
_HEADS = ("heads.npz", "labels.json")
_MARK = "+desk"


def name_of(base: ModelFolder, key: str) -> str:
    """The version that a model folder gets as version `key` of a registry, such as `6+desk2`."""
    return f"{base.read_inference().version.partition(_MARK)[0]}{_MARK}{key[1:]}"


def write_adapted(
    base: ModelFolder, adapted: AdaptedHead, place: Path, version: str, replay: Replay | None
) -> ModelFolder:
    """Write a model with the encoder and salience of `base` and a new topic head.

    The encoder, which nothing changes, is one file with the base's where the disk allows.

    Args:
        base: The model that it comes from.
        adapted: The new head.
        place: A folder that does not exist.
        version: That of the new model; the name stays.
        replay: What the base remembers, kept under the new labels.
    """
    folder = _copied(base, place, _ENCODER)
    _write_heads(
        folder, base.read_heads() | adapted.head.weights(base.read_inference().temperature)
    )
    write_json(folder.labels, list(adapted.head.labels))
    _write_record(base, folder, version, adapted.certainty)
    if replay is not None:
        carried = adapted.change.carry(replay.probabilities)
        known = carried.sum(axis=1) > 0
        write_replay(Replay(replay.vectors[known], carried[known]), folder)
    return folder


def rewrite_heads(folder: ModelFolder, weights: Mapping[str, NDArray[np.float32]]) -> None:
    """Put other arrays in the place of some of the heads of a folder, and seal it."""
    _write_heads(folder, folder.read_heads() | dict(weights))
    folder.seal()


def _write_heads(folder: ModelFolder, heads: Mapping[str, NDArray[np.float32]]) -> None:
    halves: dict[str, Any] = {name: values.astype(np.float16) for name, values in heads.items()}
    np.savez_compressed(folder.heads, **halves)


def write_calibrated(
    base: ModelFolder, certainty: Mapping[str, Certainty], place: Path, version: str
) -> ModelFolder:
    """Write a model that is as `base` in all but how sure it is.

    Args:
        base: The model that it comes from.
        certainty: `whole`, `without_headline`, `headlines_alone`.
        place: A folder that does not exist.
        version: That of the new model; the name stays.
    """
    replay = (base.replay.name,) if base.replay.exists() else ()
    folder = _copied(base, place, (*_ENCODER, *_HEADS, *replay))
    _write_record(base, folder, version, certainty)
    return folder


def _copied(base: ModelFolder, place: Path, names: tuple[str, ...]) -> ModelFolder:
    place.mkdir()
    for name in names:
        source, target = base.checked(name), place / name
        try:
            os.link(source, target)
        except OSError:  # another disk, or a file system without links
            shutil.copy2(source, target)
    return ModelFolder(place)


def _write_record(
    base: ModelFolder, folder: ModelFolder, version: str, certainty: Mapping[str, Certainty]
) -> None:
    update: Mapping[str, object] = {
        "version": version,
        **_rounded(certainty["whole"]),
        "without_headline": _rounded(certainty["without_headline"]),
        "headlines_alone": _rounded(certainty["headlines_alone"]),
    }
    record = base.read_inference().model_dump(mode="json")
    write_json(folder.inference, record | dict(update))
    folder.seal()


def _rounded(certainty: Certainty) -> dict[str, float]:
    return {
        "temperature": round(certainty.temperature, 6),
        "threshold": round(certainty.threshold, 4),
    }
