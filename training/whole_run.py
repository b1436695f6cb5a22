"""One configuration from its articles to a finished model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.artifacts import ModelFolder
from service.config import ServiceConfig, TopicSet, load_config, locate
from service.registry import REGISTRY, Registry
from training.articles.run_data import RunData
from training.config import TrainingConfig
from training.following import UNFOLLOWED, Following
from training.learning.processes import is_main, main_first, part
from training.run_check import check_run

if TYPE_CHECKING:
    from training.release.quality import Finding

Claim = Callable[[TrainingConfig, Path], None]
"""Claims the folders of a run of a configuration on data below a folder."""


@dataclass(frozen=True, slots=True)
class FinishedRun:
    """What was trained.

    Attributes:
        config: As it was run: the label set and the encoder are named.
        data: What it learned from and was measured on.
        folder: The finished model.
    """

    config: TrainingConfig
    data: RunData
    folder: ModelFolder


def train_whole(
    file: str | Path,
    settings: ServiceConfig,
    claim: Claim,
    *,
    data_root: str | None = None,
    following: Following = UNFOLLOWED,
) -> FinishedRun | None:
    """Check, train, calibrate, export, measure, write the card.

    Args:
        file: The configuration.
        settings: Those of all commands, for the label set and the line scorer.
        claim: Called when all is checked, before anything is learned.
        data_root: Folder of the data, instead of that of the configuration.
        following: Told how far it is.

    Returns:
        What was trained; None for a process that only learned along.

    Raises:
        DataError: If anything that the run reads or writes is not fit for it; nothing was done.
        DigestError: If something else stops it.
    """
    with main_first():
        config = _read_config(file, settings)
        root = locate(data_root or config.data.root)
        topics = load_config(config.topics, TopicSet)
        data = check_run(config, root, topics)
        if is_main():
            claim(config, root)
    # What computes takes its time to load; whoever made a mistake need not wait for it.
    from training.release.finish import finish
    from training.release.promotion import find_crossed_floors
    from training.stages import train_model

    def find_crossed(metrics: Mapping[str, Any]) -> tuple[Finding, ...]:
        return find_crossed_floors(config, metrics, root, settings.line_scorer)

    start = train_model(config, data, topics.labels, following)
    part()
    if not is_main():
        return None
    following.stage("finishing")
    folder = finish(start, config, data, topics.labels, find_crossed, following)
    return FinishedRun(config, data, folder)


def _read_config(file: str | Path, settings: ServiceConfig) -> TrainingConfig:
    """A configuration with its label set and its encoder named."""
    config = load_config(file, TrainingConfig)
    config = config.model_copy(update={"topics": config.topics or settings.topics})
    if config.model.encoder != REGISTRY:
        return config
    serving = str(Registry.open().current().model.path)
    model = config.model.model_copy(update={"encoder": serving})
    return config.model_copy(update={"model": model})
