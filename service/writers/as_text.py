"""A digest as plain text, for a terminal or a mail."""

from __future__ import annotations

from collections.abc import Iterator

from service.config import TopicSet
from service.datamodels import Article, Digest
from service.writers.wording import (
    facts_about,
    headline_of,
    left_out_count,
    left_out_words,
    summary_words,
    title_of,
    topic_words,
)


def to_text(digest: Digest, topics: TopicSet) -> str:
    """Write what an editor reads: headline, topic, summary and remarks of each article.

    Args:
        digest: Scored or not; what was not scored shows no topic and no summary.
        topics: The label set, for the titles.

    Returns:
        Lines without markup, final newline; what was left out is listed at the end.
    """
    lines = [f"{title_of(digest)} 报摘 · {len(digest.articles)} 篇"]
    for article in digest.articles:
        lines += ["", *_article(article, digest, topics)]
    if digest.left_out:
        lines += ["", f"未收入 {len(digest.left_out)} 处：{left_out_count(digest)}"]
        lines += [f"  {left_out_words(passage, digest)}" for passage in digest.left_out]
    return "\n".join(lines) + "\n"


def _article(article: Article, digest: Digest, topics: TopicSet) -> Iterator[str]:
    chip = f"【{topic_words(article.topic, topics)}】" if article.topic else ""
    yield f"{article.id} {chip}{headline_of(article)}"
    if words := summary_words(article):
        yield from (f"  {line}" for line in words.split("\n"))
    if facts := [f"{name}：{fact}" for name, fact in facts_about(article, digest)]:
        yield f"  {'  '.join(facts)}"
