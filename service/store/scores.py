"""Scores of articles, kept by what was scored and by the model, so that nothing is scored twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, replace

from sqlalchemy import Connection, select

from service.datamodels import Article, RatedArticle, Span, TopicScores
from service.store import tables
from service.store.writing import insert_new


def content_of(article: Article) -> str:
    """A name for all of an article that its scores depend on."""
    told = f"{article.headline or ''}\0{article.text}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def load_scores(
    connection: Connection, articles: Iterable[Article], model: str
) -> dict[str, RatedArticle]:
    """The scores that are kept of some articles, by their contents; the summary is left out."""
    by_content = {content_of(article): article for article in articles}
    query = select(tables.scores).where(
        tables.scores.c.model == model, tables.scores.c.content.in_(list(by_content))
    )
    found: dict[str, RatedArticle] = {}
    for row in connection.execute(query).mappings():
        topic = row["topic"]
        scores = TopicScores(
            topic["label"],
            topic["probability"],
            topic["uncertain"],
            topic["probabilities"],
            tuple(Span(*span) for span in topic["evidence"]),
        )
        article = by_content[row["content"]]
        found[row["content"]] = RatedArticle(replace(article, topic=scores), tuple(row["salience"]))
    return found


def save_scores(connection: Connection, rated: Iterable[RatedArticle], model: str) -> None:
    """Keep the scores of some articles; what is kept already stays."""
    for one in rated:
        if one.article.topic is None:
            continue
        topic = asdict(one.article.topic)
        topic["probabilities"] = dict(one.article.topic.probabilities)
        row = {
            "content": content_of(one.article),
            "model": model,
            "topic": topic,
            "salience": list(one.salience),
        }
        insert_new(connection, tables.scores, row)
