"""Many inputs in, one table out."""

from __future__ import annotations

import time
from array import array
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from service.batch.failures import list_failures
from service.batch.inputs import WorkItem
from service.batch.journal import Journal, Record
from service.batch.locking import sole_writer
from service.batch.report import BatchReport
from service.batch.scoring import Scored, Scorer
from service.console import tell
from service.errors import ReadError, WriteError
from service.files import check_writable, replacing
from service.readers.tables import read_table
from service.writers.cells import unguarded
from service.writers.table import (
    ARTICLE_COLUMNS,
    ISSUE_COLUMNS,
    LENGTH_COLUMNS,
    PRINT_COLUMNS,
    TEXT_COLUMN,
    ArticleRow,
)
from service.writers.table_formats import table_writer_for

_PIECE = 1 << 20
_MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class BatchSettings:
    """What the rows depend on besides the inputs, and what is wanted of the table.

    Attributes:
        model: `name@version` of the model that scores.
        max_chars: Budget of each summary, in code points.
        ready_articles: Whether the inputs are articles rather than issues.
        version: That of the program.
        splitter: `name@version` of what takes issues apart; None where nothing is.
        identity: Checksum of the files of both.
        with_text: Whether each row holds the text of its article, too.
        overwrite: Whether to replace a table that is there, and what an interrupted run did
            where that cannot be resumed.
    """

    model: str
    max_chars: int
    ready_articles: bool
    version: str
    splitter: str | None = None
    identity: str = ""
    with_text: bool = False
    overwrite: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Those of the table."""
        own = ARTICLE_COLUMNS if self.ready_articles else ISSUE_COLUMNS
        of_print = () if self.ready_articles else PRINT_COLUMNS
        text = (TEXT_COLUMN,) if self.with_text else ()
        return (*own, *LENGTH_COLUMNS, *of_print, *text)

    @property
    def of_rows(self) -> dict[str, Any]:
        """What the rows depend on: runs that agree in it can be joined."""
        of_table = ("with_text", "overwrite")
        return {name: value for name, value in asdict(self).items() if name not in of_table}


class _Course:
    """Inputs on their way through the scorer, and where each was noted, in their order."""

    def __init__(self, journal: Journal) -> None:
        self.n_resumed = 0
        self._journal = journal
        self._places = array("Q")
        self._waiting: deque[tuple[int, str]] = deque()
        self._inputs = sha256()

    @property
    def n_done(self) -> int:
        """Inputs whose rows are noted."""
        return len(self._places) - len(self._waiting)

    def left(self, items: Iterable[WorkItem]) -> Iterator[WorkItem]:
        """Those of the inputs that no earlier run has finished."""
        for item in items:
            fingerprint = item.fingerprint()
            self._inputs.update(fingerprint.encode())
            place = self._journal.find(fingerprint)
            self._places.append(place or 0)
            if place is None:
                self._waiting.append((len(self._places) - 1, fingerprint))
                yield item
            else:
                self.n_resumed += 1

    def note(self, name: str, rows: Iterable[ArticleRow]) -> None:
        """Note the rows of the input that has waited longest: the scorer keeps the order."""
        number, fingerprint = self._waiting.popleft()
        self._places[number] = self._journal.add(name, fingerprint, rows)

    def records(self) -> Iterator[Record]:
        """All that was noted, in the order of the inputs.

        Raises:
            WriteError: If that is not what was done with these inputs.
        """
        found = sha256()
        for record in self._journal.read(self._places):
            found.update(record.fingerprint.encode())
            yield record
        if self._waiting or found.digest() != self._inputs.digest():
            raise WriteError(
                f"{self._journal.path}: 记下的与输入不符；请加 --resume 再做一次 "
                "(what was noted is not of these inputs: run it again with --resume)"
            )


@dataclass(slots=True)
class _Tally:
    """What the report counts, gathered while the rows pass by."""

    n_inputs: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)
    topics: Counter[str] = field(default_factory=Counter)
    names: set[str | None] = field(default_factory=set)

    def count(self, records: Iterable[Record]) -> Iterator[ArticleRow]:
        """Pass on the rows of the records."""
        for record in records:
            self.n_inputs += 1
            if record.error:
                self.failures.append((record.name, record.error))
            self.topics.update(row.topic for row in record.rows if row.topic)
            for row in record.rows:
                self.names.add(row.issue_id or row.id)
                yield row


def run_batch(
    items: Iterable[WorkItem],
    scorer: Scorer,
    output: Path,
    settings: BatchSettings,
    *,
    resume: bool = False,
    on_done: Callable[[int], None] = lambda _: None,
) -> BatchReport:
    """Work through inputs and write one table.

    Finished inputs are noted in `OUTPUT.partial`; the table is made of it at
    the end and appears whole or not at all. It stays where some failed, so that these can be done
    alone. Memory holds a few inputs at a time.

    Args:
        items: The inputs, in the order of the rows.
        scorer: Gives the rows of each.
        output: The table; its suffix is its format. What failed and why is
            listed in `OUTPUT.failures.csv`, where anything did.
        settings: What the rows depend on, and what is wanted of the table.
        resume: Whether to go on from what an interrupted or failed run left behind: an input whose
            content is the same, and which did not fail, is not done again. The table is the
            same, byte for byte, as if nothing had been interrupted.
        on_done: Told the number of inputs done so far, once before the first
            and after each.

    Returns:
        What was done, what failed and why.

    Raises:
        WriteError: If the suffix is unknown, the files cannot be written, another process is
            writing them, or work that was done before would be lost.
        MissingExtraError: If the format needs packages that are not installed.
    """
    write_table = table_writer_for(output)
    check_writable(output)
    rows_depend_on, overwrite = settings.of_rows, settings.overwrite
    with (
        sole_writer(output),
        Journal.open(output, rows_depend_on, resume=resume, overwrite=overwrite) as journal,
    ):
        may_replace = overwrite or journal.may_replace(output)
        if not (may_replace or resume):
            raise _would_replace(output)
        if not (may_replace or journal.n_earlier):
            tell(
                f"baozhai: {output}: 上次已做完，没有做到一半的；再做一遍，与它比对 "
                "(finished before, nothing to go on from: all is done again and compared)"
            )
        course = _Course(journal)
        on_done(0)
        started, n_scored = time.perf_counter(), 0
        with _ending(scorer(course.left(items))) as scored:
            for item, rows in scored:
                course.note(item.name, rows)
                n_scored += sum(row.error is None for row in rows)
                on_done(course.n_done)
        elapsed_s = time.perf_counter() - started
        if course.n_resumed:
            on_done(course.n_done)
        tally = _Tally()
        may_replace = overwrite or (may_replace and not journal.unasked)
        with replacing(output) if may_replace else _as_before(output, tally) as stream:
            write_table(tally.count(course.records()), settings.columns, stream)
        list_failures(output, tally.failures)
        if 0 < len(tally.failures) < tally.n_inputs and output.is_file():
            journal.keep(output)
        else:
            journal.remove()
    failures = tuple(tally.failures)
    n_resumed = course.n_resumed
    return BatchReport(tally.n_inputs, n_resumed, failures, tally.topics, elapsed_s, n_scored)


@contextmanager
def _ending(scored: Iterator[Scored]) -> Iterator[Iterator[Scored]]:
    """Let a scorer end its processes at once where the work ends early."""
    try:
        yield scored
    finally:
        if isinstance(scored, Generator):
            scored.close()


@contextmanager
def _as_before(output: Path, tally: _Tally) -> Iterator[IO[bytes]]:
    """Open a file that must become what the output is already, which stays.

    Raises:
        WriteError: If it became another.
    """
    with TemporaryFile() as stream:
        yield stream
        stream.seek(0)
        with output.open("rb") as before:
            pieces = iter(lambda: (stream.read(_PIECE), before.read(_PIECE)), (b"", b""))
            if any(now != then for now, then in pieces):
                raise _would_lose(output, tally) or _would_replace(output)


def _would_lose(output: Path, tally: _Tally) -> WriteError | None:
    """What to say where inputs with rows in the table are not given any more; None if all are."""
    with suppress(ReadError):  # what is no table of ours lacks nothing that we know of
        ids = (row.cells.get("issue_id") or row.cells.get("id") for row in read_table(output))
        found = dict.fromkeys(unguarded(str(name)) for name in ids if name is not None)
        gone = [name for name in found if name not in tally.names]
        if gone:
            more = f"等 {len(gone)} 个" if len(gone) > _MOST_TOLD else ""
            told = "、".join(gone[:_MOST_TOLD])
            return WriteError(
                f"{output}: 已经有了，里面有 {told}{more} 的行，而这次的输入里没有；"
                "请放回去，或加 --overwrite（这些行就没有了），或换一个输出文件 "
                "(it holds rows of inputs that are missing now: put them back, or --overwrite "
                "drops their rows, or name another output)"
            )
    return None


def _would_replace(output: Path) -> WriteError:
    return WriteError(
        f"{output}: 已经有了，不悄悄换掉；请加 --overwrite 换掉它，或换一个输出文件 "
        "(there is another one already: --overwrite replaces it, or name another output)"
    )
