"""How sure an exported model is to be: temperatures and thresholds, fitted and written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from service.artifacts import Certainty, ModelFolder
from service.classifiers.topics import TopicClassifier
from service.encoders.base import Encoder
from service.errors import ReadError
from training.articles.amounts import FEWEST_CASES
from training.articles.datamodels import LabelledArticle, headlines_alone, without_headlines
from training.evaluation.served_model import topic_logits
from training.metrics.calibration import FittedCertainty
from training.release.as_served import Judged, fit_as_served
from training.release.export import write_calibration

Rows = Sequence[LabelledArticle]


def calibrate(
    folder: ModelFolder,
    encoder: Encoder,
    validation: Mapping[str, Rows],
    max_risk: float,
) -> dict[str, Any]:
    """Fit temperature and threshold on validation articles.

    Articles without a headline, and headlines without an article, get a temperature and a
    threshold of their own: less can be known of them, and what is right for whole articles is
    too sure there. All articles are judged without their headline, too. Every threshold
    holds in each file by itself, that without headline among those printed without one, too, and
    both together in each file as it is served.

    Args:
        folder: The exported model; its temperatures and thresholds are written.
        encoder: Its encoder.
        validation: Labelled articles, by their file.
        max_risk: Share of errors among the sure that an editor should meet at most.

    Returns:
        The fields of a `FittedCertainty` as `whole`, `without_headline` and `headlines_alone`,
        None where there are too few articles.

    Raises:
        ReadError: If there are too few articles in all.
    """
    classifier = TopicClassifier.from_pretrained(folder.path)
    rows = [row for rows in validation.values() for row in rows]
    if len(rows) < FEWEST_CASES:
        raise ReadError(
            f"{'、'.join(validation)}: 只有 {len(rows)} 篇，不够校准；至少要 {FEWEST_CASES} 篇 "
            f"(too few articles to calibrate with: give {FEWEST_CASES})"
        )
    files = [file for file, rows in validation.items() for _ in rows]
    printed = ["headline dropped" if row.title else "none printed" for row in rows]
    titled = [file for file, row in zip(files, rows, strict=True) if row.title]

    def judge(articles: Rows, *ways: Sequence[str]) -> Judged:
        true = np.array([classifier.labels.index(row.topic) for row in articles])
        return Judged(topic_logits(articles, encoder, classifier), true, ways)

    whole, without_headline = fit_as_served(
        judge(rows, files),
        # What holds for a file could be broken by those that come without one, as they are served.
        judge(without_headlines(rows), files, printed),
        [row.title is not None for row in rows],
        max_risk,
    )
    alone = judge(headlines_alone(rows), titled) if len(titled) >= FEWEST_CASES else None
    others = {
        "without_headline": without_headline,
        "headlines_alone": alone and alone.fit(max_risk),
    }
    write_calibration(
        folder,
        _certainty(whole),
        **{name: _certainty(found) if found else None for name, found in others.items()},
    )
    return {
        "whole": asdict(whole),
        **{name: asdict(found) if found else None for name, found in others.items()},
    }


def _certainty(fitted: FittedCertainty) -> Certainty:
    return Certainty(temperature=fitted.temperature, threshold=fitted.served.threshold)
