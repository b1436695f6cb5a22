"""Checkpoint to artifact folder: encoder, heads, tokenizer, labels and settings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import nn

from service.artifacts import Certainty, EncoderShape, InferenceRecord, ModelFolder
from training.articles.json_files import write_json
from training.config import ModelBlock
from training.learning.checkpoint import Start
from training.learning.salience_head import SalienceHead
from training.release.onnx_export import INPUTS, OPSET, OUTPUTS, export_encoder


def export_artifact(
    start: Start, model: ModelBlock, labels: tuple[str, ...], path: Path
) -> ModelFolder:
    """Write a trained model as a folder that can be served.

    Probabilities are uncalibrated and every topic sure until `write_calibration`, and
    no sentence stands out until `write_salience_head`.

    Args:
        start: The trained model with its tokenizer and windows.
        model: Its name and version.
        labels: The label ids in the order of the topic head.
        path: The folder; made if needed, files of the same names are replaced.
    """
    path.mkdir(parents=True, exist_ok=True)
    folder = ModelFolder(path)
    export_encoder(start.model.encoder, folder.onnx)
    topic = _named_weights("topic", start.model.topic_hidden, start.model.topic_out)
    _write_heads(folder, topic)
    start.tokenizer.save(str(folder.tokenizer), pretty=False)
    write_json(folder.labels, list(labels))
    config = start.model.encoder.config.to_dict()
    record = InferenceRecord(
        name=model.name,
        version=model.version,
        windows=start.windows,
        encoder=EncoderShape(**{key: config[key] for key in EncoderShape.model_fields}),
        opset=OPSET,
        inputs=INPUTS,
        outputs=OUTPUTS,
        temperature=1.0,
        threshold=0.0,
    )
    write_json(folder.inference, record.model_dump(mode="json"))
    folder.seal()
    return folder


def write_salience_head(head: SalienceHead, folder: ModelFolder) -> None:
    """Put a trained salience head into the folder."""
    salience = _named_weights("salience", head.salience_hidden, head.salience_out)
    _write_heads(folder, folder.read_heads() | salience)
    folder.seal()


def write_calibration(
    folder: ModelFolder,
    certainty: Certainty,
    *,
    without_headline: Certainty | None = None,
    headlines_alone: Certainty | None = None,
) -> None:
    """Set temperature and threshold of the topics, and those where headline or text is missing."""
    update = {
        **_rounded(certainty).model_dump(),
        "without_headline": _rounded(without_headline) if without_headline else None,
        "headlines_alone": _rounded(headlines_alone) if headlines_alone else None,
    }
    record = folder.read_inference().model_copy(update=update)
    write_json(folder.inference, record.model_dump(mode="json"))
    folder.seal()


def _rounded(certainty: Certainty) -> Certainty:
    return Certainty(
        temperature=round(certainty.temperature, 6), threshold=round(certainty.threshold, 4)
    )


def _named_weights(name: str, hidden: nn.Linear, out: nn.Linear) -> dict[str, NDArray[np.float32]]:
    """The weights of two layers, under the names they have in the folder."""
    return {
        f"{name}_{place}.{kind}": values.numpy()
        for place, layer in (("hidden", hidden), ("out", out))
        for kind, values in layer.state_dict().items()
    }


def _write_heads(folder: ModelFolder, weights: Mapping[str, NDArray[np.float32]]) -> None:
    """Write all heads in half precision."""
    halves: dict[str, Any] = {name: values.astype(np.float16) for name, values in weights.items()}
    np.savez_compressed(folder.heads, **halves)
