"""What every reader of tables gives, whatever the format."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from service.readers.tables.columns import COLUMN_NAMES

# What programs and people write where there is nothing, besides the empty cell. The Latin ones
# are those that pandas takes for missing.
_NOTHING = frozenset(
    (
        *("nan", "-nan", "null", "none", "n/a", "na", "<na>", "#n/a", "#na", "1.#qnan", "-1.#ind"),
        *("空", "（空）", "(空)"),
    )
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Attributes:
        place: File and line, as messages name them; `fault` goes on from there.
        cells: What is there, by column: under the names of `COLUMN_NAMES` where a column is
            one of them, else under its own. A column whose value is missing is left out.
        fault: Why the row cannot be relied on; `cells` then hold its `id` at most. None where
            nothing is wrong.
        written: How the file writes the name of each column, also of those without a value here.
    """

    place: str
    cells: Mapping[str, object] = field(default_factory=dict)
    fault: str | None = None
    written: Mapping[str, str] = field(default_factory=dict, compare=False)

    def name_of(self, column: str) -> str:
        """What to call a column: as the file does, else as a Chinese desk would, too."""
        alike = COLUMN_NAMES.get(column, ())
        usual = f"{column}（{alike[0]}）" if alike else column
        return self.written.get(column, usual)


def is_missing(value: object) -> bool:
    """Whether a cell says that there is nothing: blank, null, NaN, or a word for it."""
    if isinstance(value, str):
        bare = value.strip()
        return not bare or bare.casefold() in _NOTHING
    return value is None or (isinstance(value, float) and math.isnan(value))


def place_of(name: str, first: int, last: int = 0) -> str:
    """A line of a file, or lines of it up to another one, as messages name them."""
    return f"{name} 第 {first}–{last} 行" if last > first else f"{name} 第 {first} 行"
