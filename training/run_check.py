"""Everything that a training run reads and writes, checked before its first step."""

from __future__ import annotations

from pathlib import Path

from service.artifacts import ModelFolder
from service.config import TopicSet, load_config
from service.errors import ConfigError
from training.articles.outputs import find_obstacle
from training.articles.problems import Problems
from training.articles.run_data import RunData, read_run_data
from training.config import TrainingConfig
from training.release.floors import QualityConfig
from training.release.replacement import find_occupant
from training.start_check import check_start


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
    check_start(config, problems)
    _check_outputs(config, problems)
    _check_floors(config, root, problems)
    data = read_run_data(config.data, root, topics, problems, seed=config.seed)
    problems.raise_if_any()
    return data


def _check_plan(config: TrainingConfig, problems: Problems) -> None:
    """What is to be learned, and from what."""
    if config.keeps_encoder and config.tuning is None:
        problems.add(
            "distillation、trainer、tuning 都没有，没有要学的；请至少给一个 (nothing to learn)"
        )
    if config.data.corpus and config.distillation is None:
        problems.add(
            "data.corpus 只有 distillation 会读，而没有 distillation；请去掉，或写上 "
            "distillation (a corpus that nothing learns from)"
        )
    named = {*config.data.topics, *config.data.own_topics}
    shares = config.tuning.label_shares if config.tuning is not None else {}
    if unknown := sorted(set(shares) - named):
        problems.add(
            f"tuning.label_shares 里的 {'、'.join(unknown)} 不在 data.topics 和 data.own_topics "
            "里；请写成那里的样子 (shares of files that no topics are learned from)"
        )
    if config.data.all_summaries:
        return
    if config.tuning is not None:
        problems.add(
            "tuning 要从摘要里学，而 data.summaries 没有列文件；请列出带 summary 的文章，或去掉 "
            "tuning (tuning learns from summaries, and there are none)"
        )


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
        checks = load_config(config.floors, QualityConfig).of_a_run
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
