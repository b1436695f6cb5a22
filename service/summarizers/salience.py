"""Summaries from the salience of sentences, found in the same pass as the topic."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from service.artifacts import ModelFolder
from service.datamodels import Article, Summary
from service.encoders.base import EncodedArticle
from service.encoders.heads import TwoLayerHead
from service.encoders.pooling import mean_of_text
from service.errors import ArtifactError
from service.summarizers.features import FEATURE_NAMES, sentence_features
from service.summarizers.selection import AS_EDITORS, select_sentences

N_LIKENESSES = 7
N_INPUTS = len(FEATURE_NAMES) + N_LIKENESSES


class SalienceSummarizer:
    """Scores sentences with the salience head of a model folder and picks the best.

    The head sees how like the sentence's vector is to those of the headline, the whole
    text and the other sentences, and what `sentence_features` tells of its place, form
    and words. The vectors themselves it does not see: with a thousand articles to learn
    from they helped no better than these few figures.
    """

    def __init__(self, head: TwoLayerHead) -> None:
        self._head = head

    @classmethod
    def from_pretrained(cls, path: str | Path) -> Self:
        """Load the salience head of a model folder.

        Raises:
            ArtifactError: If the folder is incomplete or damaged, or its head was
                trained on other inputs than `salience_inputs` gives.
        """
        folder = ModelFolder(Path(path))
        folder.check()
        head = TwoLayerHead.from_weights(folder.read_heads(), "salience")
        n_inputs = head.hidden_weight.shape[1]
        if n_inputs != N_INPUTS:
            raise ArtifactError(
                f"model folder {path}: its salience head reads {n_inputs} figures of a sentence; "
                f"this version gives {N_INPUTS}. Train the model again with this version."
            )
        return cls(head)

    def summarize(self, article: Article, encoded: EncodedArticle, *, max_chars: int) -> Summary:
        """Pick whole sentences within `max_chars` code points; see `select_sentences`."""
        scores = self.rate(article, encoded)
        return select_sentences(
            article, encoded.sentences, scores, max_chars=max_chars, rule=AS_EDITORS
        )

    def rate(self, article: Article, encoded: EncodedArticle) -> NDArray[np.float64]:
        """Salience of each sentence, in (0, 1], shape (n,); the best one has 1."""
        if not encoded.sentences:
            return np.zeros(0)
        logits = self._head(salience_inputs(article, encoded))[:, 0]
        return np.asarray(np.exp(logits - logits.max()))


def salience_inputs(article: Article, encoded: EncodedArticle) -> NDArray[np.float32]:
    """What the salience head reads of each sentence, shape (n, features + likenesses).

    The features of `sentence_features`, and the cosines of the sentence's vector with
    those of the headline, the whole text, the first sentence, the sentence before and
    the one after, and the mean and greatest cosine with the article's others.
    """
    features = sentence_features(article.text, encoded.sentences, article.headline)
    return np.concatenate([features, _likenesses(encoded)], axis=1).astype(np.float32)


def _likenesses(encoded: EncodedArticle) -> NDArray[np.float64]:
    """Cosines of each sentence with the others, shape (n, 7); 0 with what is not there."""
    n = len(encoded.sentences)
    if not n:
        return np.zeros((0, N_LIKENESSES))
    units = _unit(encoded.vectors)
    wholes = _unit(np.stack([encoded.headline, mean_of_text(encoded), encoded.vectors[0]]))
    between = units @ units.T
    np.fill_diagonal(between, 0.0)
    before, after = np.zeros((2, n))
    before[1:] = after[:-1] = np.diag(between, 1)
    others = (before, after, between.sum(axis=1) / max(n - 1, 1), between.max(axis=1))
    return np.concatenate([units @ wholes.T, np.stack(others, axis=1)], axis=1)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(vectors.astype(np.float64), axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, np.finfo(np.float32).eps))
