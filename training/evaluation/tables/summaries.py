"""Tables of summaries."""

from __future__ import annotations

from rich.table import Table

from training.evaluation.summaries import SummaryReport
from training.evaluation.tables.cells import (
    difference,
    group_tables,
    interval,
    make_table,
    paired_table,
    system_title,
)

SECOND_READER = (
    "引自地方新闻数据的说明，不是此处所测：另一位读者与第一位相比 92.3/91.1/91.3，在另外 495 篇上 "
    "(quoted from the README of the local news, not measured here: a second reader's picks "
    "against the first's, 495 other articles, at most 150 characters)"
)
_FIGURES = ("ROUGE-1", "ROUGE-2", "ROUGE-L")


def summary_tables(report: SummaryReport, *, picked: bool = False) -> list[Table]:
    """Systems, paired differences, groups; ROUGE in percent.

    Args:
        report: The figures.
        picked: Whether the references are what a reader picked, with which a second reader's
            can be compared: quoted below the systems, as no file holds two readings.
    """
    systems = make_table(
        f"摘要 Summaries：至多 {report.max_chars} 字 characters，{report.n} 篇 articles",
        ("系统 system", "ROUGE-1 [95 %]", "ROUGE-2 [95 %]", "ROUGE-L [95 %]", "字数 characters"),
        [
            (
                system_title(name),
                interval(found.rouge_1, 100),
                interval(found.rouge_2, 100),
                interval(found.rouge_l, 100),
                f"{found.mean_chars:.0f}",
            )
            for name, found in report.systems.items()
        ],
    )
    if picked:
        systems.caption = SECOND_READER
        systems.caption_justify = "left"
    pairs = [
        (
            system_title(name),
            *(difference(d, 100) for d in (found.rouge_1, found.rouge_2, found.rouge_l)),
        )
        for name, found in report.first_minus.items()
    ]
    groups = group_tables(
        report.first,
        (report.by_source, report.by_headline, report.by_length),
        ("n", *_FIGURES),
        lambda g: (str(g.n), *(f"{100 * v:.1f}" for v in (g.rouge_1, g.rouge_2, g.rouge_l))),
    )
    return [systems, paired_table(report.first, _FIGURES, pairs), *groups]
