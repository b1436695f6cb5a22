"""The articles of today's digests in a table of their own, for lists and search."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from service.corrections import Corrected
from service.datamodels import Article
from service.store import tables
from service.store.records import plain

_ARTICLES = tables.articles


def refresh_index(connection: Connection, issue: int, corrected: Corrected) -> None:
    """Let the table say of an issue what its digest of today says; only what differs is written."""
    wanted = {
        row["place"]: row
        for position, article in enumerate(corrected.digest.articles, 1)
        for row in [_row(issue, position, article, corrected)]
    }
    stale: list[int] = []
    found = connection.execute(select(_ARTICLES).where(_ARTICLES.c.issue == issue))
    for row in found.mappings().all():
        now = wanted.pop(row["place"], None)
        if now is None:
            stale.append(row["number"])
            continue
        # What holds the words is told apart: their index is the dear part of a change.
        if changed := {name: value for name, value in now.items() if row[name] != value}:
            one = update(_ARTICLES).where(_ARTICLES.c.number == row["number"])
            connection.execute(one.values(**changed))
    if stale:
        connection.execute(delete(_ARTICLES).where(_ARTICLES.c.number.in_(stale)))
    if wanted:
        connection.execute(insert(_ARTICLES), list(wanted.values()))


def _row(issue: int, position: int, article: Article, corrected: Corrected) -> dict[str, Any]:
    topic = article.topic
    editors = dict.fromkeys(edit.who for edit in corrected.edited.get(article.id, ()))
    return {
        "issue": issue,
        "position": position,
        "place": corrected.places[article.id].start,
        "headline": plain(" ".join(filter(None, (article.kicker, article.headline)))),
        "body": plain(article.text),
        "topic": topic.label if topic else None,
        "probability": topic.probability if topic else None,
        "uncertain": topic.uncertain if topic else None,
        "editors": json.dumps(list(editors), ensure_ascii=False),
        "version": corrected.versions[article.id],
    }
