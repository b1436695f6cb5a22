"""Articles as files give them, checked: plain, labelled and summarized ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np

from service.datamodels import Article, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainArticle:
    """An article of which nothing is said.

    Attributes:
        id: Its name within the file.
        title: As it stands there, None where there is none.
        text: Paragraphs parted by newlines; blank where the title stands alone.
        source: Where it was printed, if that is told.
        place: File and line, as messages name them.
    """

    id: str
    title: str | None = None
    text: str
    source: str | None = None
    place: str = field(default="", compare=False)

    @property
    def bare(self) -> str:
        """Title and text without white space: the same where two articles are one text."""
        return "".join(f"{self.title or ''}\n{self.text}".split())

    def to_article(self) -> Article:
        """The article as the service sees it."""
        headline = " ".join((self.title or "").split()) or None
        spans = (Span(0, len(self.text)),) if self.text else ()
        return Article(self.id, headline, "story", None, (), spans, self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledArticle(PlainArticle):
    """An article whose topic a reader told.

    Attributes:
        topic: A label of the topic set.
        secondary: A second topic that is nearly as strong, None where there is none.
        sure: Whether the reader was, None where that is not told.
    """

    topic: str
    secondary: str | None = None
    sure: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftArticle(PlainArticle):
    """An article whose topic other models told.

    Attributes:
        probabilities: A soft label over the whole topic set, summing to 1.
    """

    probabilities: Mapping[str, float]


TopicArticle = LabelledArticle | SoftArticle
"""What topics are learned from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarizedArticle(PlainArticle):
    """An article with a reference summary.

    Attributes:
        summary: Written by an editor, or the text of the picks.
        picks: The sentences of `text` that a reader chose, in order; empty where none did.
    """

    summary: str
    picks: tuple[Span, ...] = ()


AnyArticle = TypeVar("AnyArticle", bound=PlainArticle)


def last_of_each(articles: Iterable[AnyArticle]) -> list[AnyArticle]:
    """One article for each id, the last, at the place of the first."""
    return list({article.id: article for article in articles}.values())


def without_headlines(articles: Iterable[AnyArticle]) -> list[AnyArticle]:
    """The articles that have a text, as if none had a title."""
    return [replace(article, title=None) for article in articles if article.text]


def headlines_alone(articles: Iterable[AnyArticle]) -> list[AnyArticle]:
    """The articles that have a title, without their text; all else stays."""
    return [replace(article, text="") for article in articles if article.title]


def drop_headlines(articles: Sequence[AnyArticle], share: float, seed: int) -> list[AnyArticle]:
    """The articles in their order, a share of those with title and text without their title.

    Args:
        articles: Of any kind.
        share: How many of the titles go, in [0, 1].
        seed: Of the choice.
    """
    titled = [place for place, article in enumerate(articles) if article.title and article.text]
    drawn = np.random.default_rng(seed).permutation(len(titled))[: round(share * len(titled))]
    dropped = {titled[i] for i in drawn}
    return [
        replace(article, title=None) if place in dropped else article
        for place, article in enumerate(articles)
    ]
