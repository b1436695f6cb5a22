"""How a desk wants its bulletin: title, masthead, sources, and the order of the articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.config import TopicSet
from service.datamodels import Article, Digest, LeftOut, TopicScores
from service.writers.wording import (
    CHECKS,
    SOURCE,
    articles_by_topic,
    facts_about,
    summary_words,
    title_of,
    topic_words,
)


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What of a bulletin is not told by the digest.

    Attributes:
        title: Its title, in which `{paper}` and `{date}` stand for those of the issue; None
            takes paper and date.
        masthead: A line above the title, such as the name of the desk; None for none.
        has_sources: Whether file and page of each article are told.
        has_checks: Whether it is for the desk's own eyes, and tells what to check: probabilities,
            doubts, flags, notes of summaries, what was left out.
        keeps_order: Whether the articles stand in the order of the digest; else by topic.
    """

    title: str | None = None
    masthead: str | None = None
    has_sources: bool = True
    has_checks: bool = True
    keeps_order: bool = False

    def heading(self, digest: Digest) -> str:
        """The title over a digest."""
        if not self.title:
            return f"{title_of(digest)} 报摘"
        # Not `format`: a title may hold any braces.
        named = self.title.replace("{paper}", digest.paper or digest.issue_id)
        return named.replace("{date}", digest.date or "").strip()

    def groups(self, digest: Digest, topics: TopicSet) -> list[tuple[str, list[Article]]]:
        """The articles under their headings; one heading, empty, where the order is kept."""
        if not self.keeps_order:
            return articles_by_topic(digest, topics)
        return [("", list(digest.articles))] if digest.articles else []

    def facts(self, article: Article, digest: Digest) -> list[tuple[str, str]]:
        """What is told of an article below its summary."""
        untold = {*([] if self.has_sources else [SOURCE]), *([] if self.has_checks else [CHECKS])}
        return [fact for fact in facts_about(article, digest) if fact[0] not in untold]

    def topic(self, topic: TopicScores, topics: TopicSet) -> str:
        """What is told of a topic: its title, with the probability where there is to be checked."""
        return topic_words(topic, topics) if self.has_checks else topics[topic.label].zh

    def summary(self, article: Article) -> str:
        """The summary, with its note where there is to be checked; empty for none."""
        if self.has_checks:
            return summary_words(article)
        return (article.summary.text if article.summary else None) or ""

    def left_out(self, digest: Digest) -> tuple[LeftOut, ...]:
        """What is told of what was left out."""
        return digest.left_out if self.has_checks else ()


PLAIN = Bulletin()


def select_articles(digest: Digest, ids: Sequence[str]) -> Digest:
    """A digest of some of its articles, in the order given; nothing else of the issue is told.

    Such a selection does not hold all of its source, as a digest does.

    Raises:
        ValueError: If an id is none of the digest's.
    """
    articles = {article.id: article for article in digest.articles}
    if unknown := [name for name in ids if name not in articles]:
        raise ValueError(f"articles {unknown} are not of the digest; it has {list(articles)}")
    chosen = tuple(articles[name] for name in dict.fromkeys(ids))
    return replace(digest, articles=chosen, left_out=())
