"""TextRank: a sentence matters that resembles many sentences that matter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.datamodels import Article, Summary
from service.encoders.base import EncodedArticle
from service.summarizers.selection import select_sentences
from service.summarizers.sentence_text import character_bigrams


@dataclass(frozen=True, slots=True)
class TextRankSummarizer:
    """Ranks sentences by a random walk over their resemblance.

    Attributes:
        damping: Probability of following a resemblance instead of jumping
            anywhere, in [0, 1).
        n_steps: Steps of the power iteration; fixed, so that the result does not
            hang on a tolerance.

    References:
        Mihalcea and Tarau, TextRank, EMNLP 2004. Character pairs stand for
        words, so no word list is needed.
    """

    damping: float = 0.85
    n_steps: int = 50

    def summarize(self, article: Article, encoded: EncodedArticle, *, max_chars: int) -> Summary:
        """Summarize by centrality; the vectors are not looked at."""
        scores = self.rank([sentence.text for sentence in encoded.sentences])
        return select_sentences(article, encoded.sentences, scores, max_chars=max_chars)

    def rank(self, sentences: list[str]) -> NDArray[np.float64]:
        """Centrality of each sentence, shape (n,), positive; the mean is about 1."""
        edges = _resemblance(sentences)
        strength = edges.sum(axis=0)
        # A sentence that resembles none passes nothing on, as in the paper.
        walk = edges / np.where(strength > 0, strength, 1)
        rank = np.ones(len(sentences))
        for _ in range(self.n_steps):
            rank = 1 - self.damping + self.damping * (walk @ rank)
        return rank


def _resemblance(sentences: list[str]) -> NDArray[np.float64]:
    """Shared character pairs over the logarithms of both counts, shape (n, n), diagonal 0."""
    bigrams = [character_bigrams(sentence) for sentence in sentences]
    columns = {pair: column for column, pair in enumerate(sorted(frozenset().union(*bigrams)))}
    incidence = np.zeros((len(sentences), len(columns)), np.float32)
    for row, found in enumerate(bigrams):
        incidence[row, [columns[pair] for pair in found]] = 1
    shared = (incidence @ incidence.T).astype(np.float64)
    logs = np.log([max(len(found), 2) for found in bigrams])
    edges: NDArray[np.float64] = shared / (logs[:, None] + logs[None, :])
    np.fill_diagonal(edges, 0)
    return edges
