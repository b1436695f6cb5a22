"""Clean pages and loose articles, read as raw material for made pages."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from service.characters import content_characters
from service.leads import without_lead
from training.pages.noise import CleanArticle, NoisedPage, make_page
from training.pages.rows import read_page_rows

_SHORTEST_PRINT = 6  # fewer letters stand in many articles
_LONGEST_PRINT = 14  # letters; the first line of a paragraph that was cut is hardly shorter


def read_clean_pages(path: Path, *, months: Sequence[str]) -> Iterator[tuple[CleanArticle, ...]]:
    """Pages with their gold articles.

    Args:
        path: JSON lines with `date`, `text` and `articles`.
        months: Which months to read, such as `202001`.

    Yields:
        The articles of a page, in order; pages without any are skipped.
    """
    for row in read_page_rows(path):
        if str(row["date"])[:6] in months:
            articles = tuple(_articles(row))
            if articles:
                yield articles


def read_loose_articles(path: Path, *, without: Sequence[str] = ()) -> tuple[CleanArticle, ...]:
    """Articles that stand on no page, with `title` (or `title_lines`) and `text`.

    Args:
        path: JSON lines, perhaps with `date`.
        without: Months to leave out, such as `202008`.

    Returns:
        The articles that have both headline and text, in order.
    """
    articles = (
        CleanArticle(_title_lines(row), _paragraphs(row["text"]))
        for row in read_page_rows(path)
        if str(row.get("date", ""))[:6] not in without
    )
    return tuple(article for article in articles if article.title_lines and article.paragraphs)


def known_to_judges(article: CleanArticle, judged: frozenset[str]) -> bool:
    """Whether an article's headline or opening stands on pages kept to judge with."""
    return any(print_of(line) in judged for line in (*article.title_lines, article.paragraphs[0]))


def read_judged(path: Path) -> frozenset[str]:
    """The prints of all lines of the pages kept to judge with, JSON lines with `text`."""
    lines = (line for row in read_page_rows(path) for line in str(row["text"]).split("\n"))
    return frozenset(found for line in lines if len(found := print_of(line)) >= _SHORTEST_PRINT)


def print_of(line: str) -> str:
    """The first letters of a line, by which it is known again after cuts and new dressing."""
    return content_characters(without_lead(line))[:_LONGEST_PRINT]


def mix_pages(
    pages: Sequence[Sequence[CleanArticle]], loose: Sequence[CleanArticle], rng: random.Random
) -> Iterator[tuple[CleanArticle, ...]]:
    """Pages of 3 to 8 articles: runs of one clean page, with loose articles in between."""
    for page in pages:
        articles = list(page)
        if len(page) > 8:
            at = rng.randint(0, len(page) - 5)
            articles = articles[at : at + rng.randint(4, 8)]
        if loose and rng.random() < 0.6:
            for _ in range(rng.randint(1, 4)):
                articles.insert(rng.randint(0, len(articles)), rng.choice(loose))
        yield tuple(articles)


def make_pages(
    pages: Sequence[Sequence[CleanArticle]],
    loose: Sequence[CleanArticle],
    *,
    faults: frozenset[str],
    seed: int,
    emphasis: str | None = None,
) -> tuple[NoisedPage, ...]:
    """Lay faults over pages, one of them thrice as often; same arguments, same pages."""
    rng = random.Random(seed)
    return tuple(
        make_page(articles, rng, page_id=f"made{n:04d}", faults=faults, emphasis=emphasis)
        for n, articles in enumerate(mix_pages(pages, loose, rng))
    )


def _articles(row: Mapping[str, Any]) -> Iterator[CleanArticle]:
    for article in row["articles"]:
        titles = _title_lines(article)
        paragraphs = _paragraphs(row["text"][article["title_end"] : article["end"]])
        if titles and paragraphs:
            yield CleanArticle(titles, paragraphs)


def _title_lines(article: Mapping[str, Any]) -> tuple[str, ...]:
    lines = article.get("title_lines") or [article["title"]]
    return tuple(line.strip() for line in lines if line.strip())


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split("\n") if line.strip())
