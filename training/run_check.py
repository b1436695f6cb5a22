"""Everything that a training run reads and writes, checked before its first step."""

from __future__ import annotations

import json
from pathlib import Path

from service.artifacts import ModelFolder
from service.config import TopicSet, load_config, locate
from service.errors import ArtifactError, ConfigError
from training.articles.outputs import find_obstacle
from training.articles.problems import Problems
from training.articles.run_data import RunData, read_run_data
from training.config import TrainingConfig
from training.release.floors import QualityConfig
from training.release.replacement import find_occupant


def check_run(config: TrainingConfig, root: Path, topics: TopicSet) -> RunData:
    """Read the articles of a run, and make sure that nothing will stop it half-way.

    Nothing of what computes is loaded here, so that mistakes are told in seconds.

    Args:
        config: Of the run.
        root: Folder of the data.
        topics: The topic set.

    Returns:
        The articles, each of them fit for its purpose.

    Raises:
        DataError: With everything that is wrong: file, row, value and what is allowed.
    """
    problems = Problems()
    _check_plan(config, problems)
    _check_encoder(config.model.encoder, problems)
    _check_windows(config, problems)
    _check_frozen(config, problems)
    _check_outputs(config, problems)
    _check_floors(config, root, problems)
    data = read_run_data(config.data, root, topics, problems, seed=config.seed)
    problems.raise_if_any()
    return data


def _check_plan(config: TrainingConfig, problems: Problems) -> None:
    """What is to be learned, and from what."""
    if config.distillation is None and config.trainer is None and config.tuning is None:
        problems.add(
            "distillation、trainer、tuning 都没有，没有要学的；请至少给一个 (nothing to learn)"
        )
    _check_layers(config, problems)
    if config.data.corpus and config.distillation is None:
        problems.add(
            "data.corpus 只有 distillation 会读，而没有 distillation；请去掉，或写上 "
            "distillation (a corpus that nothing learns from)"
        )
    if config.data.all_summaries:
        return
    if config.tuning is not None:
        problems.add(
            "tuning 要从摘要里学，而 data.summaries 没有列文件；请列出带 summary 的文章，或去掉 "
            "tuning (tuning learns from summaries, and there are none)"
        )


def _check_layers(config: TrainingConfig, problems: Problems) -> None:
    """The model that is distilled is one with heads, and has the layers that are taken of it."""
    if config.distillation is None:
        return
    if config.model.tiny is not None or not _is_artifact(config.model.encoder):
        problems.add(
            f"distillation 要从一个有主题和摘要的模型学，而 model.encoder {config.model.encoder} "
            "不是 baozhai train 写的目录 (it learns from a folder that `baozhai train` wrote)"
        )
        return
    try:
        shape = ModelFolder(locate(config.model.encoder)).read_inference().encoder
    except ArtifactError:
        return  # told of the encoder
    highest = config.distillation.layers[-1]
    if highest >= shape.num_hidden_layers:
        problems.add(
            f"distillation.layers 有 {highest}，{config.model.encoder} 的层是 0 到 "
            f"{shape.num_hidden_layers - 1} (there is no such layer)"
        )


def _check_encoder(encoder: str, problems: Problems) -> None:
    """A folder is one of a model; what is no folder here may be a name on the hub."""
    try:
        folder = locate(encoder)
        if _is_artifact(encoder):
            ModelFolder(folder).check()
        elif not (folder / "config.json").is_file():
            problems.add(
                f"model.encoder: {folder} 里既没有 model.onnx 也没有 config.json，不是模型目录；"
                "请给出 baozhai train 或 transformers 写的目录 (no model folder)"
            )
    except ArtifactError as error:
        problems.add(f"model.encoder: {error}")
    except ConfigError as error:
        # A name on the hub is OWNER/NAME at most.
        if Path(encoder).is_absolute() or encoder.startswith(".") or encoder.count("/") > 1:
            problems.add(f"model.encoder: {error}")


def _check_frozen(config: TrainingConfig, problems: Problems) -> None:
    """A layer at least is left to learn, of an artifact; of others the library tells."""
    if config.model.tiny is not None or not _is_artifact(config.model.encoder):
        return
    try:
        shape = ModelFolder(locate(config.model.encoder)).read_inference().encoder
    except ArtifactError:
        return  # told of the encoder
    blocks = {"trainer": config.trainer, "tuning": config.tuning}
    for name, block in blocks.items():
        if block is not None and block.frozen_layers >= shape.num_hidden_layers:
            problems.add(
                f"{name}.frozen_layers 是 {block.frozen_layers}，编码器只有 "
                f"{shape.num_hidden_layers} 层，没有一层能学；请改小 (no layer is left to learn)"
            )


def _check_windows(config: TrainingConfig, problems: Problems) -> None:
    """The encoder takes windows as long as are asked for; nothing is known of one on the hub."""
    if config.model.tiny is not None:
        return
    try:
        folder = locate(config.model.encoder)
        if _is_artifact(config.model.encoder):
            n_positions = ModelFolder(folder).read_inference().encoder.max_position_embeddings
        else:
            settings = json.loads((folder / "config.json").read_bytes())
            n_positions = settings["max_position_embeddings"]
    except (ConfigError, ArtifactError, OSError, ValueError, KeyError, TypeError):
        return  # told of the encoder, or left to the library that reads it
    if config.model.max_length > n_positions:
        problems.add(
            f"model.max_length 是 {config.model.max_length}，编码器只容 {n_positions} 个词元；"
            "请改小 (longer windows than the encoder takes)"
        )


def _is_artifact(encoder: str) -> bool:
    try:
        return ModelFolder(locate(encoder)).onnx.exists()
    except ConfigError:
        return False


def _check_outputs(config: TrainingConfig, problems: Problems) -> None:
    folders = {"artifact": Path(config.artifact)}
    if config.distillation is not None:
        folders["distillation.output_dir"] = Path(config.distillation.output_dir)
    if config.trainer is not None:
        folders["trainer.output_dir"] = Path(config.trainer.output_dir)
    if config.tuning is not None:
        folders["tuning.output_dir"] = Path(config.tuning.output_dir)
    for key, folder in folders.items():
        if (fault := find_obstacle(folder)) is not None:
            problems.add(f"{key}: {fault}")
    if (fault := find_occupant(Path(config.artifact), ModelFolder)) is not None:
        problems.add(f"artifact: {fault}")
    places = [folder.resolve() for folder in folders.values()]
    if len(set(places)) < len(places):
        problems.add(
            f"{'、'.join(folders)} 中有两个是同一目录；请各给一个 (two outputs share a folder)"
        )


def _check_floors(config: TrainingConfig, root: Path, problems: Problems) -> None:
    """The floors ask for figures that the run measures."""
    if config.floors is None:
        return
    measured = {
        "topics": config.data.topics_validation,
        "summaries": config.data.summaries_validation,
    }
    try:
        checks = load_config(config.floors, QualityConfig).checks
    except ConfigError as error:
        problems.add(str(error))
        return
    for task, file in dict.fromkeys((check.task, check.data) for check in checks):
        if task == "split":
            if not (root / file).exists():
                problems.add(f"{config.floors}: {root / file} 不存在 (no such file)")
        elif file not in measured[kind := task.partition("_")[0]]:
            problems.add(
                f"{config.floors} 要量 {file} 的 {task}，这次训练不量；请把它列为 "
                f"data.{kind}_validation (the floors ask for what the run does not measure)"
            )
