"""Articles and issues found by words, day, topic and who corrected them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    TextClause,
    bindparam,
    exists,
    func,
    or_,
    select,
    text,
    tuple_,
)

from service.errors import StoreError
from service.store import tables
from service.store.cursors import read_cursor
from service.store.issue_rows import COLUMNS
from service.store.records import Hit, Listing, Wanted, plain

_ISSUES, _ARTICLES = tables.issues, tables.articles
_TRIGRAM = 3
# Each word is one condition more, and SQLite takes no endless tree of them.
_MOST_WORDS = 50
_LONGEST = 1000
_AROUND = 40  # characters of an excerpt on each side of the word
# By what issues are ordered, the newest first.
DAY = func.coalesce(_ISSUES.c.date, func.substr(_ISSUES.c.added_at, 1, 10))


def find_articles(
    connection: Connection, wanted: Wanted, limit: int, cursor: str | None
) -> Listing[Hit]:
    """Find articles, those of the newest issue first, in page order.

    Raises:
        StoreError: If the cursor is none that an earlier answer gave, or too much is looked for.
    """
    wanted = _findable(wanted)
    matching = [*_of_issues(wanted), *_of_articles(connection, wanted)]
    joined = _ARTICLES.join(_ISSUES, _ISSUES.c.number == _ARTICLES.c.issue)
    # All texts may have to be read for it, so they are counted in the same pass.
    order = (_ARTICLES.c.number, DAY.label("day"), _ARTICLES.c.issue, _ARTICLES.c.position)
    query = (
        select(*order, func.count().over().label("total"))
        .select_from(joined)
        .where(*matching)
        .order_by(DAY.desc(), _ARTICLES.c.issue.desc(), _ARTICLES.c.position)
    )
    total = None
    if cursor is not None:
        day, (issue, position) = read_cursor(cursor, n_numbers=2, has_day=True)
        query = query.where(
            or_(
                tuple_(DAY, _ARTICLES.c.issue) < tuple_(day, issue),
                (_ARTICLES.c.issue == issue) & (_ARTICLES.c.position > position),
            )
        )
        count = select(func.count()).select_from(joined).where(*matching)
        total = connection.execute(count).scalar_one()
    rows, more = _page(connection, query, limit)
    if total is None:
        total = rows[0]["total"] if rows else 0
    last = rows[-1] if more else None
    return Listing(
        _hits(connection, [row["number"] for row in rows], wanted),
        total,
        f"{last['day']}.{last['issue']}.{last['position']}" if last else None,
    )


def _hits(connection: Connection, numbers: list[int], wanted: Wanted) -> tuple[Hit, ...]:
    """The articles of some numbers, in their order."""
    query = (
        select(_ARTICLES, _ISSUES.c.key, _ISSUES.c.paper, _ISSUES.c.date)
        .join(_ISSUES, _ISSUES.c.number == _ARTICLES.c.issue)
        .where(_ARTICLES.c.number.in_(numbers))
    )
    found = {row["number"]: _hit(row, wanted) for row in connection.execute(query).mappings()}
    return tuple(found[number] for number in numbers)


def find_issues(
    connection: Connection, wanted: Wanted, limit: int, cursor: str | None
) -> Listing[RowMapping]:
    """Find issues, the newest first; one is found if any of its articles is.

    Raises:
        StoreError: If the cursor is none that an earlier answer gave, or too much is looked for.
    """
    wanted = _findable(wanted)
    matching = [*_of_issues(wanted)]
    if of_articles := [*_of_articles(connection, wanted)]:
        matching.append(exists().where(_ARTICLES.c.issue == _ISSUES.c.number, *of_articles))
    query = (
        select(*COLUMNS, DAY.label("day"))
        .where(*matching)
        .order_by(DAY.desc(), _ISSUES.c.number.desc())
    )
    if cursor is not None:
        day, (number,) = read_cursor(cursor, n_numbers=1, has_day=True)
        query = query.where(tuple_(DAY, _ISSUES.c.number) < tuple_(day, number))
    count = select(func.count()).select_from(_ISSUES).where(*matching)
    rows, more = _page(connection, query, limit)
    last = rows[-1] if more else None
    return Listing(
        tuple(rows),
        connection.execute(count).scalar_one(),
        f"{last['day']}.{last['number']}" if last else None,
    )


def _page(connection: Connection, query: Select[Any], limit: int) -> tuple[list[RowMapping], bool]:
    """The first rows, and whether there are more."""
    rows = list(connection.execute(query.limit(limit + 1)).mappings())
    return rows[:limit], len(rows) > limit


def _findable(wanted: Wanted) -> Wanted:
    """What is looked for, each word once, in characters that the index can hold."""
    asked: dict[str, Any] = asdict(wanted)
    texts = {key: plain(value) for key, value in asked.items() if isinstance(value, str)}
    words = dict.fromkeys(texts.get("q", "")[: _LONGEST + 1].split())
    if len(texts.get("q", "")) <= _LONGEST and len(words) <= _MOST_WORDS:
        return Wanted(**{**asked, **texts, "q": " ".join(words)})
    raise StoreError(
        f"要找的太多：至多 {_MOST_WORDS} 个词、共 {_LONGEST} 字 "
        f"(too much is looked for: at most {_MOST_WORDS} words, {_LONGEST} characters)"
    )


def _of_issues(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.date is not None:
        yield _ISSUES.c.date == wanted.date
    if wanted.date_from is not None:
        yield wanted.date_from <= DAY
    if wanted.date_to is not None:
        yield wanted.date_to >= DAY
    if wanted.paper is not None:
        yield _ISSUES.c.paper == wanted.paper


def _of_articles(connection: Connection, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.topic is not None:
        yield _ARTICLES.c.topic == wanted.topic
    if wanted.uncertain is not None:
        yield _ARTICLES.c.uncertain.is_(wanted.uncertain)
    if wanted.who is not None:
        yield _holds(connection, _ARTICLES.c.editors, json.dumps(wanted.who, ensure_ascii=False))
    words = (wanted.q or "").split()
    if connection.dialect.name == "sqlite":
        yield from (_ARTICLES.c.number.in_(_indexed(word)) for word in words)
        return
    for word in words:
        columns = (_ARTICLES.c.headline, _ARTICLES.c.body)
        yield or_(*(_holds(connection, column, word) for column in columns))


def _indexed(word: str) -> TextClause:
    """The articles that hold a word, by the index of SQLite."""
    if len(word) >= _TRIGRAM:
        statement = "SELECT rowid FROM words WHERE words MATCH :match"
        values = {"match": '"' + word.replace('"', '""') + '"'}
    else:
        # A shorter word begins some three characters wherever it stands.
        statement = "SELECT doc FROM words_places WHERE term >= :first AND term < :last"
        values = {"first": word.lower(), "last": f"{word.lower()}\U0010ffff"}
    # Each word has names of its own for them.
    return text(statement).bindparams(
        *[bindparam(name, value, unique=True) for name, value in values.items()]
    )


def _holds(connection: Connection, column: ColumnElement[str], word: str) -> ColumnElement[bool]:
    if connection.dialect.name == "sqlite" and word.lower() == word.upper():
        # Chinese has no case, and this reads a text four times as fast.
        return func.instr(column, word) > 0
    return column.icontains(word, autoescape=True)


def _hit(row: RowMapping, wanted: Wanted) -> Hit:
    return Hit(
        key=row["key"],
        place=row["place"],
        id=f"a{row['position']}",
        headline=row["headline"] or None,
        excerpt=_excerpt(row["body"], (wanted.q or "").split()),
        topic=row["topic"],
        probability=row["probability"],
        uncertain=row["uncertain"],
        editors=tuple(json.loads(row["editors"])),
        version=row["version"],
        paper=row["paper"],
        date=row["date"],
    )


def _excerpt(body: str, words: list[str]) -> str:
    lower = body.lower()
    places = (lower.find(word.lower()) for word in words)
    at = min((place for place in places if place >= 0), default=0)
    start = max(at - _AROUND, 0)
    excerpt = body[start : at + 2 * _AROUND].replace("\n", " ")
    return f"…{excerpt}" if start else excerpt
