"""How far a batch is: where each input was noted, and what its report will count."""

from __future__ import annotations

from array import array
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from service.batch.inputs import WorkItem
from service.batch.journal import Journal, Record
from service.errors import WriteError
from service.writers.table import ArticleRow


class Course:
    """Inputs on their way through the scorer, and where each was noted, in their order.

    Attributes:
        n_resumed: Inputs that an earlier run had finished.
    """

    def __init__(self, journal: Journal) -> None:
        """Note what is done in a journal."""
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
class Tally:
    """What the report counts, gathered while the rows pass by.

    Attributes:
        n_inputs: All of them.
        failures: Name and reason of each that failed.
        topics: How many articles each topic has.
        names: What the rows go by: the names of issues, the ids of ready articles.
    """

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
