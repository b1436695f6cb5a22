"""The issues that are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypedDict

from sqlalchemy import Connection, RowMapping, and_, delete, func, select, union, update

from service.datamodels import Article, Digest, Issue, RatedArticle
from service.store import tables
from service.store.checks import check_version
from service.store.connection import Database
from service.store.index import refresh_index
from service.store.issue_rows import issue_row, stored_issues
from service.store.log import load_log
from service.store.machine import MachineDigests
from service.store.records import Day, Listing, StoredIssue, Wanted, now, to_text
from service.store.scores import save_scores
from service.store.search import find_issues
from service.store.today import Rescorer, replay_today
from service.store.writing import insert_new

_ISSUES = tables.issues


class Naming(TypedDict, total=False):
    """What a person may say of an issue as a whole."""

    issue_id: str
    paper: str | None
    date: str | None
    selection: Sequence[int] | None


class Issues:
    """The issues of a store."""

    def __init__(self, database: Database, machine: MachineDigests) -> None:
        self._database = database
        self._machine = machine

    def add(
        self,
        issue: Issue,
        digest: Digest,
        *,
        max_chars: int,
        salience: Mapping[str, Sequence[float]] | None = None,
        by: str | None = None,
    ) -> StoredIssue:
        """Keep an issue and what the machine made of it.

        An issue is known by its text. One that is kept already gets the names of the files
        it came from this time, and the digest if it is another one; what people corrected
        stays, and counts for the newest digest too.

        Args:
            issue: The issue as it was read.
            digest: Its digest, as the machine made it.
            max_chars: The budget of the summaries in it, in code points.
            salience: For ids of articles the salience of each of their sentences, so that
                summaries can be cut again at another budget.
            by: Who gave it.

        Raises:
            StoreError: If it cannot be written.
            ValueError: If the digest is of another text.
        """
        if digest.source_text != issue.text:
            raise ValueError(f"the digest of {digest.issue_id!r} is of another text than the issue")
        source = issue.text.encode("utf-8")
        content = hashlib.sha256(source).hexdigest()
        rated = _rated(digest.articles, salience or {})
        with self._database.write() as connection:
            row = {
                "key": content[:16],
                "content": content,
                "issue_id": issue.issue_id,
                "paper": digest.paper,
                "date": digest.date,
                "source": source,
                "pages": [[page.file, page.page, page.start, page.end] for page in issue.pages],
                "added_at": to_text(now()),
                "added_by": by,
                "version": 0,
                "n_corrections": 0,
            }
            is_new = insert_new(connection, _ISSUES, row)
            kept = issue_row(connection, content[:16])
            has_names = _add_files(connection, kept, issue)
            save_scores(connection, rated, digest.model or "")
            has_digest = self._machine.add(connection, kept["number"], digest, max_chars)
            if has_names or has_digest:
                _grow(connection, kept["number"])
                self.refresh(connection, kept)
            (stored,) = stored_issues(connection, [issue_row(connection, content[:16])])
            return replace(stored, is_new=is_new)

    def get(self, key: str) -> StoredIssue:
        """An issue by its key.

        Raises:
            NotFoundError: If none is kept by this key.
        """
        with self._database.read() as connection:
            return stored_issues(connection, [issue_row(connection, key)])[0]

    def list(
        self, wanted: Wanted | None = None, *, limit: int = 50, cursor: str | None = None
    ) -> Listing[StoredIssue]:
        """The issues of which any article is wanted, the newest day first.

        Args:
            wanted: What is looked for; None lists all.
            limit: How many at most, at least 1.
            cursor: That of the listing before.

        Raises:
            StoreError: If the cursor is none that an earlier listing gave.
        """
        with self._database.read() as connection:
            found = find_issues(connection, wanted or Wanted(), limit, cursor)
            return Listing(stored_issues(connection, found.items), found.total, found.next_cursor)

    def days(self) -> tuple[Day, ...]:
        """How many issues and articles of which topics each day has, the newest day first."""
        articles = tables.articles
        with self._database.read() as connection:
            per_day = select(_ISSUES.c.date, func.count()).group_by(_ISSUES.c.date)
            issues: dict[str | None, int] = dict(connection.execute(per_day).all())
            per_topic = (
                select(_ISSUES.c.date, articles.c.topic, func.count())
                .join(articles, articles.c.issue == _ISSUES.c.number)
                .group_by(_ISSUES.c.date, articles.c.topic)
            )
            topics: dict[str | None, dict[str, int]] = {date: {} for date in issues}
            for date, topic, n in connection.execute(per_topic):
                topics[date][topic or ""] = n
        dates = sorted(issues, key=lambda date: date or "", reverse=True)
        return tuple(
            Day(
                date,
                issues[date],
                sum(topics[date].values()),
                {topic: n for topic, n in topics[date].items() if topic},
            )
            for date in dates
        )

    def update(
        self, key: str, naming: Naming, *, expected_version: int | None = None
    ) -> StoredIssue:
        """Change what an issue is called, or what of it is to be sent.

        Args:
            key: The key of the issue.
            naming: What is changed.
            expected_version: The version of the issue that the change is of; None takes any.

        Raises:
            NotFoundError: If none is kept by this key.
            Conflict: If the issue has another version by now.
        """
        with self._database.write() as connection:
            row = issue_row(connection, key, for_update=True)
            check_version(row["version"], expected_version, key)
            if naming:
                changes = update(_ISSUES).where(_ISSUES.c.number == row["number"])
                connection.execute(changes.values(**naming))
                _grow(connection, row["number"])
            return stored_issues(connection, [issue_row(connection, key)])[0]

    def delete(self, key: str) -> None:
        """Delete an issue, its digests and the log of its corrections.

        Raises:
            NotFoundError: If none is kept by this key.
        """
        with self._database.write() as connection:
            row = issue_row(connection, key)
            connection.execute(delete(_ISSUES).where(_ISSUES.c.number == row["number"]))

    def prune(self, before: str) -> int:
        """Delete the issues nobody has touched since a day, ISO 8601; tell how many they were.

        What counts is when an issue was digested or corrected last, never the date it bears: an
        old volume that was digested today is today's work.
        """
        given, corrected = tables.digests, tables.corrections
        lately = union(
            select(given.c.issue).where(given.c.added_at >= before),
            select(corrected.c.issue).where(corrected.c.made_at >= before),
        )
        is_old = and_(_ISSUES.c.added_at < before, _ISSUES.c.number.not_in(lately))
        with self._database.write() as connection:
            return connection.execute(delete(_ISSUES).where(is_old)).rowcount

    def refresh(self, connection: Connection, row: RowMapping) -> None:
        """Let lists and search know an issue as its digest of today is."""
        machine = self._machine.newest(connection, row)
        log = load_log(connection, row["number"])
        today = replay_today(machine, log, Rescorer(connection, machine))
        refresh_index(connection, row["number"], today)


def _add_files(connection: Connection, row: RowMapping, issue: Issue) -> bool:
    """Keep the names of the files an issue came from; tell whether any of them is new."""
    added_at = to_text(now())
    rows = [
        {"issue": row["number"], "name": name, "added_at": added_at}
        for name in dict.fromkeys(page.file for page in issue.pages)
    ]
    return sum(insert_new(connection, tables.files, one) for one in rows) > 0


def _grow(connection: Connection, number: int) -> None:
    grown = update(_ISSUES).where(_ISSUES.c.number == number)
    connection.execute(grown.values(version=_ISSUES.c.version + 1))


def _rated(
    articles: Sequence[Article], salience: Mapping[str, Sequence[float]]
) -> list[RatedArticle]:
    return [
        RatedArticle(article, tuple(salience[article.id]))
        for article in articles
        if article.id in salience
    ]
