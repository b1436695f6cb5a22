"""How sure a model is to be whose training had few articles to calibrate with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from service.artifacts import Certainty, ModelFolder
from service.classifiers.topics import TopicClassifier
from service.encoders.base import Encoder
from training.articles.datamodels import LabelledArticle, headlines_alone, without_headlines
from training.desk.certainty import shipped_certainty, shrink_certainty
from training.evaluation.served_model import topic_logits
from training.release.export import write_calibration


def hold_to_origin(
    folder: ModelFolder,
    encoder: Encoder,
    origin: ModelFolder,
    articles: Sequence[LabelledArticle],
    max_risk: float,
) -> dict[str, Certainty]:
    """Let temperatures and thresholds lie between what these articles say and what shipped.

    A desk that trains has some dozens to calibrate with; what fits them best would be chance.

    Args:
        folder: The model; its temperatures and thresholds are written.
        encoder: Its encoder.
        origin: The model that its training went on from.
        articles: Labelled, and not learned from.
        max_risk: Greatest share of errors among the sure.

    Returns:
        What was written, as `whole`, `without_headline` and `headlines_alone`.
    """
    classifier, labels = TopicClassifier.from_pretrained(folder.path), folder.read_labels()
    shipped = shipped_certainty(origin.read_inference())
    ways: dict[str, Sequence[LabelledArticle]] = {
        "whole": articles,
        "without_headline": without_headlines(articles),
        "headlines_alone": headlines_alone(articles),
    }
    found = {}
    for way, rows in ways.items():
        true = np.array([labels.index(row.topic) for row in rows], np.intp)
        told = topic_logits(rows, encoder, classifier) if rows else np.zeros((0, len(labels)))
        logits = told / shipped[way].temperature
        found[way] = shrink_certainty(logits, true, shipped[way], max_risk)
    others = {way: found[way] for way in ("without_headline", "headlines_alone")}
    write_calibration(folder, found["whole"], **others)
    return found
