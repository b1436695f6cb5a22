"""The model card, written from the run: never by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from training.config import TrainingConfig
from training.evaluation.tables.summaries import SECOND_READER

_TEMPLATE = Path(__file__).with_suffix(".md")
_ROUGE = ("rouge_1", "rouge_2", "rouge_l")
_N_CONFUSIONS = 6
_UNTOLD_LIMITS = (
    "只学过上面所列的文章：别的报纸、时期、话题见得少。It learned from the articles listed above; "
    "other papers, times and subjects are new to it."
)
_WAYS = {
    "whole": "Articles as they stand (those without a headline are served by the next)",
    "without_headline": "Articles without a headline (all articles, theirs dropped)",
    "headlines_alone": "Headlines without an article",
}


def make_card(config: TrainingConfig, metrics: dict[str, Any]) -> str:
    """Write the card of a model.

    Args:
        config: The run that made it.
        metrics: The content of its `metrics.json`.
    """
    text = yaml.safe_dump(config.model_dump(mode="json"), allow_unicode=True, sort_keys=False)
    topics, calibration = metrics["topics"], metrics["calibration"]
    summaries, n_rows = metrics["summaries"], metrics["n_rows"]
    one = next(iter(topics.values()))
    ways = {
        **topics,
        **{f"{file}, no headlines": r for file, r in metrics["topics_without_headlines"].items()},
    }

    def counted(*files: str) -> str:
        return ", ".join(f"{file} ({n_rows[file]:,})" for file in files)

    return _TEMPLATE.read_text(encoding="utf-8").format(
        name=config.model.name,
        version=config.model.version,
        labels="、".join(one["labels"]),
        topics=counted(*config.data.topics, *config.data.own_topics),
        topics_validation=", ".join(f"{file} ({found['n']:,})" for file, found in topics.items()),
        summaries=counted(*config.data.all_summaries) or f"ratings of {config.model.encoder}",
        encoder=config.model.encoder,
        limits=config.limits or _UNTOLD_LIMITS,
        first=one["first"],
        topic_rows=_joined(_topic_rows, ways),
        label_rows=_joined(_label_rows, topics),
        summary_rows="\n".join(_summary_rows(summaries)),
        second_reader=SECOND_READER + ".",
        confusion_rows=_joined(_confusion_rows, topics),
        topic_group_rows=_joined(_topic_group_rows, topics),
        summary_group_rows="\n".join(
            row for report in summaries.values() for row in _group_rows(report, _ROUGE)
        ),
        digest=hashlib.sha256(text.encode()).hexdigest()[:12],
        seed=config.seed,
        made_by=config.model.made_by,
        config=text,
        same_topic_as_checkpoint=calibration["same_topic_as_checkpoint"],
        max_probability_gap=calibration["max_probability_gap"],
        certainty="\n".join(_certainty(calibration)),
    )


def _joined(
    rows_of: Callable[[str, dict[str, Any]], list[str]], reports: Mapping[str, dict[str, Any]]
) -> str:
    """Rows of a table for one report after the other."""
    return "\n".join(row for name, report in reports.items() for row in rows_of(name, report))


def _certainty(calibration: dict[str, Any]) -> list[str]:
    """What each threshold does where it was chosen, and what to expect elsewhere."""
    lines = []
    for way, title in _WAYS.items():
        fitted = calibration[way]
        if fitted is None:
            lines.append(f"{title} are doubted as all others are.")
            continue
        lines.append(
            f"{title}: temperature {fitted['temperature']:.3f}, threshold "
            f"{fitted['served']['threshold']:.4f}; ECE by 5-fold cross-fitting, ten bins, "
            f"{fitted['ece_cross_fitted']:.3f}."
        )
        for file, served in fitted["served_by_group"].items():
            elsewhere = fitted["cross_fitted_by_group"][file]
            lines.append(
                f"- {file}: {served['coverage']:.1%} sure, {_wrong(served)}; where both come from "
                f"the other four fifths, {elsewhere['coverage']:.1%} are sure, {_wrong(elsewhere)}."
            )
    return lines


def _wrong(share: dict[str, float]) -> str:
    low, high = share["risk_low"], share["risk_high"]
    return f"{share['risk']:.1%} of these wrong (95 % interval {low:.1%} to {high:.1%})"


def _topic_rows(name: str, topics: dict[str, Any]) -> list[str]:
    rows = []
    for system, figures in topics["systems"].items():
        scores = figures["scores"]
        rows.append(
            f"| {name} | {system} | {_interval(figures['macro_f1'])} "
            f"| {_difference(topics['first_minus'].get(system))} "
            f"| {100 * scores['accuracy']:.1f} "
            f"| {100 * scores['accuracy_with_secondary']:.1f} | {figures['ece_cross_fitted']:.3f} "
            f"| {100 * figures['accuracy_at_coverage']['0.85']:.1f} |"
        )
    return rows


def _label_rows(name: str, topics: dict[str, Any]) -> list[str]:
    classes = topics["systems"][topics["first"]]["scores"]["classes"]
    return [
        f"| {name} | {label} | {found['n_cases']} | {100 * found['precision']:.1f} "
        f"| {100 * found['recall']:.1f} | {100 * found['f1']:.1f} |"
        for label, found in zip(topics["labels"], classes, strict=True)
    ]


def _summary_rows(summaries: dict[str, Any]) -> list[str]:
    return [
        f"| {file} | {system} | "
        + " | ".join(_interval(figures[name]) for name in _ROUGE)
        + f" | {_difference(report['first_minus'].get(system, {}).get(_ROUGE[0]))} |"
        for file, report in summaries.items()
        for system, figures in report["systems"].items()
    ]


def _confusion_rows(name: str, topics: dict[str, Any]) -> list[str]:
    """The wrong cells of the confusion matrix, the fullest first."""
    labels = topics["labels"]
    counts = topics["systems"][topics["first"]]["scores"]["confusion"]
    cells = [
        (count, true, given)
        for true, row in zip(labels, counts, strict=True)
        for given, count in zip(labels, row, strict=True)
        if count and true != given
    ]
    fullest = sorted(cells, key=lambda cell: -cell[0])[:_N_CONFUSIONS]
    return [f"| {name} | {true} taken for {given} | {count} |" for count, true, given in fullest]


def _topic_group_rows(name: str, topics: dict[str, Any]) -> list[str]:
    rows = _group_rows(topics, ("accuracy", "macro_f1"))
    return [f"| {name} {row}" for row in rows]


def _group_rows(report: dict[str, Any], figures: tuple[str, ...]) -> list[str]:
    """Figures by source, by headline where they are told so, and by length in characters."""
    groups = {**report["by_source"], **report.get("by_headline", {}), **report["by_length"]}
    return [
        f"| {group} | {found['n']} | "
        + " | ".join(f"{100 * found[name]:.1f}" for name in figures)
        + " |"
        for group, found in groups.items()
    ]


def _interval(estimate: dict[str, float]) -> str:
    return (
        f"{100 * estimate['value']:.1f} ({100 * estimate['low']:.1f}–{100 * estimate['high']:.1f})"
    )


def _difference(found: dict[str, float] | None) -> str:
    """How much better the first system is; a dash beside itself."""
    if found is None:
        return "–"
    return f"{100 * found['value']:+.1f} ({100 * found['low']:+.1f} to {100 * found['high']:+.1f})"
