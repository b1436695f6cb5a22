"""`report.html`: one page with everything inside it, to look at and to send on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from rich.table import Table

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
from training.evaluation.tables import split_tables, summary_tables, system_title, topic_tables
from training.evaluation.topics import TopicReport

_STYLE = """
body{font:15px/1.6 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#101828;
max-width:1080px;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}h3{font-size:1rem;margin:0}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.2rem .7rem;border-bottom:1px solid #eaecf0;text-align:right}
th:first-child,td:first-child{text-align:left}
svg{display:block;max-width:100%}figure{display:inline-block;margin:1rem 1rem 0 0}
svg text{font-size:12px}figcaption{color:#475467;text-align:center}
a{color:#175cd3}section{border-top:1px solid #eaecf0;padding:1rem 0}
section:target{background:#eff8ff}section p{white-space:pre-wrap;margin:.4rem 0}
.text{background:#f9fafb;padding:.7rem;max-height:24rem;overflow:auto}mark{background:#fef0c7}
"""


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
            f'<p class="text">{escape(m.text)}</p>',
        )
        for m in report.worst
    ]
    body = [bar_chart("macro-F1", bars), *pictures, *_tables(topic_tables(report))]
    title = f"分类评测 Topics · {system_title(report.first)}"
    return _page(title, body, "错得最远 Worst mistakes", entries)


def render_summaries(report: SummaryReport) -> str:
    """Lay a summary report out as a page: pictures, tables, the weakest with their text."""
    systems = {system_title(name): found for name, found in report.systems.items()}
    charts = [
        bar_chart("ROUGE-1", [Bar(name, found.rouge_1) for name, found in systems.items()]),
        bar_chart("ROUGE-2", [Bar(name, found.rouge_2) for name, found in systems.items()]),
        bar_chart("ROUGE-L", [Bar(name, found.rouge_l) for name, found in systems.items()]),
    ]
    entries = [
        _Entry(f"{w.title or w.id}：ROUGE-2 {100 * w.rouge_2:.1f}", _weak_summary(w))
        for w in report.worst
    ]
    body = [*charts, *_tables(summary_tables(report))]
    title = f"摘要评测 Summaries · {system_title(report.first)}"
    return _page(title, body, "差得最远 Weakest", entries)


def render_split(report: SplitReport) -> str:
    """Lay a report on splitting out as a page: tables, the worst pages with a wrong line."""
    entries = [_wrong_page(page) for page in report.worst()]
    return _page(
        "切分评测 Splitting", _tables(split_tables(report)), "最差的版 Worst pages", entries
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    """One of the worst articles or pages: its line in the list and, as HTML, what is told of it."""

    title: str
    content: str


def _weak_summary(weak: WeakSummary) -> str:
    """Summary and reference above the text, in which the summary's sentences are marked."""
    text = escape(weak.text)
    for sentence in split_sentences(weak.summary):
        picked = escape(sentence.text)
        text = text.replace(picked, f"<mark>{picked}</mark>", 1)
    return (
        f"<p><b>摘要 Summary</b> {escape(weak.summary)}</p>"
        f"<p><b>编者 Editor</b> {escape(weak.reference)}</p>"
        f'<p class="text">{text}</p>'
    )


def _wrong_page(page: PageReport) -> _Entry:
    """How much of a page is right, and its first wrong line."""
    wrong = page.first_wrong
    title = f"{page.page_id}：{100 * page.figures.exact:.0f} % 整篇无误 exact"
    if wrong is None:
        return _Entry(title, "")
    return _Entry(
        f"{title}，第 {wrong.number} 行先错",
        f"<p><b>应为 Expected</b> {escape(wrong.wanted)}　<b>读作 Got</b> {escape(wrong.found)}</p>"
        f'<p class="text">{escape(wrong.text)}</p>',
    )


def _page(title: str, body: Sequence[str], worst_title: str, worst: Sequence[_Entry]) -> str:
    links = "".join(
        f'<li><a href="#worst-{place}">{escape(entry.title)}</a></li>'
        for place, entry in enumerate(worst, 1)
    )
    texts = "".join(
        f'<section id="worst-{place}"><h3>{place}. {escape(entry.title)}</h3>{entry.content}'
        '<a href="#worst">↑ 回到列表 back to the list</a></section>'
        for place, entry in enumerate(worst, 1)
    )
    return (
        '<!doctype html><html lang="zh"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style><h1>{escape(title)}</h1>"
        f'{"".join(body)}<h2 id="worst">{worst_title}</h2>'
        f"{f'<ol>{links}</ol>{texts}' if worst else '<p>无 none</p>'}</html>\n"
    )


def _tables(tables: Sequence[Table]) -> list[str]:
    """The terminal's tables, as HTML."""
    pages = []
    for table in tables:
        head = "".join(f"<th>{escape(str(column.header))}</th>" for column in table.columns)
        columns = [[escape(str(cell)) for cell in column.cells] for column in table.columns]
        rows = "".join(
            "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"
            for row in zip(*columns, strict=True)
        )
        pages.append(
            f"<h2>{escape(str(table.title))}</h2><table><thead><tr>{head}</tr></thead>"
            f"<tbody>{rows}</tbody></table>"
        )
    return pages
