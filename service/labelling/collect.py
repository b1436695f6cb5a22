"""Issues to articles with what the model thinks of them, in the order in which to label them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.classifiers.topics import TopicClassifier
from service.datamodels import Article, Issue
from service.encoders.base import EncodedArticle
from service.encoders.pooling import mean_of_text
from service.labelling.datamodels import LabelRow
from service.labelling.teaching_order import teaching_order
from service.pipeline import DigestPipeline


@dataclass(frozen=True, slots=True)
class _Read:
    row: LabelRow
    probabilities: NDArray[np.float64]
    vector: NDArray[np.float64]


def collect_rows(
    issues: Iterable[Issue],
    pipeline: DigestPipeline,
    *,
    n_most: int | None = None,
    is_known: Callable[[Article], bool] = lambda _: False,
) -> list[LabelRow]:
    """Split issues, and put first the articles whose labels would teach most.

    Args:
        issues: Read one at a time.
        pipeline: Splits them and suggests topics.
        n_most: How many rows at most; None gives all.
        is_known: Whether an article needs no label any more.

    Returns:
        The articles that have a text, each text once, ordered as `teaching_order` says.
    """
    read = list(_distinct(found for issue in issues for found in _read(issue, pipeline, is_known)))
    if not read:
        return []
    order = teaching_order(
        np.stack([found.probabilities for found in read]),
        np.stack([found.vector for found in read]),
        n_drawn=len(read) if n_most is None else n_most,
    )
    return [read[place].row for place in order[:n_most]]


def _read(
    issue: Issue, pipeline: DigestPipeline, is_known: Callable[[Article], bool]
) -> Iterator[_Read]:
    for article in pipeline.splitter.split(issue).articles:
        if article.text.strip() and not is_known(article):
            yield _score(article, issue.issue_id, pipeline)


def _score(article: Article, issue_id: str, pipeline: DigestPipeline) -> _Read:
    encoded = pipeline.encoder.encode(article)
    topic = pipeline.classifier.classify(article, encoded)
    summary = pipeline.summarizer.summarize(article, encoded, max_chars=pipeline.max_chars)
    row = LabelRow(
        id=f"{issue_id}/{article.id}",
        headline=article.headline,
        text=article.text,
        suggested=topic.label,
        probability=topic.probability,
        uncertain=topic.uncertain,
        sentences=tuple(article.text[each.start : each.end] for each in summary.sentences),
    )
    return _Read(row, np.array(list(topic.probabilities.values())), _vector(encoded, pipeline))


def _vector(encoded: EncodedArticle, pipeline: DigestPipeline) -> NDArray[np.float64]:
    """What the last layer of the topic head reads; of a classifier without one, the encoder's."""
    if isinstance(pipeline.classifier, TopicClassifier):
        return pipeline.classifier.hidden(encoded)
    return np.concatenate([encoded.headline, mean_of_text(encoded)]).astype(np.float64)


def _distinct(read: Iterable[_Read]) -> Iterator[_Read]:
    seen: set[tuple[str | None, str]] = set()
    for found in read:
        key = (found.row.headline, found.row.text)
        if key not in seen:
            seen.add(key)
            yield found
