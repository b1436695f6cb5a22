"""A salience head for a changed encoder without summaries to learn from: it copies the old one.

The head of the model that training started from cannot simply be kept: it reads the
vectors of that model's encoder, and fine-tuning moves them.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch

from service.artifacts import ModelFolder
from service.encoders.ahead import encode_ahead
from service.encoders.base import Encoder
from service.summarizers.features import sentence_features
from service.summarizers.salience import salience_inputs
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
    rated = read_ratings(rows, encoder, ServedModel.from_pretrained(teacher.path))
    known = SalienceHead.from_weights(teacher.read_head("salience", n_outputs=1), settings.dropout)
    head, scale = fit_head(rated, settings, seed=seed, known=known)
    return scale.taken_into(head)


def read_ratings_by_features(
    rows: Iterable[PlainArticle], teacher: ModelFolder
) -> list[RatedArticle]:
    """What a teacher says of sentences, for a head that reads features alone.

    Args:
        rows: Articles; no summary is needed.
        teacher: Any model; its encoder need not be like the one that the head is for.

    Returns:
        An entry for each article that has sentences.
    """
    model = ServedModel.from_pretrained(teacher.path)
    rated = []
    articles = [row.to_article() for row in rows]
    for article, encoded in zip(articles, encode_ahead(model.encoder, articles), strict=True):
        salience = model.summarizer.rate(article, encoded)
        if len(salience):
            features = sentence_features(article.text, encoded.sentences, article.headline)
            target = torch.from_numpy(salience / salience.sum()).float()
            rated.append(RatedArticle(torch.from_numpy(features), target))
    return rated


def read_ratings(
    rows: Iterable[PlainArticle], encoder: Encoder, teacher: ServedModel
) -> list[RatedArticle]:
    """Pass articles through both encoders; the target is the salience the teacher gives.

    Args:
        rows: Articles; no summary is needed.
        encoder: The new encoder, whose vectors the new head reads.
        teacher: The model that training started from.

    Returns:
        An entry for each article that has sentences.
    """
    articles = [row.to_article() for row in rows]
    before, now = (encode_ahead(each, articles) for each in (teacher.encoder, encoder))
    rated = []
    for article, read_before, read_now in zip(articles, before, now, strict=True):
        salience = teacher.summarizer.rate(article, read_before)
        if len(salience):
            inputs = torch.from_numpy(salience_inputs(article, read_now))
            target = torch.from_numpy(salience).float()
            rated.append(RatedArticle(inputs, target))
    return rated
