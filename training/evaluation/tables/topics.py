"""Tables of topics, and of the evidence for them."""

from __future__ import annotations

from rich.table import Table

from training.evaluation.evidence import EvidenceReport
from training.evaluation.tables.cells import (
    difference,
    group_tables,
    interval,
    make_table,
    paired_table,
    system_title,
)
from training.evaluation.topics import TopicReport


def topic_tables(report: TopicReport) -> list[Table]:
    """Systems, topics and confusions of the first system, groups."""
    systems = make_table(
        f"分类 Topics：{report.n} 篇 articles",
        ("系统 system", "macro-F1 [95 %]", "accuracy", "+secondary", "ECE", "log loss", "acc@85 %"),
        [
            (
                system_title(name),
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
    topics = make_table(
        f"{system_title(report.first)}：各主题 by topic；右为判为 given as",
        ("主题 topic", "n", "precision", "recall", "F1", *report.labels),
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
    groups = group_tables(
        report.first,
        (report.by_source, report.by_headline, report.by_length),
        ("n", "accuracy", "macro-F1"),
        lambda group: (str(group.n), f"{group.accuracy:.3f}", f"{group.macro_f1:.3f}"),
    )
    pairs = [(system_title(name), difference(found)) for name, found in report.first_minus.items()]
    return [systems, paired_table(report.first, ("macro-F1",), pairs), topics, *groups]


def evidence_table(report: EvidenceReport) -> Table:
    """What leaving out the evidence does, beside other sentences of its length."""
    groups = {"all": report.all, **report.by_headline}
    table = make_table(
        f"证据句 Evidence：{report.n} 篇 articles；去掉之后，所判主题的对数几率降多少 "
        "(fall of the log-odds of the label without them)",
        (
            "标题 headline",
            "n",
            "去证据句 without it",
            "去别的 without others",
            "前者降得多 it falls further",
            "改判 other label",
            "去别的改判 … without others",
        ),
        [
            (
                name,
                str(found.fall.n),
                interval(found.fall),
                interval(found.fall_of_others),
                interval(found.decides),
                f"{found.changes:.3f}",
                f"{found.changes_of_others:.3f}",
            )
            for name, found in groups.items()
            if found
        ],
    )
    table.caption = "别的句子一样多，长短最近 (as many others, of the nearest length)"
    table.caption_justify = "left"
    return table
