"""Many inputs in, one table out."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from service.batch.course import Course, Tally
from service.batch.failures import list_failures
from service.batch.inputs import WorkItem
from service.batch.journal import Journal
from service.batch.locking import sole_writer
from service.batch.report import BatchReport
from service.batch.scoring import Scored, Scorer
from service.batch.table_there import as_before, would_replace
from service.console import tell
from service.files import check_writable, replacing
from service.writers.table import (
    ARTICLE_COLUMNS,
    ISSUE_COLUMNS,
    LENGTH_COLUMNS,
    PRINT_COLUMNS,
    TEXT_COLUMN,
)
from service.writers.table_formats import table_writer_for


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
            raise would_replace(output)
        if not (may_replace or journal.n_earlier):
            tell(
                f"baozhai: {output}: 上次已做完，没有做到一半的；再做一遍，与它比对 "
                "(finished before, nothing to go on from: all is done again and compared)"
            )
        course = Course(journal)
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
        tally = Tally()
        may_replace = overwrite or (may_replace and not journal.unasked)
        with replacing(output) if may_replace else as_before(output, tally.names) as stream:
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
