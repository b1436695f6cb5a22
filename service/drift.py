"""Whether what comes in, or what is told of it, is still as it was: month by month."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

FEWEST_ARTICLES = 20
"""A month with fewer is shown, but neither judged nor judged by."""
FEWEST_MONTHS = 3
"""Earlier months that it takes to judge one."""
MONTHS_OF_A_YEAR = 12
# Two standard errors: a share drawn from so few articles moves by itself.
_LEEWAY = 2.0


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What counts of one article.

    Attributes:
        month: `2026-03`, of the issue.
        topic: Its label.
        is_unsure: Whether the model was not sure of it.
        n_chars: Code points of its text.
        has_headline: Whether one is printed.
    """

    month: str
    topic: str
    is_unsure: bool
    n_chars: int
    has_headline: bool


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """One month.

    Attributes:
        month: `2026-03`.
        n: Articles.
        shares: Of each topic, of those unsure, of those without headline, in [0, 1]; by name.
        median_chars: The length that half of the articles exceed.
    """

    month: str
    n: int
    shares: Mapping[str, float]
    median_chars: float


@dataclass(frozen=True, slots=True)
class Warned:
    """A figure of a month that lies outside of what it was in the year before.

    Attributes:
        month: `2026-03`.
        figure: A name of `MonthFigures.shares`, or `median_chars`.
        value: In that month.
        low: The least it was.
        high: The most.
    """

    month: str
    figure: str
    value: float
    low: float
    high: float


UNSURE, WITHOUT_HEADLINE, MEDIAN_CHARS = "unsure", "without_headline", "median_chars"


def figures_by_month(articles: Iterable[ArticleFacts]) -> tuple[MonthFigures, ...]:
    """The figures of each month that has articles, the earliest first."""
    by_month: defaultdict[str, list[ArticleFacts]] = defaultdict(list)
    for article in articles:
        by_month[article.month].append(article)
    topics = sorted({article.topic for found in by_month.values() for article in found})
    return tuple(_figures(month, by_month[month], topics) for month in sorted(by_month))


def find_drift(months: Sequence[MonthFigures]) -> tuple[Warned, ...]:
    """What lies outside the range of the twelve months with articles before it.

    A share may leave the range by two standard errors of a share drawn from so many articles
    as the month has, a length by a tenth. Months with fewer than `FEWEST_ARTICLES` do not count.

    Args:
        months: As `figures_by_month` gives them.

    Returns:
        Month by month; empty where nothing does, or too few months came before.
    """
    counted = [month for month in months if month.n >= FEWEST_ARTICLES]
    return tuple(
        warned
        for place, month in enumerate(counted)
        if len(before := counted[max(0, place - MONTHS_OF_A_YEAR) : place]) >= FEWEST_MONTHS
        for warned in _outside(month, before)
    )


def _figures(month: str, found: Sequence[ArticleFacts], topics: Sequence[str]) -> MonthFigures:
    n, counts = len(found), Counter(article.topic for article in found)
    shares = {topic: counts[topic] / n for topic in topics}
    shares[UNSURE] = sum(article.is_unsure for article in found) / n
    shares[WITHOUT_HEADLINE] = sum(not article.has_headline for article in found) / n
    return MonthFigures(month, n, shares, statistics.median(each.n_chars for each in found))


def _outside(month: MonthFigures, before: Sequence[MonthFigures]) -> Iterable[Warned]:
    for name, value in month.shares.items():
        low, high = _range(earlier.shares[name] for earlier in before)
        if value < low - _error(low, month.n) or value > high + _error(high, month.n):
            yield Warned(month.month, name, value, low, high)
    low, high = _range(earlier.median_chars for earlier in before)
    if not 0.9 * low <= month.median_chars <= 1.1 * high:
        yield Warned(month.month, MEDIAN_CHARS, month.median_chars, low, high)


def _range(values: Iterable[float]) -> tuple[float, float]:
    found = tuple(values)
    return min(found), max(found)


def _error(share: float, n: int) -> float:
    """What a share of so many articles may be off by; one of none or all, by a single article."""
    return max(_LEEWAY * sqrt(share * (1 - share) / n), 1 / n)
