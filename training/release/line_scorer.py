"""From learned arrays to the line scorer that ships: export, figures, card, the floors."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.artifacts import LineScorerFolder
from service.config import load_config
from service.splitters import ArticleSplitter
from training.articles.json_files import write_json
from training.evaluation.measure import measure_split
from training.learning.run_identity import FINISHED, RunIdentity, claim, hash_files
from training.line_scorer.config import LineScorerConfig
from training.line_scorer.export import export_line_scorer
from training.line_scorer.train import learn
from training.release.floors import QualityConfig
from training.release.line_scorer_card import make_card
from training.release.promotion import promote
from training.release.quality import Finding, judge
from training.release.replacement import require_free, unfinished_folder

logger = logging.getLogger(__name__)

_ARRAYS = "arrays.npz"

Measure = Callable[[str], Mapping[str, Any]]
"""Figures of splitting, as in `metrics.json`, on a file below the folder of the data."""


def run_line_scorer(config: LineScorerConfig, data_root: Path, *, anew: bool) -> LineScorerFolder:
    """Train a line scorer, measure it, and put it into its place.

    What was learned is kept in `config.output_dir`: a finished run is measured and put into its
    place again, not trained again.

    Args:
        config: Of the run.
        data_root: Folder of the data.
        anew: Whether what an earlier run left there goes.

    Raises:
        ConfigError: If `output_dir` holds a run of other settings or inputs, or something that is
            no line scorer stands where it is to go.
        ArtifactError: If the scorer falls below a floor; what was in its place stays there.
    """
    settings = config.model_dump(mode="json", exclude={"artifact", "floors"})
    del settings["data"]["root"]
    identity = RunIdentity(settings, hash_files(config.data.files(data_root)))
    place = Path(config.artifact)
    require_free(place, LineScorerFolder)
    claim(Path(config.output_dir), identity, anew=anew)
    arrays = _learn_once(config, data_root)
    with unfinished_folder(place) as unfinished:
        folder = export_line_scorer(arrays, config.line_scorer, unfinished)
        measure = _measure_with(folder, data_root)
        metrics = {"split": {file: _figures(measure(file)) for file in config.data.judged}}
        write_json(folder.metrics, metrics)
        folder.card.write_text(make_card(config, metrics), encoding="utf-8", newline="\n")
        folder.seal()
        crossed = _find_crossed(config, measure)
    promote(folder, place, crossed)
    return LineScorerFolder(place)


def _learn_once(config: LineScorerConfig, data_root: Path) -> dict[str, NDArray[Any]]:
    """The arrays of the run, which are kept when they are learned."""
    kept = Path(config.output_dir) / _ARRAYS
    if kept.exists():
        logger.info(FINISHED, kept.parent)
        with np.load(kept) as stored:
            return {name: stored[name] for name in stored.files}
    arrays = learn(config, data_root)
    unfinished = kept.with_suffix(".part")
    with unfinished.open("wb") as stream:
        np.savez(stream, **arrays)  # type: ignore[arg-type]
    unfinished.replace(kept)
    return arrays


def _measure_with(folder: LineScorerFolder, data_root: Path) -> Measure:
    """What measures splitting with the finished scorer on a file of pages, on each once."""
    splitter = ArticleSplitter.from_pretrained(folder.path)
    return cache(lambda file: measure_split(data_root / file, splitter).as_metrics())


def _figures(metrics: Mapping[str, Any]) -> dict[str, Any]:
    """What may be kept: the worst pages are quoted there, which are their publishers'."""
    return {name: value for name, value in metrics.items() if name != "worst"}


def _find_crossed(config: LineScorerConfig, measure: Measure) -> tuple[Finding, ...]:
    """The checks of splitting that the finished scorer does not pass."""
    if config.floors is None:
        return ()
    checks = load_config(config.floors, QualityConfig).checks
    found = judge(
        [check for check in checks if check.task == "split"], lambda _, file: measure(file)
    )
    return tuple(finding for finding in found if not finding.holds)
