"""Reports as plain values, for `metrics.json`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from training.evaluation.summaries import SummaryReport
from training.evaluation.topics import TopicReport


def as_metrics(report: TopicReport | SummaryReport) -> dict[str, Any]:
    """Everything of a report but the articles themselves; floats rounded to 4 decimals."""
    metrics: dict[str, Any] = plain(report)
    metrics["worst"] = [mistake.id for mistake in report.worst]
    return metrics


def plain(value: Any) -> Any:  # noqa: ANN401 - any field of a report
    """A report, or a part of one, as JSON has it; floats rounded to 4 decimals."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, tuple | list):
        return [plain(entry) for entry in value]
    return round(value, 4) if isinstance(value, float) else value
