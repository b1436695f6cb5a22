"""Chosen articles as plain text, as a messenger on a phone wants it."""

from __future__ import annotations

from collections.abc import Sequence

from service.config import TopicSet
from service.datamodels import Article
from service.writers.wording import headline_of


def plain_text(title: str, articles: Sequence[Article], topics: TopicSet) -> str:
    """Write headline, topic and summary of each article; of a single one without a title.

    Args:
        title: Paper and date, above several articles.
        articles: In the order wanted.
        topics: The label set, for the titles.
    """
    is_single = len(articles) == 1
    blocks = [] if is_single else [title]
    for number, article in enumerate(articles, 1):
        topic = f"【{topics[article.topic.label].zh}】" if article.topic else ""
        lead = "" if is_single else f"{number}. "
        summary = article.summary.text if article.summary else None
        blocks.append("\n".join(filter(None, (f"{lead}{topic}{headline_of(article)}", summary))))
    return "\n\n".join(blocks)
