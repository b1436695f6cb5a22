"""Reports as tables for the terminal and as plain values for `metrics.json`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from rich.markup import escape
from rich.table import Table

from training.evaluation.evidence import EvidenceReport
from training.evaluation.splitting.report import COPIED, IN_PIECES, SplitReport
from training.evaluation.summaries import SummaryReport
from training.evaluation.topics import TopicReport
from training.metrics.bootstrap import Difference, Estimate

_SYSTEM_TITLES = {
    "model": "模型",
    "linear": "线性模型",
    "keywords": "关键词",
    "headline_overlap": "标题重合",
    "lead": "导语",
    "lead_one": "首句",
    "random": "随机",
    "best_possible": "最好可能",
}
SECOND_READER = (
    "引自地方新闻数据的说明，不是此处所测：另一位读者与第一位相比 92.3/91.1/91.3，在另外 495 篇上 "
    "(quoted from the README of the local news, not measured here: a second reader's picks "
    "against the first's, 495 other articles, at most 150 characters)"
)
_FAULT_TITLES = {
    "plain": "普通",
    "story": "报道",
    "photo": "图片",
    "head": "下转",
    "cont": "上接",
    "cont-bare": "上接无题",
    "continuation": "上接",
    "orphan": "无头无题",
    "fragment": "无头无题",
    IN_PIECES: "分在几处",
    COPIED: "另有重复",
}
_SHOWN = 24  # characters of a wrong line, so that a row stays one line


_BY_SOURCE = ("各来源 by source", "来源 source")
_BY_HEADLINE = ("有无标题 by headline", "标题 headline")
_BY_LENGTH = ("各长度 by length", "字数 characters")


def system_title(name: str) -> str:
    """A system's name as readers see it: Chinese where it has a Chinese name, and its own."""
    return f"{_SYSTEM_TITLES[name]} {name}" if name in _SYSTEM_TITLES else name


def fault_title(name: str) -> str:
    """A kind of article or fault as readers see it."""
    return f"{_FAULT_TITLES[name]} {name}" if name in _FAULT_TITLES else name


def as_metrics(report: TopicReport | SummaryReport) -> dict[str, Any]:
    """Everything of a report but the articles themselves; floats rounded to 4 decimals."""
    metrics: dict[str, Any] = plain(report)
    metrics["worst"] = [mistake.id for mistake in report.worst]
    return metrics


def topic_tables(report: TopicReport) -> list[Table]:
    """Systems, topics and confusions of the first system, groups."""
    systems = _table(
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
    topics = _table(
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
    groups = [
        _table(
            f"{system_title(report.first)}：{title}",
            (header, "n", "accuracy", "macro-F1"),
            [
                (name, str(group.n), f"{group.accuracy:.3f}", f"{group.macro_f1:.3f}")
                for name, group in found.items()
            ],
        )
        for title, header, found in (
            (*_BY_SOURCE, report.by_source),
            (*_BY_HEADLINE, report.by_headline),
            (*_BY_LENGTH, report.by_length),
        )
    ]
    pairs = [(system_title(name), difference(found)) for name, found in report.first_minus.items()]
    return [systems, _paired(report.first, ("macro-F1",), pairs), topics, *groups]


def evidence_table(report: EvidenceReport) -> Table:
    """What leaving out the evidence does, beside other sentences of its length."""
    groups = {"all": report.all, **report.by_headline}
    table = _table(
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


def summary_tables(report: SummaryReport, *, picked: bool = False) -> list[Table]:
    """Systems, paired differences, groups; ROUGE in percent.

    Args:
        report: The figures.
        picked: Whether the references are what a reader picked, with which a second reader's
            can be compared: quoted below the systems, as no file holds two readings.
    """
    systems = _table(
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
    groups = [
        _table(
            f"{system_title(report.first)}：{title}",
            (header, "n", "ROUGE-1", "ROUGE-2", "ROUGE-L"),
            [
                (name, str(g.n), *(f"{100 * v:.1f}" for v in (g.rouge_1, g.rouge_2, g.rouge_l)))
                for name, g in found.items()
            ],
        )
        for title, header, found in (
            (*_BY_SOURCE, report.by_source),
            (*_BY_HEADLINE, report.by_headline),
            (*_BY_LENGTH, report.by_length),
        )
    ]
    figures = ("ROUGE-1", "ROUGE-2", "ROUGE-L")
    return [systems, _paired(report.first, figures, pairs), *groups]


def split_tables(report: SplitReport) -> list[Table]:
    """Shares of articles; precision and recall; articles by fault."""
    articles = report.articles
    whole = _table(
        f"切分 Splitting：{len(report.pages)} 版 pages，{articles.n} 篇 articles",
        ("整篇无误 exact", "标题 headlines", "WindowDiff"),
        [(f"{articles.exact:.4f}", f"{articles.headlines:.4f}", f"{report.window_diff:.4f}")],
    )
    rates = _table(
        "各项 by measure",
        ("项 measure", "precision", "recall", "F1"),
        [
            (title, f"{found.precision:.4f}", f"{found.recall:.4f}", f"{found.f1:.4f}")
            for title, found in (
                ("归属 B-cubed", articles.b_cubed),
                ("边界 boundaries", report.boundaries),
                ("续接 stitches", report.stitches),
                ("重复 repeats", report.repeats),
                ("版面杂项 furniture", report.furniture),
            )
        ],
    )
    faults = _table(
        "各种情形 by fault",
        ("情形 fault", "n", "整篇无误 exact", "标题 headlines", "B-cubed F1"),
        [
            (
                fault_title(fault),
                str(found.n),
                f"{found.exact:.3f}",
                f"{found.headlines:.3f}",
                f"{found.b_cubed.f1:.3f}",
            )
            for fault, found in report.by_fault.items()
        ],
    )
    return [whole, rates, faults]


def worst_pages_table(report: SplitReport) -> Table:
    """The worst pages with their first wrong line."""
    return _table(
        "最差的版 worst pages（+ 为多出的一篇 an article too many）",
        ("版 page", "exact", "行 line", "应为 expected", "读作 got", "首处错行 first wrong line"),
        [
            (
                page.page_id,
                f"{page.figures.exact:.2f}",
                str(wrong.number),
                wrong.wanted,
                wrong.found,
                wrong.text[:_SHOWN],
            )
            for page in report.worst()
            if (wrong := page.first_wrong)
        ],
    )


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
    title = f"{system_title(first)} − …（成对 paired bootstrap，95 %）"
    return _table(title, ("系统 system", *figures), rows)


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(title=title, title_justify="left")
    for place, column in enumerate(columns):
        table.add_column(column, justify="right" if place else "left")
    for row in rows:
        table.add_row(*map(escape, row))
    return table


def plain(value: Any) -> Any:  # noqa: ANN401 - any field of a report
    """A report, or a part of one, as JSON has it; floats rounded to 4 decimals."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, tuple | list):
        return [plain(entry) for entry in value]
    return round(value, 4) if isinstance(value, float) else value
