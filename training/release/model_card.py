"""The model card, written from the run: never by hand."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import yaml

from training.config import TrainingConfig

_TEMPLATE = Path(__file__).with_suffix(".md")
_ROUGE = ("rouge_1", "rouge_2", "rouge_l")
_N_CONFUSIONS = 6


def make_card(config: TrainingConfig, metrics: dict[str, Any]) -> str:
    """Write the card of a model.

    Args:
        config: The run that made it.
        metrics: The content of its `metrics.json`.
    """
    text = yaml.safe_dump(config.model_dump(mode="json"), allow_unicode=True, sort_keys=False)
    topics, calibration = metrics["topics"], metrics["calibration"]
    summaries, n_rows = metrics["summaries"], metrics["n_rows"]

    def counted(*files: str) -> str:
        return ", ".join(f"{file} ({n_rows[file]:,})" for file in files)

    return _TEMPLATE.read_text(encoding="utf-8").format(
        name=config.model.name,
        version=config.model.version,
        labels="、".join(topics["labels"]),
        topics=counted(*config.data.topics, *config.data.own_topics),
        topics_validation=f"{config.data.topics_validation} ({topics['n']:,})",
        summaries=counted(*config.data.summaries) or f"ratings of {config.model.encoder}",
        encoder=config.model.encoder,
        first=topics["first"],
        topic_rows="\n".join(_topic_rows(topics)),
        label_rows="\n".join(_label_rows(topics)),
        summary_rows="\n".join(_summary_rows(summaries)),
        confusion_rows="\n".join(_confusion_rows(topics)),
        topic_group_rows="\n".join(_group_rows(topics, ("accuracy", "macro_f1"))),
        summary_group_rows="\n".join(
            row for report in summaries.values() for row in _group_rows(report, _ROUGE)
        ),
        digest=hashlib.sha256(text.encode()).hexdigest()[:12],
        seed=config.seed,
        config=text,
        whole_articles=_doubt(calibration),
        **{**calibration, "headlines_alone": _headlines_alone(calibration["headlines_alone"])},
    )


def _headlines_alone(fitted: dict[str, Any] | None) -> str:
    if fitted is None:
        return "Articles without a text are doubted as all others are."
    return (
        "Articles without a text have a temperature of their own, "
        f"{fitted['temperature']:.3f} (ECE {fitted['ece_cross_fitted']:.3f}), and a threshold; "
        f"by the headlines of the same articles:\n{_doubt(fitted)}"
    )


def _doubt(fitted: dict[str, Any]) -> str:
    """What a threshold does where it was chosen, and what to expect elsewhere."""
    served, elsewhere = fitted["served"], fitted["cross_fitted"]
    return (
        f"The threshold {served['threshold']:.4f} leaves {served['coverage']:.1%} of the articles "
        f"sure, {_wrong(served)}; where temperature and threshold come\nfrom the other four "
        f"fifths of them, {elsewhere['coverage']:.1%} are sure, {_wrong(elsewhere)}."
    )


def _wrong(share: dict[str, float]) -> str:
    low, high = share["risk_low"], share["risk_high"]
    return f"{share['risk']:.1%} of these wrong (95 % interval {low:.1%} to {high:.1%})"


def _topic_rows(topics: dict[str, Any]) -> list[str]:
    rows = []
    for system, figures in topics["systems"].items():
        scores = figures["scores"]
        rows.append(
            f"| {system} | {_interval(figures['macro_f1'])} "
            f"| {_difference(topics['first_minus'].get(system))} "
            f"| {100 * scores['accuracy']:.1f} "
            f"| {100 * scores['accuracy_with_secondary']:.1f} | {figures['ece_cross_fitted']:.3f} "
            f"| {100 * figures['accuracy_at_coverage']['0.85']:.1f} |"
        )
    return rows


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
        + " | ".join(_interval(figures[name]) for name in _ROUGE)
        + f" | {_difference(report['first_minus'].get(system, {}).get(_ROUGE[0]))} |"
        for file, report in summaries.items()
        for system, figures in report["systems"].items()
    ]


def _confusion_rows(topics: dict[str, Any]) -> list[str]:
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
    return [f"| {true} taken for {given} | {count} |" for count, true, given in fullest]


def _group_rows(report: dict[str, Any], figures: tuple[str, ...]) -> list[str]:
    """Figures by source and by length in characters."""
    groups = {**report["by_source"], **report["by_length"]}
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
