"""Labels that people gave, into the folder of a desk."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from service.errors import ReadError
from service.readers.tables import Row, find_columns, read_table
from service.writers.cells import unguarded
from training.articles.cells import Cells
from training.articles.datamodels import LabelledArticle, PlainArticle
from training.articles.problems import Problems
from training.articles.reading import read_labelled
from training.desk.folder import DeskFolder, key_of

_COLUMNS = ("text", "topic")
_NOTED = ("id", "title", "text", "topic", "secondary", "who", "when")
# Columns that only a program fills.
_OF_MACHINES = ("probability", "probabilities", "uncertain")


@dataclass(frozen=True, slots=True)
class ReadLabels:
    """What a table of labels holds.

    Attributes:
        articles: Those with a topic that a person gave.
        n_blank: Rows without a topic.
        n_unchanged: Rows of a batch whose topic is still what the model said.
    """

    articles: tuple[LabelledArticle, ...] = ()
    n_blank: int = 0
    n_unchanged: int = 0

    def __add__(self, other: ReadLabels) -> ReadLabels:
        """Both together."""
        return ReadLabels(
            self.articles + other.articles,
            self.n_blank + other.n_blank,
            self.n_unchanged + other.n_unchanged,
        )


@dataclass(frozen=True, slots=True)
class Added:
    """What labels changed in the folder of a desk.

    Attributes:
        n_new: Articles that it did not hold.
        n_changed: Articles whose topic is another now.
        n_same: Articles that were there already, under this topic.
        n_total: Articles that it holds now.
    """

    n_new: int
    n_changed: int
    n_same: int
    n_total: int


@dataclass(slots=True)
class _Tally:
    """What is found while the rows of a table pass by."""

    articles: dict[str, LabelledArticle] = field(default_factory=dict)
    n_blank: int = 0
    n_unchanged: int = 0
    has_topics: bool = False
    columns: tuple[str, ...] = ()

    def pass_by(self, row: Row) -> None:
        """Note the columns of a row."""
        self.has_topics |= "topic" in row.written
        self.columns = self.columns or tuple(row.written.values())


def read_labels(
    path: Path, names: Mapping[str, str], problems: Problems, *, all_checked: bool = False
) -> ReadLabels:
    """Read the topics that people gave to articles.

    Args:
        path: A table with the columns text and topic, perhaps id, title (or headline) and
            secondary, under English or Chinese names. Suggestions and probabilities beside the
            topic are not read: what a person wrote counts.
        names: What a topic may be called, see `topic_names`.
        problems: Where complaints go; a row with any is left out.
        all_checked: Whether a person looked at all rows of a batch. Otherwise those whose topic
            is what the model said are left out: learned from, they would teach it its own opinion.
    """
    tally = _Tally()
    try:
        for row in read_table(path, _COLUMNS):
            _take(row, names, problems, tally, all_checked=all_checked)
        if tally.n_blank and not tally.has_topics:
            # JSON lines have no head, so no reader missed the column.
            find_columns(tally.columns, _COLUMNS, str(path))
    except ReadError as error:
        problems.add(str(error))
    return ReadLabels(tuple(tally.articles.values()), tally.n_blank, tally.n_unchanged)


def _take(
    row: Row, names: Mapping[str, str], problems: Problems, tally: _Tally, *, all_checked: bool
) -> None:
    cells = Cells(row, problems)
    if row.fault:
        cells.complain(row.fault)
        return
    tally.pass_by(row)
    if "topic" not in row.cells:
        tally.n_blank += 1
        return
    if not all_checked and _is_opinion_of_model(row, names):
        tally.n_unchanged += 1
        return
    article = _read_article(row, cells, names)
    if not cells.is_faultless:
        return
    first = tally.articles.setdefault(key_of(article), article)
    if first.topic != article.topic:
        cells.complain(
            f"的主题是 {article.topic}，而 {first.place}同一篇文章的是 {first.topic}；请改成一致 "
            "(one article with two topics)"
        )


def _read_article(row: Row, cells: Cells, names: Mapping[str, str]) -> LabelledArticle:
    if "text" not in row.written and _of_machines(row):
        cells.complain("没有正文；请加 --with-text 再做一次 batch (no text: run batch --with-text)")
        text = ""
    else:
        text = unguarded(cells.text("text"))
    title = cells.text_if_any("title")
    article = LabelledArticle(
        id="",
        title=unguarded(title) if title else None,
        text=text,
        topic=cells.label_if_any("topic", names) or "",
        secondary=cells.label_if_any("secondary", names),
        place=cells.place,
    )
    parts = [str(row.cells[key]).strip() for key in ("issue_id", "id") if key in row.cells]
    return replace(article, id="/".join(parts) or key_of(article)[:12])


def _is_opinion_of_model(row: Row, names: Mapping[str, str]) -> bool:
    """Whether a row is one of a batch, and nobody changed its topic."""
    if not _of_machines(row):
        return False
    shares = _shares(row)
    if not shares:
        return True
    likeliest = str(max(shares, key=lambda label: shares[label]))
    topic = str(row.cells["topic"]).strip()
    return names.get(topic, topic) == names.get(likeliest, likeliest)


def _of_machines(row: Row) -> bool:
    return any(column in row.cells for column in _OF_MACHINES)


def _shares(row: Row) -> Mapping[str, float]:
    """What the model gave each topic; nothing where the cell is not what a batch writes."""
    shares: Any = row.cells.get("probabilities")  # in Parquet a list of pairs
    try:
        found = dict(json.loads(shares) if isinstance(shares, str) else shares)
        return {str(label): float(share) for label, share in found.items()}
    except (TypeError, ValueError, RecursionError):
        return {}


def add_labels(
    desk: DeskFolder,
    said: Sequence[tuple[LabelledArticle, str, datetime]],
    names: Mapping[str, str],
) -> Added:
    """Put labelled articles into the folder of a desk; of several words on one the last counts.

    Args:
        desk: The folder; made if needed.
        said: Articles from a table, or from corrections on the page, with who labelled each and
            when. Those of one title and text are one article; an id that another article has
            gets a mark behind it.
        names: What a topic may be called, see `topic_names`.

    Raises:
        DataError: If what the folder holds cannot be read.
        WriteError: If it cannot be written.
    """
    known = {key_of(article): article for article in _held(desk, names)}
    taken = {article.id for article in known.values()}
    rows = _rows_of(desk)
    n_new = n_changed = n_same = 0
    for article, who, when in said:
        key = key_of(article)
        before = known.get(key)
        if before and (before.topic, before.secondary) == (article.topic, article.secondary):
            n_same += 1
            continue
        n_new, n_changed = n_new + (before is None), n_changed + (before is not None)
        name = before.id if before else _free_name(article.id, key, taken)
        taken.add(name)
        known[key] = replace(article, id=name)
        rows[key] = _as_row(known[key], who, when)
    if rows:  # a file without articles is refused wherever it is read
        desk.make()
        desk.write_labelled(rows.values())
    return Added(n_new, n_changed, n_same, len(rows))


def _held(desk: DeskFolder, names: Mapping[str, str]) -> list[LabelledArticle]:
    problems = Problems()
    found = read_labelled(desk.labelled, names, problems) if desk.labelled.exists() else []
    problems.raise_if_any()
    return found


def _rows_of(desk: DeskFolder) -> dict[str, dict[str, object]]:
    """What was noted of each article, by content key; somebody may have saved the file anew."""
    found: dict[str, dict[str, object]] = {}
    for row in read_table(desk.labelled) if desk.labelled.exists() else ():
        noted = {**dict.fromkeys(_NOTED), **row.cells}
        title = None if noted["title"] is None else str(noted["title"])
        found[key_of(PlainArticle(id="", title=title, text=str(noted["text"])))] = noted
    return found


def _free_name(name: str, key: str, taken: Set[str]) -> str:
    return f"{name}#{key[:6]}" if name in taken else name


def _as_row(article: LabelledArticle, who: str, when: datetime) -> dict[str, object]:
    return {
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "topic": article.topic,
        "secondary": article.secondary,
        "who": who,
        "when": when.isoformat(timespec="seconds"),
    }
