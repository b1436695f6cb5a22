"""Where training starts and what it leaves: encoder, heads and tokenizer, as torch sees them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer
from transformers import AutoTokenizer, BertConfig, BertModel

from service.artifacts import ModelFolder, WindowSettings
from service.config import locate
from service.errors import ArtifactError, ConfigError
from training.config import TrainingConfig
from training.learning.network import TopicModel
from training.learning.salience_head import SalienceHead


@dataclass(frozen=True, slots=True)
class Start:
    """A model ready to be trained, and how it reads text.

    Attributes:
        origin: The artifact folder whose weights it starts from, if it is one.
        salience_head: What rates the sentences by this encoder's vectors, if any does yet.
    """

    model: TopicModel
    tokenizer: Tokenizer
    pad_id: int
    windows: WindowSettings
    origin: ModelFolder | None = None
    salience_head: SalienceHead | None = None


def load_start(config: TrainingConfig, labels: tuple[str, ...]) -> Start:
    """Load what the configuration names as the start of training.

    The encoder comes from an artifact folder (then the topic head too, where the
    labels are the same), a folder of transformers, or the hub. Dropout is off: on a CPU it
    costs most of a step, and at these sizes it did not help.

    Raises:
        ArtifactError: If the encoder cannot be loaded.
    """
    torch.manual_seed(config.seed)
    source = config.model.encoder
    folder = _local_folder(source)
    is_artifact = ModelFolder(folder).onnx.exists()
    tokenizer, windows, pad_id = _load_tokenizer(config, is_artifact=is_artifact)
    if config.model.tiny is not None:
        tiny = config.model.tiny
        shape = BertConfig(
            vocab_size=tokenizer.get_vocab_size(),
            hidden_size=tiny.hidden_size,
            num_hidden_layers=tiny.num_hidden_layers,
            num_attention_heads=tiny.num_attention_heads,
            intermediate_size=2 * tiny.hidden_size,
        )
        encoder = _without_dropout(BertModel(shape, add_pooling_layer=False))
    elif is_artifact:
        encoder = _without_dropout(encoder_from_artifact(ModelFolder(folder)))
    else:
        encoder = _without_dropout(_from_transformers(source))
    model = TopicModel(encoder, len(labels))
    origin = ModelFolder(folder) if is_artifact and config.model.tiny is None else None
    if origin:
        _load_topic_head(model, origin, labels)
    elif not config.data.summaries:
        raise ConfigError(
            f"data.summaries is empty and model.encoder is {source!r}, which has no salience head "
            "to learn from; name files of articles with a summary, or start from a folder that "
            "`baozhai train` wrote"
        )
    return Start(model, tokenizer, pad_id, windows, origin)


def encoder_from_artifact(folder: ModelFolder) -> BertModel:
    """Rebuild the torch encoder from the weights inside `model.onnx`.

    The export keeps each weight under its torch name, in half precision.

    Raises:
        ArtifactError: If a weight is missing.
    """
    graph = onnx.load(str(folder.onnx)).graph
    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    config = BertConfig(**folder.read_inference().encoder.model_dump())
    encoder = BertModel(config, add_pooling_layer=False)
    state = {}
    for name, value in encoder.state_dict().items():
        if name not in weights:
            raise ArtifactError(
                f"{folder.onnx} holds no weight {name!r}; export the model again with "
                "`baozhai train`, or start from a folder of transformers"
            )
        state[name] = torch.from_numpy(weights[name].astype(np.float32)).reshape(value.shape)
    encoder.load_state_dict(state)
    return encoder


def _local_folder(source: str) -> Path:
    """Where the folder is, if `source` names one; a hub name comes back as it is."""
    try:
        return locate(source)
    except ConfigError:
        return Path(source)


def _from_transformers(source: str) -> BertModel:
    try:
        return BertModel.from_pretrained(str(_local_folder(source)), add_pooling_layer=False)
    except (OSError, ValueError) as error:
        raise ArtifactError(
            f"encoder {source!r} cannot be loaded: {error}. Name an artifact folder, a folder "
            "of transformers (`make model` builds runs/base) or a BERT on the hub."
        ) from error


def _without_dropout(encoder: BertModel) -> BertModel:
    """Switch dropout off and take the attention that is fastest on a CPU."""
    for module in encoder.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    encoder.set_attn_implementation("eager")
    return encoder


def _load_tokenizer(
    config: TrainingConfig, *, is_artifact: bool
) -> tuple[Tokenizer, WindowSettings, int]:
    source = config.model.encoder
    if is_artifact:
        folder = ModelFolder(_local_folder(source))
        tokenizer = Tokenizer.from_file(str(folder.tokenizer))
        read = folder.read_inference().windows
        first, last = read.first_token, read.last_token
        pad_id = tokenizer.token_to_id("<pad>") or 0
    else:
        loaded = AutoTokenizer.from_pretrained(str(_local_folder(source)))
        tokenizer = loaded.backend_tokenizer
        first, last, pad_id = loaded.cls_token, loaded.sep_token, loaded.pad_token_id
    tokenizer.no_padding()
    tokenizer.no_truncation()
    windows = WindowSettings(
        max_length=config.model.max_length,
        max_headline_tokens=config.model.max_headline_tokens,
        prefix=config.model.prefix,
        first_token=first,
        last_token=last,
        stand_in_chars=config.model.stand_in_chars,
    )
    return tokenizer, windows, pad_id


def _load_topic_head(model: TopicModel, folder: ModelFolder, labels: tuple[str, ...]) -> None:
    """Start the head where the artifact left it, if it is for the same labels."""
    if folder.read_labels() != labels:
        return
    heads = folder.read_heads()
    for name in ("topic_hidden", "topic_out"):
        layer = getattr(model, name)
        layer.weight.data = torch.from_numpy(heads[f"{name}.weight"].astype(np.float32))
        layer.bias.data = torch.from_numpy(heads[f"{name}.bias"].astype(np.float32))
