"""A model folder: the names of its files, their check, and what is read from them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from service.config import Schema
from service.errors import ArtifactError


class WindowSettings(Schema):
    """How articles are cut into windows; part of a model, for it must read as it was trained.

    Attributes:
        max_length: Tokens of a window, the lead and special tokens included.
        max_headline_tokens: Tokens of the headline that lead each window. What
            is longer is read in full once, as leading pieces of the first windows.
        prefix: Text before the headline in each window.
        first_token: Opens each window.
        last_token: Ends the lead, and the window.
        stand_in_chars: Characters behind the lead of the text that stand in for a headline
            that is missing; 0, as in folders of old, leaves its place empty.
    """

    max_length: int
    max_headline_tokens: int
    prefix: str
    first_token: str
    last_token: str
    stand_in_chars: int = 0


class Certainty(Schema):
    """How sure of a topic to be.

    Attributes:
        temperature: Divides the topic logits; fitted on the validation set.
        threshold: Below this probability of the top label a topic is uncertain.
    """

    temperature: float
    threshold: float


class InferenceRecord(Schema):
    """`inference.json`: what serving needs to know besides the weights.

    Attributes:
        name: Name of the model.
        version: Its version.
        windows: How it reads articles.
        encoder: Shape of the BERT, by the names of transformers' `BertConfig`.
        opset: Of `model.onnx`.
        inputs: Names of its inputs, in order.
        outputs: Names of its outputs, in order.
        temperature: Divides the topic logits; fitted on the validation set.
        threshold: Below this probability of the top label a topic is uncertain.
        headlines_alone: The same two for articles without a text, of which less can be
            known; None, as in folders of old, takes the two above.
    """

    name: str
    version: str
    windows: WindowSettings
    encoder: dict[str, Any]
    opset: int
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    temperature: float
    threshold: float
    headlines_alone: Certainty | None = None


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """The files of a saved model below `path`."""

    path: Path

    @property
    def onnx(self) -> Path:
        """The encoder."""
        return self.path / "model.onnx"

    @property
    def heads(self) -> Path:
        """The topic head and the salience head."""
        return self.path / "heads.npz"

    @property
    def tokenizer(self) -> Path:
        """The tokenizer, as the library `tokenizers` writes it."""
        return self.path / "tokenizer.json"

    @property
    def labels(self) -> Path:
        """The label ids, in the order of the topic head."""
        return self.path / "labels.json"

    @property
    def inference(self) -> Path:
        """See `InferenceRecord`."""
        return self.path / "inference.json"

    @property
    def metrics(self) -> Path:
        """What was measured when the model was made."""
        return self.path / "metrics.json"

    @property
    def card(self) -> Path:
        """The model card."""
        return self.path / "README.md"

    def check(self) -> None:
        """Raise an `ArtifactError` that names what is missing, if anything is."""
        needed = (self.onnx, self.heads, self.tokenizer, self.labels, self.inference)
        missing = [file.name for file in needed if not file.is_file()]
        if missing:
            raise ArtifactError(
                f"model folder {self.path} lacks {', '.join(missing)}; name a folder that "
                "`baozhai train` wrote, or leave `model` out of the configuration"
            )

    def read_labels(self) -> tuple[str, ...]:
        """The label ids, in the order of the topic head."""
        return tuple(json.loads(self._text(self.labels)))

    def read_inference(self) -> InferenceRecord:
        """The settings of the model.

        Raises:
            ArtifactError: If the file is missing or does not fit this version.
        """
        try:
            return InferenceRecord.model_validate_json(self._text(self.inference))
        except ValidationError as error:
            raise ArtifactError(f"{self.inference} does not fit this version: {error}") from error

    @property
    def hidden_size(self) -> int:
        """Width of the vectors the encoder gives."""
        return int(self.read_inference().encoder["hidden_size"])

    def read_heads(self) -> dict[str, NDArray[np.float32]]:
        """Weights of the heads by name, e.g. `topic_out.weight` as (outputs, inputs)."""
        try:
            with np.load(self.heads, allow_pickle=False) as stored:
                return {name: stored[name].astype(np.float32) for name in stored.files}
        except (OSError, ValueError) as error:
            raise ArtifactError(f"{self.heads} cannot be read: {error}") from error

    def _text(self, file: Path) -> str:
        try:
            return file.read_text(encoding="utf-8")
        except OSError as error:
            raise ArtifactError(f"{file} cannot be read: {error}") from error
