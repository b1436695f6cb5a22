"""The model card, written from the run: never by hand."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import yaml

from training.config import TrainingConfig

_TEMPLATE = Path(__file__).with_suffix(".md")


def make_card(config: TrainingConfig, metrics: dict[str, Any]) -> str:
    """Write the card of a model.

    Args:
        config: The run that made it.
        metrics: The content of its `metrics.json`.
    """
    text = yaml.safe_dump(config.model_dump(mode="json"), allow_unicode=True, sort_keys=False)
    topics, calibration = metrics["topics"], metrics["calibration"]
    return _TEMPLATE.read_text(encoding="utf-8").format(
        name=config.model.name,
        version=config.model.version,
        labels="、".join(topics["labels"]),
        topics=", ".join([*config.data.topics, *config.data.own_topics]),
        topics_validation=config.data.topics_validation,
        n=topics["n"],
        summaries=", ".join(config.data.summaries) or f"ratings of {config.model.encoder}",
        encoder=config.model.encoder,
        topic_rows="\n".join(_topic_row(*item) for item in topics["systems"].items()),
        label_rows="\n".join(_label_rows(topics)),
        summary_rows="\n".join(_summary_rows(metrics["summaries"])),
        digest=hashlib.sha256(text.encode()).hexdigest()[:12],
        seed=config.seed,
        config=text,
        **{**calibration, "headlines_alone": _headlines_alone(calibration["headlines_alone"])},
    )


def _headlines_alone(fitted: dict[str, Any] | None) -> str:
    if fitted is None:
        return "Articles without a text are doubted as all others are."
    return (
        "Articles without a text have a temperature and a threshold of their own, "
        f"{fitted['temperature']:.3f} and {fitted['threshold']:.4f}:\n"
        f"of the same articles by their headlines alone {fitted['coverage']:.1%} are sure, "
        f"{fitted['risk']:.1%} of these wrong (up to {fitted['risk_high']:.1%}); "
        f"ECE {fitted['ece_cross_fitted']:.3f}."
    )


def _topic_row(system: str, figures: dict[str, Any]) -> str:
    scores = figures["scores"]
    return (
        f"| {system} | {_interval(figures['macro_f1'])} | {100 * scores['accuracy']:.1f} "
        f"| {100 * scores['accuracy_with_secondary']:.1f} | {figures['ece_cross_fitted']:.3f} "
        f"| {100 * figures['accuracy_at_coverage']['0.85']:.1f} |"
    )


def _label_rows(topics: dict[str, Any]) -> list[str]:
    classes = topics["systems"][topics["first"]]["scores"]["classes"]
    return [
        f"| {label} | {found['n_cases']} | {100 * found['precision']:.1f} "
        f"| {100 * found['recall']:.1f} | {100 * found['f1']:.1f} |"
        for label, found in zip(topics["labels"], classes, strict=True)
    ]


def _summary_rows(summaries: dict[str, Any]) -> list[str]:
    return [
        f"| {file} | {system} | "
        + " | ".join(_interval(figures[name]) for name in ("rouge_1", "rouge_2", "rouge_l"))
        + " |"
        for file, report in summaries.items()
        for system, figures in report["systems"].items()
    ]


def _interval(estimate: dict[str, float]) -> str:
    return (
        f"{100 * estimate['value']:.1f} ({100 * estimate['low']:.1f}–{100 * estimate['high']:.1f})"
    )
