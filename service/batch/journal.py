"""The rows of a batch in progress, kept so that an interrupted run can go on."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from service.batch.inputs import WorkItem
from service.errors import WriteError
from service.writers.table import ArticleRow


@dataclass(frozen=True, slots=True)
class Record:
    """A finished input and its rows."""

    name: str
    fingerprint: str
    rows: tuple[ArticleRow, ...]

    @property
    def error(self) -> str | None:
        """Why the input failed, None if it did not."""
        return next((row.error for row in self.rows if row.error), None)


class Journal:
    """A file with one line of settings and one line per finished input, in order.

    A line counts once its newline is there, so a run may be killed at any moment.

    Attributes:
        path: The file; it lies beside the output and bears its name.
    """

    def __init__(self, output: Path, settings: Mapping[str, Any]) -> None:
        """Name the journal of an output; nothing is read or written yet.

        Args:
            output: The table that the batch will write.
            settings: All that the rows depend on besides the inputs.
        """
        self.path = output.with_name(f"{output.name}.partial")
        self._header = _line(dict(settings))

    def start(self) -> None:
        """Begin anew."""
        self._write("wb", self._header)

    def resume(self, items: Iterable[WorkItem]) -> tuple[int, Iterator[WorkItem]]:
        """Keep what an earlier run has done, as far as it would be done the same way now.

        The earlier lines must agree with the settings and, one by one, with
        the inputs; from the first that does not, the file is cut off.

        Args:
            items: All the inputs of this run, in order.

        Returns:
            How many of them are done, and those that are left.
        """
        remaining = iter(items)
        if not self.path.is_file() or not self._has_our_header():
            self.start()
            return 0, remaining
        kept, end = 0, len(self._header)
        left: Iterator[WorkItem] = remaining
        for line_end, record in self._records():
            item = next(remaining, None)
            if item is None:
                break
            if item.fingerprint() != record.fingerprint:
                left = chain([item], remaining)
                break
            kept, end = kept + 1, line_end
        os.truncate(self.path, end)
        return kept, left

    def add(self, item: WorkItem, rows: tuple[ArticleRow, ...]) -> None:
        """Note a finished input; it survives the end of this process."""
        line = {
            "name": item.name,
            "fingerprint": item.fingerprint(),
            "rows": [asdict(row) for row in rows],
        }
        self._write("ab", _line(line))

    def records(self) -> Iterator[Record]:
        """The finished inputs in order, read one at a time."""
        return (record for _, record in self._records())

    def remove(self) -> None:
        """Delete the file."""
        self.path.unlink(missing_ok=True)

    def _has_our_header(self) -> bool:
        with self.path.open("rb") as stream:
            return stream.readline() == self._header

    def _records(self) -> Iterator[tuple[int, Record]]:
        """Each whole line behind the header, with the offset of its end."""
        with self.path.open("rb") as stream:
            end = len(stream.readline())
            for line in stream:
                record = _record(line)
                if record is None:
                    return
                end += len(line)
                yield end, record

    def _write(self, mode: str, content: bytes) -> None:
        try:
            with self.path.open(mode) as stream:
                stream.write(content)
        except OSError as error:
            raise WriteError(
                f"{self.path}: 写不进去：{error.strerror}；请检查权限与磁盘空间 "
                "(cannot be written: check permissions and disk space)"
            ) from error


def _line(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode("utf-8") + b"\n"


def _record(line: bytes) -> Record | None:
    """A line read back; None for one that was cut off or damaged."""
    if not line.endswith(b"\n"):
        return None
    try:
        content = json.loads(line)
        rows = tuple(ArticleRow(**row) for row in content["rows"])
        return Record(content["name"], content["fingerprint"], rows)
    except (ValueError, TypeError, KeyError):
        return None
