"""The picture of a day: articles and characters by topic, and two days side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.config import TopicSet
from service.datamodels import Article


@dataclass(frozen=True, slots=True)
class Share:
    """What a topic has of a day.

    Attributes:
        label: The topic.
        n_articles: How many articles.
        n_chars: How many characters of text.
        of_articles: Share of the day's articles, from 0 to 1.
        of_chars: Share of the day's characters, likewise.
    """

    label: str
    n_articles: int
    n_chars: int
    of_articles: float
    of_chars: float


@dataclass(frozen=True, slots=True)
class Compared:
    """One side of a comparison: a day with all its issues, or a single issue.

    Attributes:
        name: The ISO date, or the key of the issue.
        title: What to call it.
        href: Where to read it.
        n_issues: How many issues.
        articles: All of theirs.
    """

    name: str
    title: str
    href: str
    n_issues: int
    articles: tuple[Article, ...]


def shares_of(articles: Sequence[Article], topics: TopicSet) -> tuple[Share, ...]:
    """What each topic has of a day, in the order of the topics; unknown labels come last."""
    scored = [(a.topic.label, len(a.text)) for a in articles if a.topic]
    labels = dict.fromkeys([*topics.labels, *sorted({label for label, _ in scored})])
    n_articles, n_chars = len(scored), sum(chars for _, chars in scored)
    shares = []
    for label in labels:
        chars = [length for other, length in scored if other == label]
        shares.append(
            Share(
                label,
                len(chars),
                sum(chars),
                len(chars) / n_articles if n_articles else 0.0,
                sum(chars) / n_chars if n_chars else 0.0,
            )
        )
    return tuple(shares)


def compared(
    first: Sequence[Article], second: Sequence[Article], topics: TopicSet
) -> tuple[tuple[Share, Share], ...]:
    """What each topic has of two days, side by side."""
    one = {share.label: share for share in shares_of(first, topics)}
    other = {share.label: share for share in shares_of(second, topics)}
    return tuple(
        (one.get(label) or _nothing(label), other.get(label) or _nothing(label))
        for label in dict.fromkeys([*one, *other])
    )


def _nothing(label: str) -> Share:
    return Share(label, 0, 0, 0.0, 0.0)
