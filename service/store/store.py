"""The store: issues, what the machine made of them, what people corrected, and who may."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

from sqlalchemy import Connection, RowMapping, select, text

from service.corrections import (
    Change,
    Corrected,
    Correction,
    What,
    state_before,
    version_of,
)
from service.drift import ArticleFacts
from service.errors import StoreError
from service.files import has_content
from service.store import tables
from service.store.audit import Audit
from service.store.checks import check_effect, check_entry, check_version
from service.store.connection import Database
from service.store.exporting import export_lines
from service.store.faults import find_faults
from service.store.figures import article_facts, count_models, count_rows
from service.store.importing import import_lines
from service.store.index import refresh_index
from service.store.issue_rows import issue_row
from service.store.issues import Issues
from service.store.log import append_entry, load_changes, load_effective, load_log
from service.store.machine import MachineDigest, MachineDigests
from service.store.mark import Mark
from service.store.memory import Memory
from service.store.migrating import migrate
from service.store.orders import Orders
from service.store.place import Place, find_place
from service.store.records import Changed, Hit, Listing, Scorer, Wanted, now
from service.store.salvage import Salvage
from service.store.scores import save_scores
from service.store.search import find_articles
from service.store.settings import Settings
from service.store.tidying import forget_scores
from service.store.today import Rescorer, replay_today
from service.store.users import Users

_LONGEST_KEPT_DAYS = 36_500  # longer than there are stores; a date of more there may not be


class Store:
    """A store that is open. Several threads and several programs may use it at once.

    Attributes:
        place: Where it is.
        issues: The issues that are kept.
        users: Who may work with it.
        audit: Who did what.
        settings: What the desk has set.
        orders: What was asked for and is not digested yet.
    """

    def __init__(self, database: Database) -> None:
        """Take a database whose tables are those of this version; see `open`."""
        self.place: Place = database.place
        self._database = database
        self._machine = MachineDigests()
        self._memory: Memory[tuple[object, ...], Corrected] = Memory(64)
        # Entries are only ever added, so their number names a log.
        self._logs: Memory[tuple[int, int], tuple[Correction, ...]] = Memory(64)
        self.issues = Issues(database, self._machine)
        self.users = Users(database)
        self.audit = Audit(database)
        self.settings = Settings(database)
        self.orders = Orders(database)

    @classmethod
    def open(cls, named: str | Path | None = None, *, create: bool = True) -> Self:
        """Open a store, and bring it to the form of this version.

        Args:
            named: A file, or the URL of a database of SQLite or PostgreSQL; None takes what
                `BAOZHAI_STORE` names, else `store.sqlite` in the user's data folder.
            create: Make it where there is none.

        Raises:
            StoreError: If it cannot be opened, is of a later version, is no store, or is not
                there and is not to be made. The message says what to do.
        """
        place = find_place(named)
        if not create and place.file and not has_content(place.file):
            Mark(place.file).check()
            raise StoreError(
                f"{place}: 还没有库；请先打开网页（baozhai web），或给出别的位置 "
                "(there is no store yet: start `baozhai web`, or name another place)"
            )
        database = Database(place)
        migrate(database)
        return cls(database)

    def close(self) -> None:
        """Give all connections back."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def today(
        self, key: str, *, scorer: Scorer | None = None, max_chars: int | None = None
    ) -> Corrected:
        """The digest of today: the newest of the machine with the log replayed over it.

        Args:
            key: The key of the issue.
            scorer: Scores articles whose boundaries were changed, each once. Without it,
                those that were never scored have neither topic nor summary.
            max_chars: Budget of the summaries in code points; None leaves that of the digest.
                Cut from kept salience; ticked summaries stay.

        Raises:
            NotFoundError: If there is no such issue, or no digest of it.
        """
        with self._database.read() as connection:
            row = issue_row(connection, key)
            machine = self._machine.newest(connection, row)
            rescorer = Rescorer(connection, machine, max_chars=max_chars, scorer=scorer)
            name = _name(row, machine, rescorer, scorer)
            today = self._memory.find(name)
            if today is None or today.stale:
                log = self._log_of(connection, row)
                today = replay_today(machine, log, rescorer, today)
                self._memory.keep(name, today)
        if rescorer.new:
            self._keep_scores(row, rescorer, today)
        return today

    def append(
        self,
        key: str,
        change: Change,
        *,
        who: str,
        expected_version: int | None = None,
        expected_issue_version: int | None = None,
        scorer: Scorer | None = None,
    ) -> Correction:
        """Add a correction to the log of an issue; when this returns, it is on the disk.

        Args:
            key: The key of the issue.
            change: What is asked for.
            who: Who asks for it.
            expected_version: The version of the article that the change is of, or of the
                passage left out; None takes any.
            expected_issue_version: The same for the issue as a whole.
            scorer: Cuts the summaries of what was scored before; nothing is scored here. With
                the one that `today` is asked with, `today` has little left to do.

        Raises:
            NotFoundError: If there is no such issue.
            Conflict: If article or issue has another version by now; nothing was added.
            CorrectionError: If the change cannot be made; nothing was added.
        """
        with self._database.write() as connection:
            row = issue_row(connection, key, for_update=True)
            check_version(row["version"], expected_issue_version, key)
            machine = self._machine.newest(connection, row)
            log = self._log_of(connection, row)
            rescorer = Rescorer(connection, machine, scorer=scorer, may_score=False)
            name = _name(row, machine, rescorer, scorer)
            today = self._memory.find(name) or replay_today(machine, log, rescorer)
            found = version_of(today.state, log, change.place)
            check_version(found, expected_version, f"{key}-{change.place.start}")
            check_entry(change, log)
            correction = Correction(
                id=uuid4().hex,
                version=row["n_corrections"] + 1,
                when=now(),
                who=who,
                what=change.what,
                place=change.place,
                before=state_before(today, change),
                after=change.after,
            )
            after = replay_today(machine, (*log, correction), rescorer, today)
            check_effect(correction, after)
            append_entry(connection, row, correction)
            refresh_index(connection, row["number"], after)
        self._memory.keep((*name[:1], row["version"] + 1, *name[2:]), after)
        self._logs.keep((row["number"], correction.version), (*log, correction))
        return correction

    def log(self, key: str) -> tuple[Correction, ...]:
        """The log of an issue, in order.

        Raises:
            NotFoundError: If there is no such issue.
        """
        with self._database.read() as connection:
            return self._log_of(connection, issue_row(connection, key))

    def version(self, key: str) -> int:
        """The version of an issue; it grows with whatever is changed of it.

        Raises:
            NotFoundError: If there is no such issue.
        """
        with self._database.read() as connection:
            return int(issue_row(connection, key)["version"])

    def changes(self, after: int = 0, *, limit: int = 100) -> tuple[Changed, ...]:
        """The corrections of all issues behind a number, in the order they were added."""
        with self._database.read() as connection:
            return load_changes(connection, after, limit)

    def effective(self, *whats: What) -> tuple[Changed, ...]:
        """The corrections of some kinds that were not undone, of all issues, oldest first."""
        with self._database.read() as connection:
            return load_effective(connection, whats)

    def editors(self) -> tuple[str, ...]:
        """Who has ever corrected anything, by name."""
        with self._database.read() as connection:
            who = tables.corrections.c.who
            return tuple(connection.execute(select(who).distinct().order_by(who)).scalars())

    def search(self, wanted: Wanted, *, limit: int = 50, cursor: str | None = None) -> Listing[Hit]:
        """Find articles in the digests of today, those of the newest day first.

        Args:
            wanted: What is looked for.
            limit: How many at most, at least 1.
            cursor: That of the listing before.

        Raises:
            StoreError: If the cursor is none that an earlier listing gave.
        """
        with self._database.read() as connection:
            return find_articles(connection, wanted, limit, cursor)

    def models(self) -> Mapping[tuple[str, str], int]:
        """How many digests each model and splitter made."""
        with self._database.read() as connection:
            return count_models(connection)

    def article_facts(self) -> tuple[ArticleFacts, ...]:
        """What drift is told by, of today's articles of all issues that have a date."""
        with self._database.read() as connection:
            return tuple(article_facts(connection))

    def stats(self) -> Mapping[str, int]:
        """How many rows each table has, and the size in bytes."""
        with self._database.read() as connection:
            return count_rows(connection)

    def export(self) -> Iterator[str]:
        """The whole store as JSON lines, but for sessions; see `service.store.exporting`."""
        return export_lines(self._database)

    def salvage(self) -> Salvage:
        """What can still be read of a damaged file, for an export.

        Raises:
            StoreError: If the store is on a server, which mends its files itself.
        """
        if not self._database.is_file:
            raise StoreError(
                f"{self.place}: 只有 SQLite 的文件可以这样读；服务器上的库请用它自己的备份 "
                "(for files of SQLite alone: take the server's own backup)"
            )
        return Salvage(self._database)

    def import_from(self, lines: Iterable[str]) -> Mapping[str, int]:
        """Read what `export` gave; what is there stays, so a second time adds nothing.

        Returns:
            How many rows of each table were new.

        Raises:
            StoreError: If a line is none of an export; then nothing was added.
        """
        return import_lines(self._database, self.issues, lines)

    def check(self) -> Iterator[str]:
        """Read all that is kept, and tell what is damaged; nothing where all is whole."""
        return find_faults(self._database)

    def prune(self, days: int) -> int:
        """Delete issues neither digested nor corrected for some days; tell how many they were."""
        past = timedelta(days=min(days, _LONGEST_KEPT_DAYS))
        return self.issues.prune((now() - past).date().isoformat())

    def vacuum(self) -> None:
        """Forget scores that nobody wants, and give the room of what was deleted back."""
        with self._database.write() as connection:
            forget_scores(connection, self._machine)
        with self._database.alone() as connection:
            connection.execute(text("VACUUM"))
            if self._database.is_file:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
                connection.execute(text("PRAGMA optimize"))

    def _log_of(self, connection: Connection, row: RowMapping) -> tuple[Correction, ...]:
        key = (row["number"], row["n_corrections"])
        return self._logs.get(key, lambda: load_log(connection, row["number"]))

    def _keep_scores(self, row: RowMapping, rescorer: Rescorer, today: Corrected) -> None:
        with self._database.write() as connection:
            save_scores(connection, rescorer.new, rescorer.model)
            if issue_row(connection, row["key"])["version"] == row["version"]:
                refresh_index(connection, row["number"], today)


def _name(
    row: RowMapping, machine: MachineDigest, rescorer: Rescorer, scorer: Scorer | None
) -> tuple[object, ...]:
    """What a digest of today depends on."""
    is_scored = scorer is not None
    return (
        row["number"],
        row["version"],
        machine.number,
        rescorer.max_chars,
        rescorer.model,
        is_scored,
    )
