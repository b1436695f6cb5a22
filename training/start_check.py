"""The model that a training starts from, checked before the first step."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel

from service.artifacts import EncoderShape, ModelFolder
from service.config import SHIPPED_MODEL, locate
from service.errors import ArtifactError, ConfigError
from service.summarizers.salience import SalienceSummarizer
from training.articles.problems import Problems
from training.config import DistillationBlock, ModelBlock, TrainingConfig


class _Settings(BaseModel):
    """What counts here of a `config.json` of transformers, with the defaults of `BertConfig`."""

    model_type: str = "bert"
    num_hidden_layers: int = 12
    max_position_embeddings: int = 512


def check_start(config: TrainingConfig, problems: Problems) -> None:
    """Tell all that is wrong with the model that `model.encoder` names.

    Of a name on the hub nothing is known before it is loaded.
    """
    _check_encoder(config.model.encoder, problems)
    shape = _read_shape(config.model)
    if shape is not None:
        _check_windows(config, shape.max_position_embeddings, problems)
        _check_frozen(config, shape.num_hidden_layers, problems)
    _check_distilled(config, problems)
    _check_salience(config, problems)


def _check_encoder(encoder: str, problems: Problems) -> None:
    """A folder is one of a model; what is no folder here may be a name on the hub."""
    try:
        folder = locate(encoder)
        if _is_artifact(encoder):
            ModelFolder(folder).check()
            return
    except ArtifactError as error:
        problems.add(f"model.encoder: {error}")
        return
    except ConfigError as error:
        # A name on the hub is OWNER/NAME at most.
        if Path(encoder).is_absolute() or encoder.startswith(".") or encoder.count("/") > 1:
            problems.add(f"model.encoder: {error}")
        return
    if not (folder / "config.json").is_file():
        problems.add(
            f"model.encoder: {folder} 里既没有 model.onnx 也没有 config.json，不是模型目录；"
            "请给出 baozhai train 或 transformers 写的目录 (no model folder)"
        )
        return
    settings = _read_settings(folder)
    if settings is not None and settings.model_type != "bert":
        problems.add(
            f"model.encoder: {folder} 是 {settings.model_type}，不是 BERT，权重对不上；请换一个 "
            "(no BERT, so its weights do not fit: name another one)"
        )


def _read_shape(model: ModelBlock) -> EncoderShape | _Settings | None:
    """What is known of an encoder; None where nothing is, or its folder is no good."""
    if model.tiny is not None:
        return _Settings(num_hidden_layers=model.tiny.num_hidden_layers)
    try:
        folder = locate(model.encoder)
        if _is_artifact(model.encoder):
            return ModelFolder(folder).read_inference().encoder
    except (ConfigError, ArtifactError):
        return None  # told of the encoder, or left to the library that reads it
    return _read_settings(folder)


def _read_settings(folder: Path) -> _Settings | None:
    try:
        return _Settings.model_validate_json((folder / "config.json").read_bytes())
    except (OSError, ValueError):
        return None  # the library that reads it tells


def _check_windows(config: TrainingConfig, n_positions: int, problems: Problems) -> None:
    """The encoder takes windows as long as are asked for."""
    if config.model.max_length > n_positions:
        problems.add(
            f"model.max_length 是 {config.model.max_length}，编码器只容 {n_positions} 个词元；"
            "请改小 (longer windows than the encoder takes)"
        )


def _check_frozen(config: TrainingConfig, n_layers: int, problems: Problems) -> None:
    """A layer at least is left to learn."""
    n_layers = len(config.distillation.layers) if config.distillation else n_layers
    for name, block in {"trainer": config.trainer, "tuning": config.tuning}.items():
        if block is not None and block.frozen_layers >= n_layers:
            problems.add(
                f"{name}.frozen_layers 是 {block.frozen_layers}，编码器只有 "
                f"{n_layers} 层，没有一层能学；请改小 (no layer is left to learn)"
            )


def _check_distilled(config: TrainingConfig, problems: Problems) -> None:
    """The model that is learned from has heads, and the layers to start from fit it."""
    if config.distillation is None:
        return
    encoder, start = config.model.encoder, config.distillation.start
    if config.model.tiny is not None or not _is_artifact(encoder):
        problems.add(
            f"distillation 要从一个有主题和摘要的模型学，而 model.encoder {encoder} "
            "不是 baozhai train 写的目录 (it learns from a folder that `baozhai train` wrote)"
        )
        return
    if start and not _is_artifact(start):
        problems.add(
            f"distillation.start: {start} 不是 baozhai train 写的目录 (no folder that "
            "`baozhai train` wrote)"
        )
        return
    try:
        _check_layers(config.distillation, encoder, problems)
    except ArtifactError as error:
        if start:  # of the other is told already
            problems.add(f"distillation.start: {error}")


def _check_layers(block: DistillationBlock, encoder: str, problems: Problems) -> None:
    start = block.start or encoder
    taught, begun = (
        ModelFolder(locate(folder)).read_inference().encoder for folder in (encoder, start)
    )
    highest = block.layers[-1]
    if highest >= begun.num_hidden_layers:
        problems.add(
            f"distillation.layers 有 {highest}，{start} 的层是 0 到 "
            f"{begun.num_hidden_layers - 1} (there is no such layer)"
        )
    for name in ("hidden_size", "vocab_size"):
        has, needs = getattr(begun, name), getattr(taught, name)
        if has != needs:
            problems.add(
                f"distillation.start: {start} 的 {name} 是 {has}，{encoder} 的是 {needs}；请换一个 "
                "(another shape than that of the model it learns from)"
            )


def _check_salience(config: TrainingConfig, problems: Problems) -> None:
    """A salience head that is learned from, or goes on learning, can be fed by this version.

    One of an earlier version reads other figures of a sentence than this version gives.
    """
    is_model = config.model.tiny is None and _is_artifact(config.model.encoder)
    is_needed = config.distillation is not None or (is_model and config.keeps_encoder)
    if config.data.all_summaries and not is_needed:
        return
    try:
        SalienceSummarizer.from_pretrained(
            locate(config.model.encoder if is_model else SHIPPED_MODEL)
        )
    except (ArtifactError, ConfigError) as error:
        problems.add(
            f"摘要要照这个模型的学，而它用不了：{error}；请换 model.encoder，或者有 trainer 时列出 "
            "data.summaries (summaries are learned from this model, which cannot be used: name "
            "another one; or, beside a trainer, name summaries)"
        )


def _is_artifact(encoder: str) -> bool:
    try:
        return ModelFolder(locate(encoder)).onnx.exists()
    except ConfigError:
        return False
