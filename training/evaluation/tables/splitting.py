"""Tables of splitting."""

from __future__ import annotations

from rich.table import Table

from training.evaluation.splitting.report import COPIED, IN_PIECES, SplitReport
from training.evaluation.tables.cells import make_table

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


def _fault_title(name: str) -> str:
    """A kind of article or fault as readers see it."""
    return f"{_FAULT_TITLES[name]} {name}" if name in _FAULT_TITLES else name


def split_tables(report: SplitReport) -> list[Table]:
    """Shares of articles; precision and recall; articles by fault."""
    articles = report.articles
    whole = make_table(
        f"切分 Splitting：{len(report.pages)} 版 pages，{articles.n} 篇 articles",
        ("整篇无误 exact", "标题 headlines", "WindowDiff"),
        [(f"{articles.exact:.4f}", f"{articles.headlines:.4f}", f"{report.window_diff:.4f}")],
    )
    rates = make_table(
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
    faults = make_table(
        "各种情形 by fault",
        ("情形 fault", "n", "整篇无误 exact", "标题 headlines", "B-cubed F1"),
        [
            (
                _fault_title(fault),
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
    return make_table(
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
