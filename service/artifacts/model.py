"""The folder of a model: an encoder with a topic head and a salience head."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from service.artifacts.arrays import Shape, read_arrays, require_arrays
from service.artifacts.checksums import ArtifactKind
from service.artifacts.folder import ArtifactFolder
from service.artifacts.repair import damaged
from service.config import Schema
from service.errors import ConfigError

Count = Annotated[int, Field(ge=1, strict=True)]
Temperature = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Probability = Annotated[float, Field(ge=0, le=1)]


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

    max_length: Count
    max_headline_tokens: Count
    prefix: str
    first_token: str
    last_token: str
    stand_in_chars: Annotated[int, Field(ge=0)] = 0


class EncoderShape(Schema):
    """Shape of the BERT, by the names of transformers' `BertConfig`."""

    vocab_size: Count
    hidden_size: Count
    num_hidden_layers: Count
    num_attention_heads: Count
    intermediate_size: Count
    max_position_embeddings: Count
    type_vocab_size: Count
    layer_norm_eps: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    pad_token_id: Annotated[int, Field(ge=0, strict=True)]


class Certainty(Schema):
    """How sure of a topic to be.

    Attributes:
        temperature: Divides the topic logits; fitted on the validation set.
        threshold: Below this probability of the top label a topic is uncertain.
    """

    temperature: Temperature
    threshold: Probability


class InferenceRecord(Schema):
    """`inference.json`: what serving needs to know besides the weights.

    Attributes:
        name: Name of the model.
        version: Its version.
        windows: How it reads articles.
        encoder: Shape of the BERT.
        opset: Of `model.onnx`.
        inputs: Names of its inputs, in order.
        outputs: Names of its outputs, in order.
        temperature: Divides the topic logits; fitted on the validation set.
        threshold: Below this probability of the top label a topic is uncertain.
        without_headline: The same two for articles that have a text and no headline; None, as in
            folders of old, takes the two above.
        headlines_alone: The same two for articles without a text, of which less can be
            known; None likewise.
    """

    name: str
    version: str
    windows: WindowSettings
    encoder: EncoderShape
    opset: int
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    temperature: Temperature
    threshold: Probability
    without_headline: Certainty | None = None
    headlines_alone: Certainty | None = None

    @model_validator(mode="after")
    def _windows_fit_encoder(self) -> Self:
        longest, n_positions = self.windows.max_length, self.encoder.max_position_embeddings
        if longest > n_positions:
            raise ValueError(
                f"windows.max_length is {longest}; the encoder takes {n_positions} tokens at most"
            )
        return self


@dataclass(frozen=True, slots=True)
class ModelFolder(ArtifactFolder):
    """The files of a saved model below `path`."""

    kind: ClassVar[ArtifactKind] = "model"
    needed: ClassVar[tuple[str, ...]] = (
        "model.onnx",
        "heads.npz",
        "tokenizer.json",
        "labels.json",
        "inference.json",
    )

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
    def replay(self) -> Path:
        """What it remembers of its training: vectors and soft labels; it may be missing."""
        return self.path / "replay.npz"

    def read_labels(self) -> tuple[str, ...]:
        """The label ids, in the order of the topic head.

        Raises:
            ArtifactError: If the file is missing or damaged.
        """
        file = self.checked(self.labels.name)
        try:
            found = json.loads(file.read_bytes())
        except (OSError, ValueError, RecursionError) as error:
            raise damaged(file, f"不是 JSON (no JSON): {error}") from error
        is_list = isinstance(found, list) and all(isinstance(label, str) for label in found)
        if not is_list or len(found) < 2 or len(set(found)) < len(found):
            raise damaged(
                file, f"是 {found!r}，须是至少两个不同的名字 (not a list of distinct labels)"
            )
        return tuple(found)

    def require_labels(self, labels: tuple[str, ...], source: str) -> None:
        """Make sure that the model tells the topics that are asked for, in their order.

        Raises:
            ConfigError: If it was trained for others than those of the file `source`.
        """
        self.check()
        known = self.read_labels()
        if known != labels:
            raise ConfigError(
                f"{source} 的主题是 {'、'.join(labels)}，模型 {self.path} 学的是 "
                f"{'、'.join(known)}；请按这些主题训练一个，或写上与它相配的 "
                "(the model was trained for other topics: train one, or name what fits)"
            )

    def read_inference(self) -> InferenceRecord:
        """The settings of the model.

        Raises:
            ArtifactError: If the file is missing, damaged or does not fit this version.
        """
        return self.read_record(InferenceRecord)

    @property
    def hidden_size(self) -> int:
        """Width of the vectors the encoder gives."""
        return self.read_inference().encoder.hidden_size

    def read_heads(self) -> dict[str, NDArray[np.float32]]:
        """Weights of the heads by name, e.g. `topic_out.weight` as (outputs, inputs).

        Raises:
            ArtifactError: If the file is missing or damaged.
        """
        return read_arrays(self.checked(self.heads.name))

    def read_head(
        self,
        name: str,
        *,
        n_inputs: int | str = "inputs",
        width: int | str = "width",
        n_outputs: int,
    ) -> dict[str, NDArray[np.float32]]:
        """The weights of one head, which fit each other.

        Args:
            name: `topic` or `salience`.
            n_inputs: Figures it reads; a name allows any number.
            width: Its hidden units, likewise.
            n_outputs: Figures it gives.

        Raises:
            ArtifactError: If the file is missing or damaged, or the head has another shape.
        """
        wanted: dict[str, Shape] = {
            f"{name}_hidden.weight": (width, n_inputs),
            f"{name}_hidden.bias": (width,),
            f"{name}_out.weight": (n_outputs, width),
            f"{name}_out.bias": (n_outputs,),
        }
        found = self.read_heads()
        require_arrays(found, wanted, self.heads)
        return {key: found[key] for key in wanted}
