"""Many inputs in, one table out."""

from __future__ import annotations

import csv
import io
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from service.batch.inputs import WorkItem
from service.batch.journal import Journal, Record
from service.batch.report import BatchReport
from service.batch.scoring import Scorer
from service.writers.files import check_writable, clear_leftovers, replacing, write_file
from service.writers.table import ARTICLE_COLUMNS, ISSUE_COLUMNS, TEXT_COLUMN, ArticleRow
from service.writers.table_formats import table_writer_for


@dataclass(frozen=True, slots=True)
class BatchSettings:
    """All that the rows depend on besides the inputs; runs that agree in it can be joined.

    Attributes:
        model: `name@version` of the model that scores.
        max_chars: Budget of each summary, in code points.
        ready_articles: Whether the inputs are articles rather than issues.
        version: That of the program.
        splitter: `name@version` of what takes issues apart; None where nothing is.
        with_text: Whether each row holds the text of its article, too.
    """

    model: str
    max_chars: int
    ready_articles: bool
    version: str
    splitter: str | None = None
    with_text: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Those of the table."""
        columns = ARTICLE_COLUMNS if self.ready_articles else ISSUE_COLUMNS
        return (*columns, TEXT_COLUMN) if self.with_text else columns


@dataclass(slots=True)
class _Tally:
    """What the report counts, gathered while the rows pass by."""

    n_inputs: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)
    topics: Counter[str] = field(default_factory=Counter)

    def count(self, records: Iterable[Record]) -> Iterator[ArticleRow]:
        """Pass on the rows of the records."""
        for record in records:
            self.n_inputs += 1
            if record.error:
                self.failures.append((record.name, record.error))
            self.topics.update(row.topic for row in record.rows if row.topic)
            yield from record.rows


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
    the end and appears whole or not at all. Memory holds a few inputs at a time.

    Args:
        items: The inputs, in the order of the rows.
        scorer: Gives the rows of each.
        output: The table; its suffix is its format. What failed and why is
            listed in `OUTPUT.failures.csv`, where anything did.
        settings: What the rows depend on.
        resume: Whether to go on from what an interrupted run left behind. The
            table is the same, byte for byte, as if nothing had been interrupted.
        on_done: Told the number of inputs done so far, once before the first
            and after each.

    Returns:
        What was done, what failed and why.

    Raises:
        WriteError: If the suffix is unknown or the files cannot be written.
        MissingExtraError: If the format needs packages that are not installed.
    """
    write_table = table_writer_for(output)
    check_writable(output)
    journal = Journal(output, asdict(settings))
    n_resumed, remaining = 0, iter(items)
    if resume:
        n_resumed, remaining = journal.resume(remaining)
    else:
        journal.start()
    on_done(n_resumed)
    started, n_scored = time.perf_counter(), 0
    for n_done, (item, rows) in enumerate(scorer(remaining), start=n_resumed + 1):
        journal.add(item, rows)
        n_scored += sum(row.error is None for row in rows)
        on_done(n_done)
    elapsed_s = time.perf_counter() - started
    tally = _Tally()
    with replacing(output) as stream:
        write_table(tally.count(journal.records()), settings.columns, stream)
    failures = tuple(tally.failures)
    _write_failures(output, failures)
    journal.remove()
    return BatchReport(tally.n_inputs, n_resumed, failures, tally.topics, elapsed_s, n_scored)


def _write_failures(output: Path, failures: Sequence[tuple[str, str]]) -> None:
    """List what failed beside the output; a list of an earlier run goes away."""
    listing = output.with_name(f"{output.name}.failures.csv")
    clear_leftovers(listing)
    if not failures:
        listing.unlink(missing_ok=True)
        return
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("input", "error"), *failures])
    write_file(listing, text.getvalue().encode("utf-8-sig"))
