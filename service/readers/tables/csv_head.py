"""The row of a csv file that names its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.characters import as_unicode
from service.readers.tables.columns import count_known, has_columns
from service.readers.tables.csv_grammar import Grammar

# Above the names of the columns: they are kept while the delimiter is looked for.
_MOST_BLANK_LINES = 10_000
_MOST_ROWS_ABOVE = 10  # likewise: the title of the table, who made it, when


@dataclass(frozen=True, slots=True)
class Head:
    """The names of the columns, unnamed ones at the end left out, and where the rows begin."""

    grammar: Grammar
    names: tuple[str, ...]
    end: int


def find_head(grammars: Sequence[Grammar], start: int, required: Sequence[str]) -> Head:
    """The first row that names the columns, else the one with the most known names.

    Args:
        grammars: Of the delimiters that the file may have, the likeliest first.
        start: Its first line.
        required: Columns of `COLUMN_NAMES` that must be there.
    """
    tried: list[Head] = []
    heads = [_read_head(grammar, start) for grammar in grammars]
    for _ in range(_MOST_ROWS_ABOVE):
        tried += heads
        if any(has_columns(head.names, required) for head in heads):
            break
        heads = [
            _read_head(grammar, head.end) for grammar, head in zip(grammars, heads, strict=True)
        ]
    return max(tried, key=lambda head: (has_columns(head.names, required), count_known(head.names)))


def _read_head(grammar: Grammar, start: int) -> Head:
    last = start + _MOST_BLANK_LINES
    while start < last and grammar.is_blank(start):
        start += 1
    record = grammar.parse(start)
    cells = list(record.cells or ()) if record else []
    spaced = len(cells) > 1 and all(cell.startswith(" ") for cell in cells[1:])
    names = [as_unicode(cell.strip()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    end = record.end if record else start
    return Head(replace(grammar, skips_spaces=spaced), tuple(names), end)
