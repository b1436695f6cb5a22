"""A salience head that learns, without summaries, to rate as that of a finished model does.

The head of the model that training started from cannot simply be kept: it reads the
vectors of that model's encoder, and fine-tuning moves them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from service.artifacts import ModelFolder
from service.datamodels import Article
from service.encoders.ahead import encode_ahead
from service.encoders.base import Encoder
from service.summarizers.features import sentence_features
from service.summarizers.salience import salience_inputs
from service.text import split_sentences
from training.articles.datamodels import PlainArticle
from training.config import SalienceBlock
from training.evaluation.served_model import ServedModel
from training.learning.salience_head import RatedArticle, SalienceHead, fit_head


def imitate(
    rows: Iterable[PlainArticle],
    encoder: Encoder,
    teacher: ModelFolder,
    settings: SalienceBlock,
    *,
    seed: int,
) -> SalienceHead:
    """Fit the teacher's own head to what the new encoder says, so that it rates as before.

    Args:
        rows: Articles; no summary is needed.
        encoder: The new encoder.
        teacher: The model that training started from.
        settings: How the head learns.
        seed: Of the order.
    """
    rated = read_ratings(rows, ServedModel.from_pretrained(teacher.path), encoder)
    known = SalienceHead.from_weights(teacher.read_head("salience", n_outputs=1), settings.dropout)
    head, scale = fit_head(rated, settings, seed=seed, known=known)
    return scale.taken_into(head)


def read_ratings(
    rows: Iterable[PlainArticle], teacher: ServedModel, encoder: Encoder | None = None
) -> list[RatedArticle]:
    """Let a teacher rate articles; its salience, as it is, is the target.

    Args:
        rows: Articles; no summary is needed.
        teacher: Any model; its encoder need not be like the one that the head is for.
        encoder: The one that the head is for; None for a head that reads features alone.

    Returns:
        An entry for each article that has sentences.
    """
    articles = [row.to_article() for row in rows]
    rated = []
    for article, encoded, inputs in zip(
        articles,
        encode_ahead(teacher.encoder, articles),
        _inputs(articles, encoder),
        strict=True,
    ):
        salience = teacher.summarizer.rate(article, encoded)
        if len(salience):
            target = torch.from_numpy(salience).float()
            rated.append(RatedArticle(torch.from_numpy(inputs), target))
    return rated


def _inputs(articles: Sequence[Article], encoder: Encoder | None) -> Iterator[NDArray[np.float32]]:
    """What a head reads of the sentences of each article, shape (n, width)."""
    if encoder is None:
        for article in articles:
            sentences = split_sentences(article.text)
            yield sentence_features(article.text, sentences, article.headline)
        return
    for article, encoded in zip(articles, encode_ahead(encoder, articles), strict=True):
        yield salience_inputs(article, encoded)
