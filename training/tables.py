"""Reports as tables for the terminal and as plain values for `metrics.json`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from rich.markup import escape
from rich.table import Table

from training.metrics.bootstrap import Difference, Estimate
from training.split_metrics import SplitReport
from training.summary_evaluation import SummaryReport
from training.topic_evaluation import TopicReport


def as_metrics(report: TopicReport | SummaryReport) -> dict[str, Any]:
    """Everything of a report but the articles themselves; floats rounded to 4 decimals."""
    metrics: dict[str, Any] = _plain(report)
    metrics["worst"] = [mistake.id for mistake in report.worst]
    return metrics


def topic_tables(report: TopicReport) -> list[Table]:
    """Systems, topics and confusions of the first system, groups."""
    systems = _table(
        f"Topics, {report.n} articles",
        ("system", "macro-F1 [95 %]", "accuracy", "+secondary", "ECE", "log loss", "acc@85 %"),
        [
            (
                name,
                interval(found.macro_f1),
                f"{found.scores.accuracy:.3f}",
                f"{found.scores.accuracy_with_secondary:.3f}",
                f"{found.ece:.3f}",
                f"{found.log_loss:.3f}",
                f"{found.accuracy_at_coverage['0.85']:.3f}",
            )
            for name, found in report.systems.items()
        ],
    )
    scores = report.systems[report.first].scores
    topics = _table(
        f"{report.first} by topic; columns at the right: predicted as",
        ("topic", "n", "precision", "recall", "F1", *report.labels),
        [
            (
                label,
                str(found.n_cases),
                f"{found.precision:.3f}",
                f"{found.recall:.3f}",
                f"{found.f1:.3f}",
                *map(str, counts),
            )
            for label, found, counts in zip(
                report.labels, scores.classes, scores.confusion, strict=True
            )
        ],
    )
    groups = _table(
        f"{report.first} by source and length in characters",
        ("group", "n", "accuracy", "macro-F1"),
        [
            (name, str(found.n), f"{found.accuracy:.3f}", f"{found.macro_f1:.3f}")
            for name, found in {**report.by_source, **report.by_length}.items()
        ],
    )
    pairs = [(name, difference(found)) for name, found in report.first_minus.items()]
    return [systems, _paired(report.first, ("macro-F1",), pairs), topics, groups]


def summary_tables(report: SummaryReport) -> list[Table]:
    """Systems, paired differences, groups; ROUGE in percent."""
    systems = _table(
        f"Summaries of at most {report.max_chars} characters, {report.n} articles",
        ("system", "ROUGE-1 [95 %]", "ROUGE-2 [95 %]", "ROUGE-L [95 %]", "characters"),
        [
            (
                name,
                interval(found.rouge_1, 100),
                interval(found.rouge_2, 100),
                interval(found.rouge_l, 100),
                f"{found.mean_chars:.0f}",
            )
            for name, found in report.systems.items()
        ],
    )
    pairs = [
        (name, *(difference(d, 100) for d in (found.rouge_1, found.rouge_2, found.rouge_l)))
        for name, found in report.first_minus.items()
    ]
    groups = _table(
        f"{report.first} by source and length in characters",
        ("group", "n", "ROUGE-1", "ROUGE-2", "ROUGE-L"),
        [
            (name, str(g.n), *(f"{100 * v:.1f}" for v in (g.rouge_1, g.rouge_2, g.rouge_l)))
            for name, g in {**report.by_source, **report.by_length}.items()
        ],
    )
    figures = ("ROUGE-1", "ROUGE-2", "ROUGE-L")
    return [systems, _paired(report.first, figures, pairs), groups]


def split_tables(report: SplitReport) -> list[Table]:
    """All figures; exact articles by kind; the worst pages with their first wrong line."""
    figures = [(name, f"{value:.4f}") for name, value in report.as_metrics().items()]
    kinds = [(kind, f"{share:.3f}", str(n)) for kind, (share, n) in report.exact_by_kind.items()]
    worst = [
        (page.page_id, f"{page.exact_share:.2f}", str(page.first_wrong or "")[:60])
        for page in report.worst(10)
    ]
    return [
        _table("Splitting", ("figure", "value"), figures),
        _table("Exact articles by kind", ("kind", "exact", "n"), kinds),
        _table("Worst pages", ("page", "exact", "first wrong line"), worst),
    ]


def interval(found: Estimate, scale: float = 1) -> str:
    """A figure with its interval, as tables show it."""
    digits = 1 if scale > 1 else 3
    value, low, high = (f"{x * scale:.{digits}f}" for x in (found.value, found.low, found.high))
    return f"{value} [{low}, {high}]"


def difference(found: Difference, scale: float = 1) -> str:
    """A signed difference with its interval."""
    digits = 1 if scale > 1 else 3
    value, low, high = (f"{x * scale:+.{digits}f}" for x in (found.value, found.low, found.high))
    return f"{value} [{low}, {high}]"


def _paired(first: str, figures: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    return _table(f"{first} minus … (paired bootstrap, 95 %)", ("system", *figures), rows)


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(title=title, title_justify="left")
    for place, column in enumerate(columns):
        table.add_column(column, justify="right" if place else "left")
    for row in rows:
        table.add_row(*map(escape, row))
    return table


def _plain(value: Any) -> Any:  # noqa: ANN401 - any field of a report
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(entry) for entry in value]
    return round(value, 4) if isinstance(value, float) else value
