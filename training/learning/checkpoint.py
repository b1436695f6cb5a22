"""Where training starts and what it leaves: encoder, heads and tokenizer, as torch sees them."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer
from transformers import AutoTokenizer, BertConfig, BertModel, PreTrainedTokenizerFast

from service.artifacts import ModelFolder, WindowSettings, damaged
from service.config import TopicSet, load_config, locate
from service.encoders.tokenizer import load_tokenizer
from service.errors import ArtifactError, ConfigError
from training.config import TrainingConfig
from training.desk.topic_head import LabelChange
from training.learning.network import TopicModel
from training.learning.salience_head import SalienceHead

logger = logging.getLogger(__name__)


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

    The encoder comes from an artifact folder (then the topic head too, whose topics are matched
    by name), a folder of transformers, or the hub. Dropout is off, see `dropout_in`.

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
            pad_token_id=pad_id,
        )
        encoder = _without_dropout(BertModel(shape, add_pooling_layer=False))
    elif is_artifact:
        encoder = load_encoder(ModelFolder(folder))
    else:
        encoder = _without_dropout(_from_transformers(source))
        _require_positions(encoder, config.model.max_length)
    origin = ModelFolder(folder) if is_artifact and config.model.tiny is None else None
    if origin is None:
        return Start(TopicModel(encoder, len(labels)), tokenizer, pad_id, windows)
    # A head that a desk fitted is wider than the one that ships.
    width = len(origin.read_heads()["topic_hidden.bias"])
    model = TopicModel(encoder, len(labels), width)
    _load_topic_head(model, origin, labels, config.topics)
    return Start(model, tokenizer, pad_id, windows, origin)


def load_encoder(folder: ModelFolder) -> BertModel:
    """The encoder of an artifact folder as `load_start` has it, dropout off.

    Raises:
        ArtifactError: If a weight is missing.
    """
    return _without_dropout(encoder_from_artifact(folder))


def encoder_from_artifact(folder: ModelFolder) -> BertModel:
    """Rebuild the torch encoder from the weights inside `model.onnx`.

    The export keeps each weight under its torch name, in half precision.

    Raises:
        ArtifactError: If a weight is missing.
    """
    file = folder.checked(folder.onnx.name)
    try:
        graph = onnx.load(str(file)).graph
    except Exception as error:  # what protobuf raises is no public class
        raise damaged(file, f"读不出权重 (no weights can be read): {error}") from error
    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    config = BertConfig(**folder.read_inference().encoder.model_dump())
    encoder = BertModel(config, add_pooling_layer=False)
    state = {}
    for name, value in encoder.state_dict().items():
        if name not in weights:
            raise ArtifactError(
                f"{folder.onnx} 里没有权重 {name!r}；请用 baozhai train 重新导出，或换成 "
                "transformers 的文件夹 (a weight is missing: export the model again, or start "
                "from a folder of transformers)"
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
        loaded: Any = BertModel.from_pretrained(
            str(_local_folder(source)), add_pooling_layer=False, output_loading_info=True
        )
    except (OSError, ValueError) as error:
        raise _not_loaded(source, error) from error
    encoder: BertModel = loaded[0]
    if missing := sorted(loaded[1]["missing_keys"]):
        raise ArtifactError(
            f"model.encoder: {source} 里没有 {missing[0]} 等 {len(missing)} 个权重，不是 BERT；"
            "缺的会是随机数，请换一个 (weights of a BERT are missing, which would be random: "
            "name another one)"
        )
    return encoder


def _tokenizer_of_transformers(source: str) -> PreTrainedTokenizerFast:
    try:
        loaded = AutoTokenizer.from_pretrained(str(_local_folder(source)))
    except (OSError, ValueError) as error:
        raise _not_loaded(source, error) from error
    tokens = {"cls_token": loaded.cls_token, "sep_token": loaded.sep_token}
    lacking = [name for name, token in tokens.items() if token is None]
    if not isinstance(loaded, PreTrainedTokenizerFast) or lacking or loaded.pad_token_id is None:
        raise ArtifactError(
            f"model.encoder: {source} 的分词器用不上：要有 tokenizer.json，和 cls_token、"
            "sep_token、pad_token (its tokenizer lacks a tokenizer.json or one of these tokens)"
        )
    return loaded


def _require_positions(encoder: BertModel, max_length: int) -> None:
    n_positions = encoder.config.max_position_embeddings
    if max_length > n_positions:
        raise ConfigError(
            f"model.max_length 是 {max_length}，编码器只容 {n_positions} 个词元；请改小 "
            "(longer windows than the encoder takes)"
        )


def _not_loaded(source: str, error: Exception) -> ArtifactError:
    """What to say of an encoder that is neither here nor to be had."""
    return ArtifactError(
        f"model.encoder: {source!r} 载入不了：本机没有，也下载不到。请写 baozhai train 或 "
        "transformers 写的文件夹，或先在能上网的机器上下载再拷来 (neither a folder here nor to be "
        "had from the hub: name a folder, or download it where there is a network and copy it)"
        f": {error}"
    )


def _without_dropout(encoder: BertModel) -> BertModel:
    """Switch dropout off and take the attention that is fastest here."""
    for module in encoder.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    encoder.set_attn_implementation("sdpa" if torch.cuda.is_available() else "eager")
    return encoder


def _load_tokenizer(
    config: TrainingConfig, *, is_artifact: bool
) -> tuple[Tokenizer, WindowSettings, int]:
    source = config.model.encoder
    if is_artifact:
        folder = ModelFolder(_local_folder(source))
        tokenizer, record = load_tokenizer(folder), folder.read_inference()
        first, last = record.windows.first_token, record.windows.last_token
        pad_id = record.encoder.pad_token_id
    else:
        loaded = _tokenizer_of_transformers(source)
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


def _load_topic_head(
    model: TopicModel, folder: ModelFolder, labels: tuple[str, ...], topics_file: str
) -> None:
    """Start the head where the artifact left it, topics matched by name and by what they were.

    Of several that one topic takes over its row is the mean; others start from nothing.
    """
    known = folder.read_labels()
    n_inputs = model.topic_hidden.in_features
    read = folder.read_head("topic", n_inputs=n_inputs, n_outputs=len(known))
    weights = {name: torch.from_numpy(values) for name, values in read.items()}
    sources: dict[str, tuple[str, ...]] = {name: (name,) for name in labels if name in known}
    if topics_file:
        sources |= LabelChange.between(known, load_config(topics_file, TopicSet)).sources
    with torch.no_grad():
        model.topic_hidden.weight.copy_(weights["topic_hidden.weight"])
        model.topic_hidden.bias.copy_(weights["topic_hidden.bias"])
        for row, label in enumerate(labels):
            if olds := [known.index(name) for name in sources.get(label, ())]:
                model.topic_out.weight[row] = weights["topic_out.weight"][olds].mean(dim=0)
                bias = weights["topic_out.bias"][olds].mean()
                model.topic_out.bias[row] = bias + math.log(len(olds))
    _tell_of_topics(folder, known, {label: sources.get(label, ()) for label in labels})


def _tell_of_topics(
    folder: ModelFolder, known: tuple[str, ...], sources: Mapping[str, tuple[str, ...]]
) -> None:
    """Say what becomes of each topic where those of the start are not those of the run."""
    if known == tuple(sources):
        return
    went_on = {name for olds in sources.values() for name in olds}
    parts = {
        "接着学 (go on, matched by name)": [
            label if olds == (label,) else f"{label} ← {' + '.join(olds)}"
            for label, olds in sources.items()
            if olds
        ],
        "新的，从头学 (new, start from nothing)": [
            label for label, olds in sources.items() if not olds
        ],
        "不再有 (dropped)": [label for label in known if label not in went_on],
    }
    told = "；".join(f"{what}: {', '.join(named)}" for what, named in parts.items() if named)
    logger.warning("%s 的主题与这次的不同 (its topics are others)：%s", folder.path, told)
