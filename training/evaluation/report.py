"""`report.html`: one page with everything inside it, to look at and to send on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Template
from rich.table import Table

from service.templates import template_environment
from service.text import split_sentences
from training.evaluation.charts import (
    Bar,
    bar_chart,
    confusion_chart,
    coverage_chart,
    reliability_chart,
)
from training.evaluation.splitting.report import PageReport, SplitReport
from training.evaluation.summaries import SummaryReport, WeakSummary
from training.evaluation.tables.cells import system_title
from training.evaluation.tables.splitting import split_tables
from training.evaluation.tables.summaries import summary_tables
from training.evaluation.tables.topics import topic_tables
from training.evaluation.topics import TopicReport


def render_topics(report: TopicReport) -> str:
    """Lay a topic report out as a page: pictures, tables, the worst mistakes with their text."""
    first = report.systems[report.first]
    bars = [Bar(system_title(name), found.macro_f1) for name, found in report.systems.items()]
    pictures = (
        confusion_chart(report.labels, first.scores.confusion),
        reliability_chart(report.reliability),
        coverage_chart(report.risk_coverage, report.as_served),
    )
    entries = [
        _Entry(
            f"{m.title or m.id}：应为 {m.topic}（{m.probability:.3f}），判为 {m.predicted}",
            text=((m.text, False),),
        )
        for m in report.worst
    ]
    return _page(
        f"分类评测 Topics · {system_title(report.first)}",
        [bar_chart("macro-F1", bars), *pictures],
        topic_tables(report),
        _Worst("错得最远 Worst mistakes", entries),
    )


def render_summaries(report: SummaryReport) -> str:
    """Lay a summary report out as a page: pictures, tables, the weakest with their text."""
    systems = {system_title(name): found for name, found in report.systems.items()}
    charts = [
        bar_chart("ROUGE-1", [Bar(name, found.rouge_1) for name, found in systems.items()]),
        bar_chart("ROUGE-2", [Bar(name, found.rouge_2) for name, found in systems.items()]),
        bar_chart("ROUGE-L", [Bar(name, found.rouge_l) for name, found in systems.items()]),
    ]
    return _page(
        f"摘要评测 Summaries · {system_title(report.first)}",
        charts,
        summary_tables(report),
        _Worst("差得最远 Weakest", [_weak_summary(weak) for weak in report.worst]),
    )


def render_split(report: SplitReport) -> str:
    """Lay a report on splitting out as a page: tables, the worst pages with a wrong line."""
    entries = [_wrong_page(page) for page in report.worst()]
    return _page(
        "切分评测 Splitting", [], split_tables(report), _Worst("最差的版 Worst pages", entries)
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    """One of the worst articles or pages.

    Attributes:
        title: Its line in the list.
        facts: Names and values of what is told above its text.
        text: Its text in stretches, and whether each is marked.
    """

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    text: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class _Worst:
    """The worst of a report, under their heading."""

    title: str
    entries: Sequence[_Entry]


def _weak_summary(weak: WeakSummary) -> _Entry:
    """Summary and reference above the text, in which the summary's sentences are marked."""
    facts = (("摘要 Summary", weak.summary), ("编者 Editor", weak.reference))
    title = f"{weak.title or weak.id}：ROUGE-2 {100 * weak.rouge_2:.1f}"
    return _Entry(title, facts, tuple(_marked(weak.text, weak.summary)))


def _marked(text: str, summary: str) -> Iterator[tuple[str, bool]]:
    """The text in stretches, each sentence of the summary marked where it first stands."""
    at = 0
    for sentence in split_sentences(summary):
        found = text.find(sentence.text, at)
        if found >= 0:
            yield text[at:found], False
            yield sentence.text, True
            at = found + len(sentence.text)
    yield text[at:], False


def _wrong_page(page: PageReport) -> _Entry:
    """How much of a page is right, and its first wrong line."""
    wrong = page.first_wrong
    title = f"{page.page_id}：{100 * page.figures.exact:.0f} % 整篇无误 exact"
    if wrong is None:
        return _Entry(title)
    return _Entry(
        f"{title}，第 {wrong.number} 行先错",
        (("应为 Expected", wrong.wanted), ("读作 Got", wrong.found)),
        ((wrong.text, False),),
    )


def _page(title: str, pictures: Sequence[str], tables: Sequence[Table], worst: _Worst) -> str:
    return _template().render(
        title=title,
        pictures=pictures,
        tables=tables,
        worst_title=worst.title,
        worst=worst.entries,
    )


def _rows_of(table: Table) -> list[tuple[object, ...]]:
    return list(zip(*(column.cells for column in table.columns), strict=True))


@cache
def _template() -> Template:
    environment = template_environment("training.evaluation", keep_trailing_newline=True)
    environment.globals["rows_of"] = _rows_of
    return environment.get_template("report.html")
