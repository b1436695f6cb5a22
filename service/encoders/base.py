"""What the heads need of an encoder: one pass over an article, one vector per sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from service.datamodels import Article, Sentence


@dataclass(frozen=True, slots=True)
class EncodedArticle:
    """One article after its one pass through the encoder.

    Attributes:
        sentences: All sentences of `Article.text` in order, n of them.
        headline: Mean vector of the tokens of the headline, or of what stands in for it, over
            all windows, shape (d,); zeros where the article has neither.
        vectors: Mean vector of each sentence's tokens, shape (n, d).
        n_tokens: Tokens of each sentence, shape (n,); the weights with which
            `vectors` pool to the whole text.
        stand_in: Places of the sentences that stand in for a missing headline, so that
            `headline` is told by them too; empty where a headline is printed.
    """

    sentences: tuple[Sentence, ...]
    headline: NDArray[np.float32]
    vectors: NDArray[np.float32]
    n_tokens: NDArray[np.int64]
    stand_in: range = range(0)


class Encoder(Protocol):
    """Anything that turns an article into vectors."""

    def encode(self, article: Article) -> EncodedArticle:
        """Read the whole article, however long, in one pass.

        The result depends on nothing but the article, so neither the order nor
        the company in which articles come changes a digit.
        """
        ...


@runtime_checkable
class AheadEncoder(Encoder, Protocol):
    """An encoder that reads while its caller does something else."""

    def start(self, article: Article) -> Callable[[], EncodedArticle]:
        """Have an article read as `encode` does; the call that comes back waits for it.

        Articles started together are read faster than one after the other.
        """
        ...
