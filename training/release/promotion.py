"""A finished model takes its place only where topics, summaries and splitting all hold."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from service.artifacts import ArtifactFolder
from service.config import load_config
from service.errors import ArtifactError, ConfigError
from service.splitters import ArticleSplitter
from training.config import TrainingConfig
from training.evaluation.measure import measure_split
from training.release.floors import QualityConfig, Task
from training.release.quality import Finding, describe, judge
from training.release.replacement import find_occupant, names_beside, replace_artifact


def find_crossed_floors(
    config: TrainingConfig, metrics: Mapping[str, Any], data_root: Path, line_scorer: str
) -> tuple[Finding, ...]:
    """The checks of `config.floors` that a finished model does not pass.

    Args:
        config: Of the run.
        metrics: What the run measured of topics and summaries, as in `metrics.json`; splitting
            is measured here.
        data_root: Folder of the data.
        line_scorer: Folder of the line scorer with which pages are split.

    Raises:
        ConfigError: If a check asks for what the run did not measure.
    """
    if config.floors is None:
        return ()

    def measured(task: Task, file: str) -> Mapping[str, Any]:
        if task == "split":
            splitter = ArticleSplitter.from_pretrained(line_scorer)
            return measure_split(data_root / file, splitter).as_metrics()
        known: Mapping[str, Any] = metrics[task]
        if file not in known:
            kind = task.partition("_")[0]
            raise ConfigError(
                f"{config.floors} 要量 {file} 的 {task}，这次训练只量 {'、'.join(known)}；"
                f"请把它列为 data.{kind}_validation "
                "(the floors ask for what the run does not measure)"
            )
        found: Mapping[str, Any] = known[file]
        return found

    checks = load_config(config.floors, QualityConfig).of_a_run
    return tuple(finding for finding in judge(checks, measured) if not finding.holds)


def promote(finished: ArtifactFolder, place: Path, crossed: tuple[Finding, ...]) -> None:
    """Move a finished artifact to its place, or aside where it fell below a floor.

    Raises:
        ArtifactError: If a floor is crossed, or nothing proves that what stands at `place` is an
            artifact of its kind; that is then as it was, and the new one stands beside it with
            the suffix `.refused`.
        WriteError: If the folder cannot be moved.
    """
    kind = type(finished)
    occupant = find_occupant(place, kind)
    if not crossed and occupant is None:
        replace_artifact(finished, place)
        return
    names = names_beside(place, "refused")
    aside = next(name for name in names if find_occupant(name, kind) is None)
    replace_artifact(finished, aside)
    if not crossed:
        raise ArtifactError(f"{occupant}\n新模型放在 {aside} (the new model is there)")
    lines = "\n".join(map(describe, crossed))
    raise ArtifactError(
        f"新模型没有守住下限，放在 {aside}；{place} 照旧 "
        f"(the new model is below a floor and was put aside; the old one stays):\n{lines}"
    )
