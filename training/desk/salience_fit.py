"""The last layer of a salience head, fitted to the sentences that a desk's editors ticked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from service.artifacts import ModelFolder
from service.encoders.base import EncodedArticle
from service.encoders.heads import TwoLayerHead
from service.summarizers.salience import salience_inputs
from training.articles.datamodels import SummarizedArticle
from training.desk.fitting import STRENGTHS, greatest_as_good
from training.metrics.calibration import deal_folds

FEWEST_TO_LEARN = 50  # articles whose summary was ticked
_N_FOLDS, _SEED = 5, 13

Row = NDArray[np.float64]
"""Weights and bias of the one output, shape (hidden + 1,)."""


@dataclass(frozen=True, slots=True)
class FittedSalience:
    """An output row of a salience head.

    Attributes:
        row: Weights and bias.
        strength: How firmly it was held to that of the model, chosen by folds.
    """

    row: Row
    strength: float

    def weights(self) -> dict[str, NDArray[np.float32]]:
        """The arrays of a model folder."""
        return {
            "salience_out.weight": self.row[None, :-1].astype(np.float32),
            "salience_out.bias": self.row[-1:].astype(np.float32),
        }


def fit_salience(
    base: ModelFolder, articles: Sequence[SummarizedArticle], encoded: Sequence[EncodedArticle]
) -> FittedSalience:
    """Fit what a salience head weighs to what editors ticked, held to what it weighed.

    A logistic regression on the head's hidden units, anchored on their weights; the loss of an
    article is the mean over its sentences, so that long ones do not shout.

    Args:
        base: The model whose head it is.
        articles: At least five, with their picks.
        encoded: What its encoder says of each.

    References:
        The strength is chosen as in `choose_rows`: of those that differ by less than chance the
        greatest.
    """
    head = TwoLayerHead.from_weights(base.read_head("salience", n_outputs=1), "salience")
    start = np.append(head.out_weight[0], head.out_bias)
    read = [
        (_features(head, article, found), ticked_share(article, found))
        for article, found in zip(articles, encoded, strict=True)
        if found.sentences
    ]
    folds = deal_folds(np.zeros(len(read), np.intp), _N_FOLDS, _SEED)
    losses = np.zeros((len(STRENGTHS), len(read)))
    for fold in range(_N_FOLDS):
        inside = [each for each, at in zip(read, folds, strict=True) if at != fold]
        for place, strength in enumerate(STRENGTHS):
            row = _fit(inside, start, strength)
            for number in np.flatnonzero(folds == fold):
                losses[place, number] = _loss(row, *read[number])[0]
    strength = STRENGTHS[greatest_as_good(losses)]
    return FittedSalience(_fit(read, start, strength), strength)


def ticked_share(article: SummarizedArticle, encoded: EncodedArticle) -> NDArray[np.float64]:
    """1 for each sentence of which most was ticked, else 0; shape (n,)."""
    return np.array(
        [
            float(
                any(
                    2 * (min(sentence.end, end) - max(sentence.start, start))
                    > sentence.end - sentence.start
                    for start, end in article.picks
                )
            )
            for sentence in encoded.sentences
        ]
    )


def _features(
    head: TwoLayerHead, article: SummarizedArticle, encoded: EncodedArticle
) -> NDArray[np.float64]:
    hidden = head.hidden(salience_inputs(article.to_article(), encoded))
    return np.hstack([hidden, np.ones((len(hidden), 1))])


def _fit(
    read: Sequence[tuple[NDArray[np.float64], NDArray[np.float64]]], start: Row, strength: float
) -> Row:
    def objective(row: Row) -> tuple[float, Row]:
        found = [_loss(row, *each) for each in read]
        apart = row - start
        loss = sum(loss for loss, _ in found) + strength / 2 * float((apart**2).sum())
        slope = np.sum([slope for _, slope in found], axis=0) + strength * apart
        return loss, slope

    return np.asarray(minimize(objective, start, jac=True, method="L-BFGS-B").x)


def _loss(
    row: Row, features: NDArray[np.float64], target: NDArray[np.float64]
) -> tuple[float, Row]:
    """Mean cross-entropy over the sentences of an article, and its slope."""
    logits = features @ row
    losses = np.logaddexp(0, logits) - target * logits
    return float(losses.mean()), features.T @ (expit(logits) - target) / len(target)
