"""Train a model and leave it as a checked artifact: `baozhai train CONFIG`."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from service.config import ServiceConfig, TopicSet, load_config, locate
from service.errors import ConfigError
from service.registry import REGISTRY, Registry
from training.config import TrainingConfig
from training.learning.run_identity import claim_runs
from training.line_scorer.config import LineScorerConfig, names_line_scorer
from training.run_check import check_run

if TYPE_CHECKING:
    from training.release.quality import Finding

logger = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None, settings: ServiceConfig | None = None) -> int:
    """Run one configuration: check, train, calibrate, export, measure, write the card.

    Args:
        arguments: The arguments; None takes those of the process.
        settings: Those of all commands, for the label set and the line scorer; None takes
            those that ship.

    Raises:
        DataError: If anything that the run reads or writes is not fit for it; nothing was done.
        ConfigError: If an `output_dir` holds a run of other settings or inputs.
        DigestError: If something else stops it.
    """
    options = _parser().parse_args(arguments)
    _refuse_several_processes()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    train = _train_line_scorer if names_line_scorer(options.config) else _train_model
    for line in train(options, settings or ServiceConfig()):
        sys.stdout.write(f"{line}\n")
    return 0


def _refuse_several_processes() -> None:
    """Stop where a launcher started several processes: all would write one folder.

    Raises:
        ConfigError: If there are several.
    """
    n_processes = os.environ.get("WORLD_SIZE", "1")
    if n_processes not in ("", "1"):
        raise ConfigError(
            f"有 {n_processes} 个进程在跑同一次训练，会写同一个文件夹；请直接运行 baozhai train，"
            "不经 torchrun 或 accelerate launch，它用一块 GPU 或全部 CPU 核 (several processes of "
            "one run: start `baozhai train` by itself)"
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="baozhai train", description=__doc__)
    parser.add_argument("config", help="configuration, e.g. configs/training/smoke.yaml")
    parser.add_argument("--data", help="folder of the data, instead of data.root")
    parser.add_argument(
        "--anew", action="store_true", help="从头训练，上次留下的权重作废 (drop earlier weights)"
    )
    return parser


def _train_model(options: argparse.Namespace, settings: ServiceConfig) -> list[str]:
    config = load_config(options.config, TrainingConfig)
    config = config.model_copy(update={"topics": config.topics or settings.topics})
    if config.model.encoder == REGISTRY:
        serving = str(Registry.open().current().model.path)
        model = config.model.model_copy(update={"encoder": serving})
        config = config.model_copy(update={"model": model})
    data_root = locate(options.data or config.data.root)
    topics = load_config(config.topics, TopicSet)
    data = check_run(config, data_root, topics)
    claim_runs(config, data_root, anew=options.anew)
    # What computes takes its time to load; whoever made a mistake need not wait for it.
    from training.release.finish import finish
    from training.release.promotion import find_crossed_floors
    from training.release.result import result_lines
    from training.stages import train_model

    def find_crossed(metrics: Mapping[str, Any]) -> tuple[Finding, ...]:
        return find_crossed_floors(config, metrics, data_root, settings.line_scorer)

    start = train_model(config, data, topics.labels)
    folder = finish(start, config, data, topics.labels, find_crossed)
    return result_lines(config, folder, data)


def _train_line_scorer(options: argparse.Namespace, _: ServiceConfig) -> list[str]:
    config = load_config(options.config, LineScorerConfig)
    data_root = locate(options.data or config.data.root)
    from training.release.line_scorer import run_line_scorer

    folder = run_line_scorer(config, data_root, anew=options.anew)
    return [f"{folder.path}：数字在 {folder.metrics} (figures)"]
