"""What the line scorer learns of local papers: pages in house styles, of their own articles."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from training.pages.clean_pages import known_to_judges, print_of, read_loose_articles
from training.pages.noise import CleanArticle, NoisedPage
from training.pages.rows import read_page_rows
from training.pages.styles import HELD_BACK, STYLES, make_local_pages

_T = TypeVar("_T")

_KEPT_APART = 5  # one article in so many is for pages to judge with
_TIMES_TITLED = 3  # a local article is drawn so many times as often as a national one
_N_PAGES_MIXED, _N_NATIONAL, _N_LOOSE = 200, 700, 400
_MIXING = 3


def read_local(
    titled: Sequence[Path],
    untitled: Sequence[Path],
    known: frozenset[str],
    *,
    judged: bool = False,
) -> tuple[list[CleanArticle], list[str]]:
    """Local articles with headlines, and texts of others without.

    Args:
        titled: JSON lines with `title` and `text`.
        untitled: JSON lines with `text`.
        known: Prints of what stands on pages kept to judge with.
        judged: Whether those kept from training are wanted, rather than those to learn from.
    """
    articles = [
        article
        for path in titled
        for article in read_loose_articles(path)
        if not known_to_judges(article, known)
    ]
    texts = [str(row["text"]) for path in untitled for row in read_page_rows(path)]
    texts = [text for text in texts if print_of(text) not in known]
    return _part(articles, judged=judged), _part(texts, judged=judged)


def local_pages(
    titled: Sequence[CleanArticle],
    untitled: Sequence[str],
    national: tuple[Sequence[Sequence[CleanArticle]], Sequence[CleanArticle]],
    *,
    n_pages: int,
    seed: int,
) -> tuple[NoisedPage, ...]:
    """Pages in the house styles that are taught, of local articles and of national ones.

    Args:
        titled: Local articles with headlines.
        untitled: Local texts without.
        national: Clean pages and loose articles of national papers.
        n_pages: How many pages.
        seed: Seed of all chance in them.
    """
    rng = random.Random(_MIXING)
    pages, loose = national
    drawn = [
        article for page in rng.sample(pages, min(_N_PAGES_MIXED, len(pages))) for article in page
    ]
    drawn = [*list(titled) * _TIMES_TITLED, *drawn[:_N_NATIONAL]]
    drawn += rng.sample(loose, min(_N_LOOSE, len(loose)))
    return make_local_pages(drawn, untitled, styles=STYLES - HELD_BACK, n_pages=n_pages, seed=seed)


def _part(rows: Sequence[_T], *, judged: bool) -> list[_T]:
    return [row for place, row in enumerate(rows) if (place % _KEPT_APART == 0) is judged]
