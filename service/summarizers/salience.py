"""Summaries from the salience of sentences, found in the same pass as the topic."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from service.artifacts import ModelFolder
from service.datamodels import Article, Sentence, Summary
from service.encoders.base import EncodedArticle
from service.encoders.heads import TwoLayerHead
from service.errors import ArtifactError
from service.summarizers.features import FEATURE_NAMES, sentence_features
from service.summarizers.picking import AS_EDITORS
from service.summarizers.selection import select_sentences


class SalienceSummarizer:
    """Scores sentences with the salience head of a model folder and picks the best.

    The head sees what `sentence_features` tells of a sentence's place, form and words,
    and the sentence's vector. The encoder learned from summaries too, so that the vector
    says what the words around it make of the sentence; without that it is of no use here.
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
        head = TwoLayerHead.from_weights(folder.read_head("salience", n_outputs=1), "salience")
        found, wanted = head.hidden_weight.shape[1], n_inputs(folder.hidden_size)
        if found != wanted:
            raise ArtifactError(
                f"{path} 是别的版本训练的：它的摘要每句读 {found} 个数，这一版给 {wanted} 个；"
                f"请用这一版带的或训练的模型 (its salience head reads {found} figures of a "
                f"sentence, this version gives {wanted}: use a model of this version)"
            )
        return cls(head)

    def summarize(self, article: Article, encoded: EncodedArticle, *, max_chars: int) -> Summary:
        """Pick whole sentences within `max_chars` code points; see `select_sentences`."""
        scores = self.rate(article, encoded)
        return self.select(article, encoded.sentences, scores, max_chars=max_chars)

    def select(
        self, article: Article, sentences: Sequence[Sentence], scores: ArrayLike, *, max_chars: int
    ) -> Summary:
        """Pick from scores that `rate` gave, now or earlier; see `select_sentences`."""
        return select_sentences(article, sentences, scores, max_chars=max_chars, rule=AS_EDITORS)

    def rate(self, article: Article, encoded: EncodedArticle) -> NDArray[np.float64]:
        """Salience of each sentence, shape (n,), in (0, 1).

        It says how much of the sentence a digest of 150 characters may be expected to say.
        """
        if not encoded.sentences:
            return np.zeros(0)
        logits = self._head(salience_inputs(article, encoded))[:, 0]
        return np.asarray(1 / (1 + np.exp(-logits)))


def n_inputs(hidden_size: int) -> int:
    """How many figures `salience_inputs` gives of a sentence with an encoder of this width."""
    return len(FEATURE_NAMES) + hidden_size


def salience_inputs(article: Article, encoded: EncodedArticle) -> NDArray[np.float32]:
    """What the salience head reads of each sentence, shape (n, features + d).

    The features of `sentence_features`, then the sentence's vector.
    """
    features = sentence_features(article.text, encoded.sentences, article.headline)
    return np.concatenate([features, encoded.vectors], axis=1).astype(np.float32, copy=False)
