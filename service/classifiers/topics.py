"""The topic of an article, from the one pass of the encoder."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from service.artifacts import Certainty, ModelFolder
from service.datamodels import Article, Span, TopicScores
from service.encoders.base import EncodedArticle
from service.encoders.heads import TwoLayerHead
from service.encoders.pooling import mean_of_text
from service.folding import fold
from service.notices import LONGEST_CORRECTION, is_correction, is_of_anything

MAX_EVIDENCE = 3  # more deciding sentences would explain less
MIN_SHARE = 1 / 3  # of the greatest drop; a sentence whose absence changes less decided little
FEWEST_CHARACTERS = 60  # of the articles that models learn from and are measured by


class TopicClassifier:
    """Scores topics with the topic head of a model folder.

    The head reads the pooled headline and the pooled text, so leaving a sentence
    out of the pool costs no second pass: that is how evidence is found.
    """

    def __init__(
        self,
        labels: tuple[str, ...],
        head: TwoLayerHead,
        *,
        certainty: Certainty,
        without_headline: Certainty | None = None,
        headlines_alone: Certainty | None = None,
    ) -> None:
        self.labels = labels
        self._head = head
        self._certainty = certainty
        self._without_headline = without_headline or certainty
        self._headlines_alone = headlines_alone or certainty

    @classmethod
    def from_pretrained(cls, path: str | Path) -> Self:
        """Load the topic head of a model folder.

        Raises:
            ArtifactError: If the folder is incomplete or damaged.
        """
        folder = ModelFolder(Path(path))
        folder.check()
        record = folder.read_inference()
        labels = folder.read_labels()
        weights = folder.read_head(
            "topic", n_inputs=2 * record.encoder.hidden_size, n_outputs=len(labels)
        )
        return cls(
            labels,
            TwoLayerHead.from_weights(weights, "topic"),
            certainty=Certainty(temperature=record.temperature, threshold=record.threshold),
            without_headline=record.without_headline,
            headlines_alone=record.headlines_alone,
        )

    def classify(self, article: Article, encoded: EncodedArticle) -> TopicScores:
        """Give the calibrated topic of an article.

        Equal probabilities go to the label that comes first. Of a text below
        `FEWEST_CHARACTERS` it is as sure as of a headline alone.

        Returns:
            Scores whose evidence are the sentences without which the probability of
            the label falls most, at most three, in document order. Falls are compared as
            log-odds: near certainty the probability itself hardly moves. A notice without
            a topic of its own (更正, 遗失声明) is uncertain whatever its probability.
        """
        certainty = self._certainty_of(article)
        documents = np.concatenate([mean_of_text(encoded)[None], _left_out(encoded)])
        headlines = np.concatenate([encoded.headline[None], _headlines_without(encoded)])
        logits = self._logits(headlines, documents) / certainty.temperature
        probabilities = _softmax(logits[0])
        best = int(probabilities.argmax())
        odds = _log_odds(logits, best)
        probability = round(float(probabilities[best]), 4)
        return TopicScores(
            label=self.labels[best],
            probability=probability,
            uncertain=probability < certainty.threshold or _is_of_anything(article),
            probabilities={
                label: round(float(p), 4)
                for label, p in zip(self.labels, probabilities, strict=True)
            },
            evidence=_evidence(encoded, odds[0] - odds[1:]),
        )

    def logits(self, encoded: EncodedArticle) -> NDArray[np.float64]:
        """Uncalibrated logits, shape (labels,); calibration is fitted on them."""
        return np.asarray(self._logits(encoded.headline[None], mean_of_text(encoded)[None])[0])

    def hidden(self, encoded: EncodedArticle) -> NDArray[np.float64]:
        """What the last layer of the head reads of an article, shape (width,)."""
        inputs = np.concatenate([encoded.headline, mean_of_text(encoded)])
        return np.asarray(self._head.hidden(inputs[None])[0])

    def _certainty_of(self, article: Article) -> Certainty:
        """How sure to be of what is there: of a headline, of a text, or of both."""
        if is_headline_alone(article.text):
            return self._headlines_alone
        return self._certainty if article.headline else self._without_headline

    def _logits(
        self, headlines: NDArray[np.float32], documents: NDArray[np.float32]
    ) -> NDArray[np.float64]:
        return self._head(np.concatenate([headlines, documents], axis=1))


def is_headline_alone(text: str) -> bool:
    """Whether a text says no more than a headline does: none, or a notice of a line or two.

    A topic is doubted by what was measured on headlines alone there.
    """
    return len("".join(text.split())) < FEWEST_CHARACTERS


def _is_of_anything(article: Article) -> bool:
    """Whether an article is a notice that tells of no topic, by its headline or without one."""
    if article.headline is None:
        return is_correction(fold(article.text[: LONGEST_CORRECTION + 1]).text)
    return is_of_anything(article.headline)


def _left_out(encoded: EncodedArticle) -> NDArray[np.float32]:
    """The same mean without each sentence in turn, shape (n, d)."""
    weighted = encoded.vectors * encoded.n_tokens[:, None]
    rest = np.maximum(encoded.n_tokens.sum() - encoded.n_tokens, 1)
    means: NDArray[np.float32] = (weighted.sum(axis=0) - weighted) / rest[:, None]
    return means.astype(np.float32)


def _headlines_without(encoded: EncodedArticle) -> NDArray[np.float32]:
    """The headline without each sentence in turn, shape (n, d).

    A printed one stays. Of a sentence that stands in for it, the next one takes the place.
    """
    headlines = np.repeat(encoded.headline[None], len(encoded.sentences), axis=0)
    after = encoded.stand_in.stop
    if encoded.stand_in and after < len(encoded.sentences):
        headlines[encoded.stand_in] = encoded.vectors[after]
    return headlines


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    weights = np.exp(logits - logits.max())
    return np.asarray(weights / weights.sum())


def _log_odds(logits: NDArray[np.float64], label: int) -> NDArray[np.float64]:
    """Log-odds of a label for each row of logits, shape (n,)."""
    others = np.delete(logits, label, axis=1)
    peaks = others.max(axis=1)
    return np.asarray(
        logits[:, label] - peaks - np.log(np.exp(others - peaks[:, None]).sum(axis=1))
    )


def _evidence(encoded: EncodedArticle, drops: NDArray[np.float64]) -> tuple[Span, ...]:
    order = np.argsort(-drops, kind="stable")[:MAX_EVIDENCE]
    needed = max(drops.max(initial=0.0) * MIN_SHARE, np.finfo(np.float32).eps)
    chosen = sorted(int(i) for i in order if drops[i] >= needed)
    return tuple(Span(encoded.sentences[i].start, encoded.sentences[i].end) for i in chosen)
