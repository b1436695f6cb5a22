"""A digest as JSON: `docs/contract.md`, section 2."""

from __future__ import annotations

import json
from typing import Any

from service.datamodels import Article, Digest, LeftOut, Page, Summary, TopicScores


def to_json(digest: Digest) -> str:
    """Write a digest, its keys in the order of the contract (section 2), with a final newline.

    `topic` and `summary` are absent from articles that were not scored, `kicker` from those
    without one, `of` from what was left out for another reason than being a duplicate. The same
    digest gives the same text on every platform.
    """
    return json.dumps(document_of(digest), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def document_of(digest: Digest) -> dict[str, Any]:
    """A digest as the object that JSON writes, keys in the order of the contract."""
    return {
        "schema": digest.schema,
        "issue_id": digest.issue_id,
        "paper": digest.paper,
        "date": digest.date,
        "model": digest.model,
        "splitter": digest.splitter,
        "source_text": digest.source_text,
        "pages": [_page(page) for page in digest.pages],
        "articles": [article_document(article) for article in digest.articles],
        "left_out": [_left_out(passage) for passage in digest.left_out],
    }


def _page(page: Page) -> dict[str, Any]:
    return {"file": page.file, "page": page.page, "start": page.start, "end": page.end}


def article_document(article: Article) -> dict[str, Any]:
    """An article of a digest, likewise."""
    document: dict[str, Any] = {"id": article.id}
    if article.kicker is not None:
        document["kicker"] = article.kicker
    document |= {
        "headline": article.headline,
        "kind": article.kind,
        "byline": article.byline,
        "flags": article.flags,
        "spans": article.spans,
        "text": article.text,
        "edited_by": article.edited_by,
    }
    if article.topic is not None:
        document["topic"] = topic_document(article.topic)
    if article.summary is not None:
        document["summary"] = summary_document(article.summary)
    return document


def topic_document(topic: TopicScores) -> dict[str, Any]:
    """The topic of an article, likewise."""
    return {
        "label": topic.label,
        "probability": topic.probability,
        "uncertain": topic.uncertain,
        "probabilities": dict(topic.probabilities),
        "evidence": topic.evidence,
    }


def summary_document(summary: Summary) -> dict[str, Any]:
    """The summary of an article, likewise."""
    sentences = [{"start": s.start, "end": s.end, "score": s.score} for s in summary.sentences]
    return {"text": summary.text, "note": summary.note, "sentences": sentences}


def _left_out(passage: LeftOut) -> dict[str, Any]:
    document: dict[str, Any] = {
        "start": passage.start,
        "end": passage.end,
        "reason": passage.reason,
    }
    if passage.of is not None:
        document["of"] = passage.of
    return document
