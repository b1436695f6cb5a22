"""The picture of a day: articles and characters by topic, and two days side by side."""

from __future__ import annotations

from dataclasses import dataclass

from service.config import TopicSet
from service.datamodels import Digest


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


def shares_of(digest: Digest, topics: TopicSet) -> tuple[Share, ...]:
    """What each topic has of a day, in the order of the topics; unknown labels come last."""
    scored = [(a.topic.label, len(a.text)) for a in digest.articles if a.topic]
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


def compared(first: Digest, second: Digest, topics: TopicSet) -> tuple[tuple[Share, Share], ...]:
    """What each topic has of two days, side by side."""
    one = {share.label: share for share in shares_of(first, topics)}
    other = {share.label: share for share in shares_of(second, topics)}
    return tuple(
        (one.get(label) or _nothing(label), other.get(label) or _nothing(label))
        for label in dict.fromkeys([*one, *other])
    )


def _nothing(label: str) -> Share:
    return Share(label, 0, 0, 0.0, 0.0)
