"""Issues by date, and what to look for in them."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Search:
    """What a visitor looks for; empty values ask for nothing."""

    words: str = ""
    topic: str = ""
    who: str = ""
    date: str = ""
    uncertain: bool = False

    @property
    def looks_inside(self) -> bool:
        """Whether articles are looked for, and not issues."""
        return bool(self.words or self.topic or self.who or self.uncertain)


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar.

    Attributes:
        year: As printed on the page.
        month: From 1 to 12.
        weeks: Monday first; of each day its number, 0 outside of the month, its ISO date,
            and how many issues it has.
    """

    year: int
    month: int
    weeks: tuple[tuple[tuple[int, str, int], ...], ...]

    @classmethod
    def of(cls, first: datetime.date, n_issues: Mapping[str, int]) -> Self:
        """Lay out the month of a day.

        Args:
            first: Any day of it.
            n_issues: How many issues each ISO date has.
        """
        weeks = []
        for week in calendar.Calendar().monthdayscalendar(first.year, first.month):
            days = []
            for day in week:
                iso = datetime.date(first.year, first.month, day).isoformat() if day else ""
                days.append((day, iso, n_issues.get(iso, 0)))
            weeks.append(tuple(days))
        return cls(first.year, first.month, tuple(weeks))

    def shifted(self, months: int) -> str:
        """Another month, as YYYY-MM."""
        place = self.year * _MONTHS + self.month - 1 + months
        return f"{place // _MONTHS:04d}-{place % _MONTHS + 1:02d}"


def month_of(asked: str, days: Mapping[str, int]) -> datetime.date:
    """The month to show: the one asked for as YYYY-MM, else that of the latest issue, else this."""
    for day in (f"{asked}-01", max(days, default="")):
        try:
            return datetime.date.fromisoformat(day)
        except ValueError:
            continue
    return datetime.date.today()
