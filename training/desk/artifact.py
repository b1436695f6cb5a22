"""A model folder with another topic head, all else as in the one it comes from."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from service.artifacts import Certainty, ModelFolder
from training.articles.json_files import write_json
from training.desk.fitting_run import AdaptedHead
from training.desk.replay import Replay, write_replay

_SHARED = ("model.onnx", "tokenizer.json")


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
    place.mkdir()
    folder = ModelFolder(place)
    for name in _SHARED:
        _share(base.checked(name), place / name)
    record = base.read_inference()
    whole = adapted.certainty["whole"]
    heads: dict[str, Any] = base.read_heads() | adapted.head.weights(record.temperature)
    np.savez_compressed(
        folder.heads, **{name: values.astype(np.float16) for name, values in heads.items()}
    )
    write_json(folder.labels, list(adapted.head.labels))
    update: Mapping[str, object] = {
        "version": version,
        **_rounded(whole),
        "without_headline": _rounded(adapted.certainty["without_headline"]),
        "headlines_alone": _rounded(adapted.certainty["headlines_alone"]),
    }
    write_json(folder.inference, record.model_dump(mode="json") | dict(update))
    folder.seal()
    if replay is not None:
        carried = adapted.change.carry(replay.probabilities)
        known = carried.sum(axis=1) > 0
        write_replay(Replay(replay.vectors[known], carried[known]), folder)
    return folder


def _share(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another disk, or a file system without links
        shutil.copy2(source, target)


def _rounded(certainty: Certainty) -> dict[str, float]:
    return {
        "temperature": round(certainty.temperature, 6),
        "threshold": round(certainty.threshold, 4),
    }
