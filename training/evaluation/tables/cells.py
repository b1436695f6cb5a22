"""What tables of all tasks are made of: titles, figures with their intervals, rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from rich.markup import escape
from rich.table import Table

from training.metrics.bootstrap import Difference, Estimate

_Group = TypeVar("_Group")
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
_GROUPS = (  # the title of a table, and of its first column
    ("各来源 by source", "来源 source"),
    ("有无标题 by headline", "标题 headline"),
    ("各长度 by length", "字数 characters"),
)


def system_title(name: str) -> str:
    """A system's name as readers see it: Chinese where it has a Chinese name, and its own."""
    return f"{_SYSTEM_TITLES[name]} {name}" if name in _SYSTEM_TITLES else name


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


def make_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """A table of rows of text; the first column says what its row is of."""
    table = Table(title=title, title_justify="left")
    for place, column in enumerate(columns):
        table.add_column(column, justify="right" if place else "left")
    for row in rows:
        table.add_row(*map(escape, row))
    return table


def paired_table(first: str, figures: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """How much the first system is better than each other one, on the same articles."""
    title = f"{system_title(first)} − …（成对 paired bootstrap，95 %）"
    return make_table(title, ("系统 system", *figures), rows)


def group_tables(
    first: str,
    groups: Sequence[Mapping[str, _Group]],
    columns: Sequence[str],
    row: Callable[[_Group], Sequence[str]],
) -> list[Table]:
    """A table for each way to group the articles of a report.

    Args:
        first: The system that is told of.
        groups: By source, by headline and by length: figures by the name of the group.
        columns: What is told of a group.
        row: It, as cells.
    """
    return [
        make_table(
            f"{system_title(first)}：{title}",
            (header, *columns),
            [(name, *row(group)) for name, group in found.items()],
        )
        for (title, header), found in zip(_GROUPS, groups, strict=True)
    ]
