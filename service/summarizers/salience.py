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
from service.summarizers.features import sentence_features
from service.summarizers.selection import AS_EDITORS, select_sentences


class SalienceSummarizer:
    """Scores sentences with the salience head of a model folder and picks the best.

    The head sees the sentence, how it agrees with the headline and with the whole
    text, and what `sentence_features` tells of its place and length.
    """

    def __init__(self, head: TwoLayerHead) -> None:
        self._head = head

    @classmethod
    def from_pretrained(cls, path: str | Path) -> Self:
        """Load the salience head of a model folder.

        Raises:
            ArtifactError: If the folder is incomplete or damaged.
        """
        folder = ModelFolder(Path(path))
        folder.check()
        return cls(TwoLayerHead.from_weights(folder.read_heads(), "salience"))

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
    """What the salience head reads of each sentence, shape (n, 3 d + features).

    The sentence's vector, its products with the headline's and the text's, and its
    scalar features.
    """
    features = sentence_features(article.text, encoded.sentences, article.headline)
    vectors = encoded.vectors
    facing = (vectors, vectors * encoded.headline, vectors * mean_of_text(encoded), features)
    return np.concatenate(facing, axis=1).astype(np.float32)
