"""`drift`: month by month, whether topics, doubts and lengths are still as they were."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from service.config import LimitsConfig, ServiceConfig, TopicSet, load_config
from service.console import harmless
from service.drift import (
    MEDIAN_CHARS,
    UNSURE,
    WITHOUT_HEADLINE,
    ArticleFacts,
    MonthFigures,
    Warned,
    figures_by_month,
    find_drift,
)
from service.errors import DataError
from service.readers.tables import Row
from service.reading import read_rows
from service.registry import current_model

_NEEDED = ("topic", "uncertain", "n_chars", "date")
_TITLES = {UNSURE: "没把握", WITHOUT_HEADLINE: "无标题", MEDIAN_CHARS: "字数"}
_CAPTION = "字数是中位数 (month, articles, median length, topics, unsure, without headline)"
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)
_LENGTH = re.compile(r"\d{1,9}", re.ASCII)
# A column each; label sets have fewer.
_MOST_TOPICS = 100


def drift(arguments: Namespace, config: ServiceConfig) -> int:
    """Print the months and what is out of last year's range; of tables, or of the store.

    Raises:
        DataError: If no article has a date, or a table is not one that `batch` wrote.
    """
    facts = (
        _of_tables(arguments.tables, config.limits)
        if arguments.tables
        else _of_store(arguments, config)
    )
    months = figures_by_month(facts)
    if not months:
        raise DataError(
            f"{'、'.join(arguments.tables) or '库'}：没有一篇有日期的文章；请给 baozhai batch "
            "写出的、有 date 一列的表，或在网页上补上各期的日期 "
            "(no article has a date: give a table that `baozhai batch` wrote, or date the issues "
            "on the page)"
        )
    topics = load_config(current_model(config).topics, TopicSet)
    titles = {topic.id: topic.zh for topic in topics.topics} | _TITLES
    console = Console(soft_wrap=True)
    console.print(_table(months, titles))
    for warned in find_drift(months):
        console.print(_as_it_is(_in_words(warned, titles)), style="bold", highlight=False)
    return 0


def _of_store(arguments: Namespace, config: ServiceConfig) -> Iterator[ArticleFacts]:
    from service.store import Store

    with Store.open(arguments.store or config.store, create=False) as store:
        yield from store.article_facts()


def _of_tables(files: Sequence[str], limits: LimitsConfig) -> Iterator[ArticleFacts]:
    topics: set[str] = set()
    for file in files:
        for row in read_rows(file, limits=limits):
            if row.fault:
                raise DataError(f"{row.place}{row.fault}")
            if "error" not in row.cells and "date" in row.cells:
                facts = _facts(row)
                topics.add(facts.topic)
                if len(topics) > _MOST_TOPICS:
                    raise DataError(
                        f"{row.place}：主题已有 {len(topics)} 种，至多 {_MOST_TOPICS} 种；请给 "
                        "baozhai batch 写出的表 (too many topics: give a table of `baozhai batch`)"
                    )
                yield facts


def _facts(row: Row) -> ArticleFacts:
    missing = [name for name in _NEEDED if name not in row.cells]
    if missing:
        raise DataError(
            f"{row.place}：没有 {'、'.join(missing)}；请给 baozhai batch 写出的表 "
            "(columns are missing: give a table that `baozhai batch` wrote)"
        )
    cells = {name: str(row.cells[name]) for name in _NEEDED}
    month = _MONTH.match(cells["date"])
    if month is None:
        raise DataError(f"{row.place}：date 是 {cells['date'][:20]!r}，须如 2026-03-18 (no date)")
    if not _LENGTH.fullmatch(cells["n_chars"]):
        raise DataError(f"{row.place}：n_chars 是 {cells['n_chars'][:20]!r}，须是数 (not a number)")
    return ArticleFacts(
        month=month[0],
        topic=cells["topic"],
        is_unsure=cells["uncertain"].lower() == "true",
        n_chars=int(cells["n_chars"]),
        has_headline="title" in row.cells,
    )


def _table(months: Iterable[MonthFigures], titles: dict[str, str]) -> Table:
    months = tuple(months)
    table = Table(box=SIMPLE, caption=_CAPTION, caption_justify="left")
    names = list(months[0].shares)
    table.add_column("月", no_wrap=True)
    for title in ("篇", "字数", *(titles.get(name, name) for name in names)):
        table.add_column(_as_it_is(title), justify="right")
    for month in months:
        shares = [f"{month.shares[name]:.0%}" for name in names]
        table.add_row(month.month, str(month.n), f"{month.median_chars:.0f}", *shares)
    return table


def _as_it_is(told: str) -> Text:
    """Words of a table, of which neither brackets nor control characters mean anything."""
    return Text(harmless(told))


def _in_words(warned: Warned, titles: dict[str, str]) -> str:
    if warned.figure == MEDIAN_CHARS:
        value, low, high = (f"{each:.0f}" for each in (warned.value, warned.low, warned.high))
    else:
        value, low, high = (f"{each:.0%}" for each in (warned.value, warned.low, warned.high))
    title = titles.get(warned.figure, warned.figure)
    return f"{warned.month} {title} {value}，前一年在 {low}–{high} (outside last year's range)"
