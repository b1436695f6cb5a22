"""The shapes of the stages between an issue and its digest: anything of that shape will do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from numpy.typing import ArrayLike

from service.datamodels import Article, Digest, Issue, Sentence, Summary, TopicScores
from service.encoders.base import EncodedArticle


class Splitter(Protocol):
    """Takes an issue apart."""

    @property
    def name(self) -> str | None:
        """`name@version`, which each digest tells; None for one that has none."""
        ...

    def split(self, issue: Issue) -> Digest:
        """Give every non-space character of the issue to an article or to `left_out`."""
        ...


class Classifier(Protocol):
    """Tells the topic of an article from its one pass."""

    def classify(self, article: Article, encoded: EncodedArticle) -> TopicScores:
        """Give calibrated probabilities, the label and the deciding sentences."""
        ...


class Summarizer(Protocol):
    """Picks sentences of an article from its one pass."""

    def summarize(self, article: Article, encoded: EncodedArticle, *, max_chars: int) -> Summary:
        """Give whole sentences, verbatim and in order, within `max_chars` code points."""
        ...


class SentenceRater(Summarizer, Protocol):
    """A summarizer whose two steps can be taken apart: scores are kept, and cut again."""

    def rate(self, article: Article, encoded: EncodedArticle) -> ArrayLike:
        """Give the salience of each sentence, shape (n,), at least 0; higher is better."""
        ...

    def select(
        self, article: Article, sentences: Sequence[Sentence], scores: ArrayLike, *, max_chars: int
    ) -> Summary:
        """Give the summary within `max_chars` code points from the scores of all sentences."""
        ...
