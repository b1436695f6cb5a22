"""What `docs/contract.md` asks of a digest beyond its JSON schema, as a list of breaches."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jsonschema

from service.datamodels import Article, Digest, Span
from service.writers.as_json import to_json

SCHEMA = Path(__file__).parent.parent / "service" / "digest.schema.json"


def breaches(digest: Digest) -> list[str]:
    """Everything in a digest that the contract forbids; empty for a good one."""
    return [*_of_schema(digest), *_of_conservation(digest), *_of_order(digest)] + [
        f"{article.id}: {breach}"
        for article in digest.articles
        for breach in (*_of_spans(article, digest), *_of_summary(article), *_of_topic(article))
    ]


def _of_schema(digest: Digest) -> Iterator[str]:
    for error in _checker().iter_errors(json.loads(to_json(digest))):
        yield f"{error.json_path}: {error.message}"


@cache
def _checker() -> jsonschema.Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )


def _of_conservation(digest: Digest) -> Iterator[str]:
    spans = [span for article in digest.articles for span in article.spans]
    spans += [Span(entry.start, entry.end) for entry in digest.left_out]
    covered = Counter(place for start, end in spans for place in range(start, end))
    for place, character in enumerate(digest.source_text):
        if not character.isspace() and covered[place] != 1:
            yield f"character {place} {character!r} lies in {covered[place]} places"
    if covered and max(covered) >= len(digest.source_text):
        yield "a span ends behind the text"


def _of_order(digest: Digest) -> Iterator[str]:
    firsts = [article.spans[0].start for article in digest.articles]
    if firsts != sorted(firsts):
        yield "articles are not ordered by first offset"
    starts = [entry.start for entry in digest.left_out]
    if starts != sorted(starts):
        yield "left_out is not ordered by offset"
    ids = {article.id for article in digest.articles}
    for entry in digest.left_out:
        if entry.of is not None and entry.of not in ids:
            yield f"left_out of {entry.of}, which is no article"


def _of_spans(article: Article, digest: Digest) -> Iterator[str]:
    if list(article.spans) != sorted(article.spans):
        yield "spans are not ordered"
    for start, end in article.spans:
        piece = digest.source_text[start:end]
        if not piece or piece != piece.strip():
            yield f"span {start}–{end} has white space at its ends"
        if len(piece.splitlines()) > 1:
            yield f"span {start}–{end} lies in several lines"


def _of_summary(article: Article) -> Iterator[str]:
    if article.summary is None:
        return
    sentences = article.summary.sentences
    if [s.start for s in sentences] != sorted(s.start for s in sentences):
        yield "summary sentences are not in order"
    pieces = [article.text[s.start : s.end] for s in sentences]
    if any(piece not in (article.summary.text or "") for piece in pieces):
        yield "the summary is not verbatim"
    if any(round(s.score, 4) != s.score for s in sentences):
        yield "a score has more than 4 decimals"


def _of_topic(article: Article) -> Iterator[str]:
    topic = article.topic
    if topic is None:
        return
    if topic.probabilities[topic.label] != max(topic.probabilities.values()):
        yield "the label is not the likeliest"
    if any(round(p, 4) != p for p in (topic.probability, *topic.probabilities.values())):
        yield "a probability has more than 4 decimals"
    if list(topic.evidence) != sorted(topic.evidence):
        yield "evidence is not in order"
    if any(not article.text[start:end].strip() for start, end in topic.evidence):
        yield "evidence points at nothing"
