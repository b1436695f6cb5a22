"""Labels that are least to be believed: what a model says that did not see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from training.articles.datamodels import LabelledArticle


@dataclass(frozen=True, slots=True)
class Suspect:
    """A label that a model does not believe.

    Attributes:
        article: As it is labelled.
        probability: What the model gives to the label, or to the secondary topic where that
            is more.
        likelier: The label that it would give.
        probability_of_likelier: What it gives to that.
    """

    article: LabelledArticle
    probability: float
    likelier: str
    probability_of_likelier: float


def find_suspects(
    articles: Sequence[LabelledArticle], logits: NDArray[np.float64], labels: Sequence[str]
) -> list[Suspect]:
    """Order labels by how little they are believed, the least first.

    Args:
        articles: n of them.
        logits: Of a model fitted without the article, shape (n, labels).
        labels: In the order of the columns.

    Returns:
        Those whose label is not the likeliest.

    References:
        Northcutt et al., Confident learning, 2021: ranking by self-confidence.
    """
    probs = softmax(logits, axis=1)
    found = []
    for article, row in zip(articles, probs, strict=True):
        told = {article.topic, article.secondary} & set(labels)
        believed = max(float(row[labels.index(name)]) for name in told)
        best = int(row.argmax())
        if labels[best] not in told:
            found.append(Suspect(article, believed, labels[best], float(row[best])))
    return sorted(found, key=lambda suspect: suspect.probability / suspect.probability_of_likelier)
