"""The grammar of csv, applied from any line of a file on."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _csv import Reader

# The default of 131,072 characters is less than a special supplement printed as one article.
_LONGEST_CELL = 1 << 24
# Stands before each of several files that were joined into one.
_MARK = "\ufeff"


class Lines:
    """The lines of a file by number, from 0: read when asked for, kept until let go."""

    def __init__(self, text: Iterable[str]) -> None:
        self._unread = iter(text)
        self._kept: deque[str] = deque()
        self._first = 0

    def get(self, number: int) -> str | None:
        """A line with its end, None behind the last one."""
        while number >= self._first + len(self._kept):
            line = next(self._unread, None)
            if line is None:
                return None
            self._kept.append(line)
        return self._kept[number - self._first]

    def since(self, number: int) -> Iterator[str]:
        """The lines from one on."""
        while (line := self.get(number)) is not None:
            yield line
            number += 1

    def let_go(self, number: int) -> None:
        """Forget the lines before one."""
        while self._kept and self._first < number:
            self._kept.popleft()
            self._first += 1


@dataclass(frozen=True, slots=True)
class Record:
    """Lines `[start, end)` that the grammar takes for one row.

    Attributes:
        cells: None where a quote closes amid its cell, or not at all; `end` is then where
            that shows.
    """

    start: int
    end: int
    cells: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Grammar:
    """How the rows of a file are written.

    Attributes:
        lines: The file.
        delimiter: What stands between cells.
        skips_spaces: Whether spaces behind it do not count.
    """

    lines: Lines
    delimiter: str
    skips_spaces: bool = False

    def parse(self, start: int) -> Record | None:
        """Read the row that would begin at a line; None behind the last one."""
        line = self.lines.get(start)
        if line is None:
            return None
        reader = self._reader(chain([line.removeprefix(_MARK)], self.lines.since(start + 1)))
        try:
            cells: tuple[str, ...] | None = tuple(next(reader))
        except csv.Error:
            cells = None
        return Record(start, start + reader.line_num, cells)

    def cut(self, number: int) -> list[str]:
        """The cells of one line alone, whatever its quotes."""
        line = self.lines.get(number) or ""
        return next(self._reader([line.strip(f"{_MARK}\r\n")], strict=False), [])

    def is_blank(self, number: int) -> bool:
        """Whether a line is there and holds nothing but delimiters and white space."""
        line = self.lines.get(number)
        return line is not None and not line.strip(f"{_MARK}{self.delimiter} \t\r\n\v\f")

    def _reader(self, lines: Iterable[str], *, strict: bool = True) -> Reader:
        csv.field_size_limit(_LONGEST_CELL)
        return csv.reader(
            lines, delimiter=self.delimiter, skipinitialspace=self.skips_spaces, strict=strict
        )
