"""The model of an artifact folder, as the service runs it, over articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from service.artifacts import ModelFolder
from service.classifiers.topics import TopicClassifier
from service.datamodels import Article
from service.encoders.ahead import encode_ahead, start_encoding
from service.encoders.base import EncodedArticle, Encoder
from service.encoders.openvino_runtime import OpenVinoEncoder
from service.summarizers.salience import SalienceSummarizer
from service.text import split_sentences
from training.articles.datamodels import PlainArticle


@dataclass(frozen=True, slots=True)
class ServedModel:
    """Encoder and heads of one folder.

    Attributes:
        name: `name@version`.
    """

    name: str
    labels: tuple[str, ...]
    encoder: Encoder
    classifier: TopicClassifier
    summarizer: SalienceSummarizer

    @classmethod
    def from_pretrained(cls, path: str | Path, *, n_threads: int = 0) -> Self:
        """Load everything of a model folder.

        Raises:
            ArtifactError: If the folder is incomplete or damaged.
        """
        folder = ModelFolder(Path(path))
        folder.check()
        record = folder.read_inference()
        return cls(
            name=f"{record.name}@{record.version}",
            labels=folder.read_labels(),
            encoder=OpenVinoEncoder.from_pretrained(path, n_threads=n_threads),
            classifier=TopicClassifier.from_pretrained(path),
            summarizer=SalienceSummarizer.from_pretrained(path),
        )


class RememberingEncoder:
    """Reads an article once, however often it is asked for.

    Calibration and figures judge the same articles, and reading them is what takes time.
    """

    def __init__(self, encoder: Encoder, on_read: Callable[[int], None] = lambda _: None) -> None:
        """Remember what an encoder makes of articles; each that it read is told by its number."""
        self._encoder, self._on_read = encoder, on_read
        self._read: dict[tuple[str | None, str], EncodedArticle] = {}

    def encode(self, article: Article) -> EncodedArticle:
        """As the encoder behind it does; headline and text are all that it reads."""
        return self.start(article)()

    def start(self, article: Article) -> Callable[[], EncodedArticle]:
        """Have an article read, unless it was; the call that comes back waits for it."""
        key = (article.headline, article.text)
        if key in self._read:
            return lambda: self._read[key]
        finish = start_encoding(self._encoder, article)

        def finished() -> EncodedArticle:
            if key not in self._read:
                self._read[key] = finish()
                self._on_read(len(self._read))
            return self._read[key]

        return finished


def sentences_only(article: Article) -> EncodedArticle:
    """What baselines read of an article: its sentences, with vectors of no width."""
    sentences = split_sentences(article.text)
    n = len(sentences)
    return EncodedArticle(
        sentences, np.zeros(0, np.float32), np.zeros((n, 0), np.float32), np.ones(n, np.int64)
    )


def topic_logits(
    articles: Sequence[PlainArticle], encoder: Encoder, classifier: TopicClassifier
) -> NDArray[np.float64]:
    """Uncalibrated logits of articles, shape (n, labels)."""
    encoded = encode_ahead(encoder, (article.to_article() for article in articles))
    return np.stack([classifier.logits(each) for each in encoded])
