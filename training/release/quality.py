"""The gate of `make quality`: what ships may not fall below what it once reached."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from rich.console import Console

from service.config import ServiceConfig, load_config, locate_model
from service.errors import ConfigError
from service.registry import settled
from service.splitters import ArticleSplitter
from training.articles.datamodels import without_headlines
from training.articles.reading import labelled_articles, summarized_articles
from training.evaluation.evidence import measure_evidence
from training.evaluation.measure import measure_split, measure_summaries, measure_topics
from training.evaluation.plain_values import as_metrics, plain
from training.evaluation.served_model import RememberingEncoder, ServedModel
from training.release.floors import Check, QualityConfig, Task

_EVIDENCE_STEP = 4  # articles; two more passes for each


@dataclass(frozen=True, slots=True)
class Finding:
    """A check and the figure that was measured for it."""

    check: Check
    value: float

    @property
    def holds(self) -> bool:
        """Whether the figure keeps its bound."""
        return self.check.holds(self.value)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure every figure of the configuration and compare it with its bound.

    Returns:
        0 if all hold, 1 if one is crossed.

    Raises:
        DigestError: If configuration, data or model cannot be used.
    """
    parser = argparse.ArgumentParser(prog="python -m training.release.quality", description=__doc__)
    parser.add_argument("data", type=Path, help="数据目录 (the data folder)")
    parser.add_argument("--config", default="configs/quality.yaml", help="底线 (the floors)")
    parser.add_argument("--model", help="default、fast 或模型目录，默认为配置所用的模型")
    arguments = parser.parse_args(argv)
    checks = load_config(arguments.config, QualityConfig).checks
    settings = load_config("configs/service.yaml", ServiceConfig)
    folder = locate_model(arguments.model or settled(settings).model)
    findings = run_checks(checks, arguments.data, folder)
    console = Console(soft_wrap=True)
    for finding in findings:
        console.print(describe(finding), style=None if finding.holds else "bold red")
    return 0 if all(finding.holds for finding in findings) else 1


def judge(
    checks: Sequence[Check], metrics: Callable[[Task, str], Mapping[str, Any]]
) -> tuple[Finding, ...]:
    """Read the figures of some checks.

    Args:
        checks: What is asked.
        metrics: Gives what `metrics.json` would hold for a task and a file; asked once for each.

    Returns:
        A finding for each check, in order.

    Raises:
        ConfigError: If a figure is not among those measured; the message names
            what there is.
    """
    metrics = cache(metrics)
    return tuple(
        Finding(check, _figure(metrics(check.task, check.data), check.figure)) for check in checks
    )


def run_checks(checks: Sequence[Check], data: Path, model_folder: Path) -> tuple[Finding, ...]:
    """Measure what the checks ask for and judge it; see `judge`."""

    @cache
    def model() -> ServedModel:
        loaded = ServedModel.from_pretrained(model_folder)
        # Topics and summaries are judged on the same articles, and reading them takes the time.
        return replace(loaded, encoder=RememberingEncoder(loaded.encoder))

    def measure(task: Task, file: str) -> Mapping[str, Any]:
        path = data / file
        if task == "split":
            return measure_split(path, ArticleSplitter()).as_metrics()
        if task == "summaries":
            return as_metrics(measure_summaries(summarized_articles(path), model(), baselines={}))
        articles = labelled_articles([path], model().labels)
        if task == "evidence":
            figures: dict[str, Any] = plain(measure_evidence(articles[::_EVIDENCE_STEP], model()))
            return figures
        if task == "topics_without_headlines":
            articles = without_headlines(articles)
        return as_metrics(measure_topics(articles, model()))

    return judge(checks, measure)


def describe(finding: Finding) -> str:
    """One line: the figure, its bound, and whether it holds."""
    check = finding.check
    bound = f"≥ {check.at_least}" if check.at_least is not None else f"≤ {check.at_most}"
    verdict = "ok" if finding.holds else "CROSSED"
    return f"{verdict:8}{check.task} {check.data} {check.figure} {finding.value:.4f} ({bound})"


def _figure(metrics: Mapping[str, Any], name: str) -> float:
    value: Any = metrics
    for key in name.split("."):
        if not isinstance(value, Mapping) or key not in value:
            known = "、".join(value) if isinstance(value, Mapping) else "下面没有了"
            raise ConfigError(
                f"下限 {name}：没有量 {key}，有的是 {known} ({key} is not measured; these are)"
            )
        value = value[key]
    return float(value)


if __name__ == "__main__":
    raise SystemExit(main())
