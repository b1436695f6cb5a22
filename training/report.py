"""`report.html`: one page with everything inside it, to look at and to send on."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from rich.table import Table

from training.charts import Bar, bar_chart, coverage_chart, reliability_chart
from training.summary_evaluation import SummaryReport
from training.tables import summary_tables, topic_tables
from training.topic_evaluation import TopicReport

_STYLE = """
body{font:15px/1.6 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#101828;
max-width:980px;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.2rem .7rem;border-bottom:1px solid #eaecf0;text-align:right}
th:first-child,td:first-child{text-align:left}
svg{display:block}figure{display:inline-block;margin:1rem 1rem 0 0}svg text{font-size:12px}
details{border-bottom:1px solid #eaecf0;padding:.4rem 0}summary{cursor:pointer}
details p{white-space:pre-wrap;background:#f9fafb;padding:.7rem}
"""


def render_topics(report: TopicReport) -> str:
    """Lay a topic report out as a page: pictures, tables, the worst mistakes with their text."""
    pictures = reliability_chart(report.reliability) + coverage_chart(report.risk_coverage)
    bars = [Bar(name, found.macro_f1) for name, found in report.systems.items()]
    mistakes = [
        _details(
            f"{m.title or m.id} — {m.topic} ≠ {m.predicted} ({m.probability:.3f})",
            [("", m.text)],
        )
        for m in report.worst
    ]
    body = [bar_chart("macro-F1", bars), pictures, *_tables(topic_tables(report))]
    return _page(f"分类评测 Topics · {report.first}", body, "错得最远 Worst mistakes", mistakes)


def render_summaries(report: SummaryReport) -> str:
    """Lay a summary report out as a page: pictures, tables, the weakest with their text."""
    charts = [
        bar_chart("ROUGE-1", [Bar(n, found.rouge_1) for n, found in report.systems.items()]),
        bar_chart("ROUGE-2", [Bar(n, found.rouge_2) for n, found in report.systems.items()]),
        bar_chart("ROUGE-L", [Bar(n, found.rouge_l) for n, found in report.systems.items()]),
    ]
    weakest = [
        _details(
            f"{w.title or w.id} — ROUGE-2 {100 * w.rouge_2:.1f}",
            [("摘要 Summary: ", w.summary), ("编者 Editor: ", w.reference), ("", w.text)],
        )
        for w in report.worst
    ]
    body = [*charts, *_tables(summary_tables(report))]
    return _page(f"摘要评测 Summaries · {report.first}", body, "差得最远 Weakest", weakest)


def _page(title: str, body: Sequence[str], worst_title: str, worst: Sequence[str]) -> str:
    return (
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style><h1>{escape(title)}</h1>{''.join(body)}"
        f"<h2>{worst_title}</h2>{''.join(worst) or '<p>无 none</p>'}</html>\n"
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
        pages.append(f"<h2>{escape(str(table.title))}</h2><table><tr>{head}</tr>{rows}</table>")
    return pages


def _details(title: str, texts: Sequence[tuple[str, str]]) -> str:
    paragraphs = "".join(f"<p><b>{label}</b>{escape(text)}</p>" for label, text in texts)
    return f"<details><summary>{escape(title)}</summary>{paragraphs}</details>"
