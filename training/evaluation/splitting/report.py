"""What was found of how issues are split: pages, articles by fault, the worst of them.

All measures count non-space characters, so blank lines and the ends of lines
weigh nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from training.evaluation.splitting.alignment import WrongLine
from training.metrics.rates import BCubed, Rates

IN_PIECES, COPIED = "in-pieces", "copied"
_N_WORST = 10


@dataclass(frozen=True, slots=True)
class ArticleReport:
    """One gold article and how it was read.

    Attributes:
        faults: What it shows: its kind in the gold file; `in-pieces` if it stands in
            several places, `copied` if a copy of it stands on the page; the styles of its page.
        is_exact: Whether it overlaps its counterpart by 97 % or more.
        has_headline: Whether its headline is right, punctuation and spaces aside.
        b_cubed: Over its characters.
    """

    faults: tuple[str, ...]
    is_exact: bool
    has_headline: bool
    b_cubed: BCubed


@dataclass(frozen=True, slots=True)
class ArticleFigures:
    """Some articles together: shares of them in [0, 1], and B-cubed over their characters."""

    n: int
    exact: float
    headlines: float
    b_cubed: BCubed


@dataclass(frozen=True, slots=True)
class PageReport:
    """One page: the counts that make up the whole, and its first wrong line."""

    page_id: str
    articles: tuple[ArticleReport, ...]
    window_diff: float
    boundaries: Rates
    stitches: Rates
    repeats: Rates
    furniture: Rates
    first_wrong: WrongLine | None

    @property
    def figures(self) -> ArticleFigures:
        """Its articles together."""
        return _together(self.articles)


@dataclass(frozen=True, slots=True)
class SplitReport:
    """All pages together."""

    pages: tuple[PageReport, ...]

    @property
    def articles(self) -> ArticleFigures:
        """All articles of the gold reading."""
        return _together(article for page in self.pages for article in page.articles)

    @property
    def exact(self) -> float:
        """Share of articles that overlap their counterpart by at least 97 %."""
        return self.articles.exact

    @property
    def window_diff(self) -> float:
        """Mean WindowDiff of the pages; lower is better."""
        return float(np.mean([page.window_diff for page in self.pages])) if self.pages else 0.0

    @property
    def boundaries(self) -> Rates:
        """Places where another article begins."""
        return sum((page.boundaries for page in self.pages), Rates())

    @property
    def stitches(self) -> Rates:
        """Articles that stand in several places."""
        return sum((page.stitches for page in self.pages), Rates())

    @property
    def repeats(self) -> Rates:
        """Characters left out as copies."""
        return sum((page.repeats for page in self.pages), Rates())

    @property
    def furniture(self) -> Rates:
        """Characters left out as furniture."""
        return sum((page.furniture for page in self.pages), Rates())

    @property
    def by_fault(self) -> dict[str, ArticleFigures]:
        """The articles that show each kind of fault; one article may show several."""
        groups: dict[str, list[ArticleReport]] = {}
        for page in self.pages:
            for article in page.articles:
                for fault in article.faults:
                    groups.setdefault(fault, []).append(article)
        return {fault: _together(groups[fault]) for fault in sorted(groups)}

    def worst(self, n: int = _N_WORST) -> tuple[PageReport, ...]:
        """The `n` pages with the smallest share of exact articles, then headlines, worst first.

        A page without a wrong line is not among them.
        """
        wrong = [page for page in self.pages if page.first_wrong]
        return tuple(sorted(wrong, key=_by_shares)[:n])

    def as_metrics(self) -> dict[str, Any]:
        """The figures by name, rounded to 4 decimals; those by fault; the worst pages."""
        by_fault = {
            fault: {"n": found.n, **_rounded(_article_shares(found))}
            for fault, found in self.by_fault.items()
        }
        return {
            **_rounded(self.figures()),
            "by_fault": by_fault,
            "worst": [_worst_entry(page) for page in self.worst()],
        }

    def figures(self) -> dict[str, float]:
        """Each figure over all pages by its name in `metrics.json`."""
        articles = self.articles
        figures = {
            "n_pages": float(len(self.pages)),
            "n_articles": float(articles.n),
            "exact": articles.exact,
            "b_cubed_precision": articles.b_cubed.precision,
            "b_cubed_recall": articles.b_cubed.recall,
            "b_cubed_f1": articles.b_cubed.f1,
            "headlines": articles.headlines,
            "window_diff": self.window_diff,
        }
        for name in ("boundaries", "stitches", "repeats", "furniture"):
            rates: Rates = getattr(self, name)
            figures[f"{name}_precision"] = rates.precision
            figures[f"{name}_recall"] = rates.recall
            figures[f"{name}_f1"] = rates.f1
        return figures


def _together(articles: Iterable[ArticleReport]) -> ArticleFigures:
    """Put articles together; all shares are 1.0 where there is none."""
    reports = list(articles)
    n = len(reports)
    return ArticleFigures(
        n=n,
        exact=sum(report.is_exact for report in reports) / n if n else 1.0,
        headlines=sum(report.has_headline for report in reports) / n if n else 1.0,
        b_cubed=sum((report.b_cubed for report in reports), BCubed()),
    )


def _by_shares(page: PageReport) -> tuple[float, float, str]:
    return page.figures.exact, page.figures.headlines, page.page_id


def _article_shares(found: ArticleFigures) -> dict[str, float]:
    b_cubed_f1 = found.b_cubed.f1
    return {"exact": found.exact, "headlines": found.headlines, "b_cubed_f1": b_cubed_f1}


def _worst_entry(page: PageReport) -> dict[str, Any]:
    wrong = asdict(page.first_wrong) if page.first_wrong else None
    return {"page": page.page_id, **_rounded({"exact": page.figures.exact}), "first_wrong": wrong}


def _rounded(figures: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in figures.items()}
