"""Train a model and leave it as a checked artifact: `baozhai train CONFIG`."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from service.artifacts import ArtifactFolder
from service.config import ServiceConfig, TopicSet, load_config, locate
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
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    train = _train_line_scorer if names_line_scorer(options.config) else _train_model
    folder = train(options, settings or ServiceConfig())
    logger.info("%s: %s", folder.path, folder.metrics.read_text(encoding="utf-8"))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="baozhai train", description=__doc__)
    parser.add_argument("config", help="configuration, e.g. configs/training/smoke.yaml")
    parser.add_argument("--data", help="folder of the data, instead of data.root")
    parser.add_argument(
        "--anew", action="store_true", help="从头训练，上次留下的权重作废 (drop earlier weights)"
    )
    return parser


def _train_model(options: argparse.Namespace, settings: ServiceConfig) -> ArtifactFolder:
    config = load_config(options.config, TrainingConfig)
    config = config.model_copy(update={"topics": config.topics or settings.topics})
    data_root = locate(options.data or config.data.root)
    topics = load_config(config.topics, TopicSet)
    data = check_run(config, data_root, topics)
    claim_runs(config, data_root, anew=options.anew)
    # What computes takes its time to load; whoever made a mistake need not wait for it.
    from training.release.finish import finish
    from training.release.promotion import find_crossed_floors
    from training.stages import train_model

    def find_crossed(metrics: Mapping[str, Any]) -> tuple[Finding, ...]:
        return find_crossed_floors(config, metrics, data_root, settings.line_scorer)

    start = train_model(config, data, topics.labels)
    return finish(start, config, data, topics.labels, find_crossed)


def _train_line_scorer(options: argparse.Namespace, _: ServiceConfig) -> ArtifactFolder:
    config = load_config(options.config, LineScorerConfig)
    data_root = locate(options.data or config.data.root)
    from training.release.line_scorer import run_line_scorer

    return run_line_scorer(config, data_root, anew=options.anew)
