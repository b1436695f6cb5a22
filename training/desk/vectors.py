"""What the topic head reads of articles; each is read by the encoder once, whenever it is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.artifacts import ModelFolder, read_arrays
from service.config import ServiceConfig
from service.data_folder import data_folder
from service.encoders.ahead import encode_ahead
from service.encoders.base import EncodedArticle, Encoder
from service.encoders.openvino_runtime import OpenVinoEncoder
from service.encoders.pooling import mean_of_text
from service.errors import ArtifactError
from service.text import split_sentences
from training.articles.datamodels import PlainArticle
from training.desk.folder import key_of

_WRITTEN_EVERY = 50  # articles; an interrupted run loses half a minute
OnDone = Callable[[int, int], None]
_OF_ENCODER = ("model.onnx", "tokenizer.json")


class VectorStore:
    """The vectors of one encoder, by the content of articles, in files of the user's own data."""

    def __init__(self, file: Path, new_encoder: Callable[[], Encoder]) -> None:
        """Name the file and what to read articles with; nothing is loaded yet."""
        self._new_encoder = new_encoder
        self._encoder: Encoder | None = None
        self._of_articles = _KeptArrays(file, np.float32)
        self._of_sentences = _KeptArrays(file.with_stem(f"{file.stem}-sentences"), np.float16)

    @classmethod
    def of_model(cls, folder: ModelFolder, *, n_threads: int = 0) -> VectorStore:
        """The vectors of the encoder of a model folder; models that share it share them."""
        file = data_folder() / "vectors" / f"{encoder_key(folder)}.npz"
        return cls(file, lambda: OpenVinoEncoder.from_pretrained(folder.path, n_threads=n_threads))

    def read(
        self, articles: Sequence[PlainArticle], on_done: OnDone = lambda _done, _total: None
    ) -> NDArray[np.float32]:
        """The vectors of articles, shape (n, 2 d); those not known yet are computed and kept.

        Args:
            articles: In any order.
            on_done: Told how many of how many had to be read so far.
        """
        return np.stack(self._read(articles, self._of_articles, topic_inputs, on_done))

    def read_sentences(
        self, articles: Sequence[PlainArticle], on_done: OnDone = lambda _done, _total: None
    ) -> list[EncodedArticle]:
        """The vectors of the sentences of articles, in half precision; likewise computed once."""

        def sentences_of(encoded: EncodedArticle) -> NDArray[np.float16]:
            return np.vstack([encoded.headline, encoded.vectors]).astype(np.float16)

        kept = self._read(articles, self._of_sentences, sentences_of, on_done)
        return [_encoded(each, rows) for each, rows in zip(articles, kept, strict=True)]

    def _read(
        self,
        articles: Sequence[PlainArticle],
        kept: _KeptArrays,
        take: Callable[[EncodedArticle], NDArray[Any]],
        on_done: OnDone,
    ) -> list[NDArray[Any]]:
        known = kept.load()
        keys = [key_of(article) for article in articles]
        unknown = {
            key: article for key, article in zip(keys, articles, strict=True) if key not in known
        }
        encoded = self._encode(list(unknown.values()))
        for n_done, (key, each) in enumerate(zip(unknown, encoded, strict=True), start=1):
            known[key] = take(each)
            if n_done % _WRITTEN_EVERY == 0 or n_done == len(unknown):
                kept.write()
            on_done(n_done, len(unknown))
        return [known[key] for key in keys]

    def _encode(self, articles: Sequence[PlainArticle]) -> Iterator[EncodedArticle]:
        if articles:
            self._encoder = self._encoder or self._new_encoder()
            yield from encode_ahead(self._encoder, (each.to_article() for each in articles))


class _KeptArrays:
    """Arrays by key, in a file that is read when it is asked for."""

    def __init__(self, file: Path, precision: type[np.floating[Any]]) -> None:
        self._file, self._precision = file, precision
        self._known: dict[str, NDArray[Any]] | None = None

    def load(self) -> dict[str, NDArray[Any]]:
        """All of them; what is added is kept by `write`."""
        if self._known is None:
            try:
                self._known = read_arrays(self._file) if self._file.exists() else {}
            except ArtifactError:
                self._known = {}  # it is made again from the articles
        return self._known

    def write(self) -> None:
        """Keep them all."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._file.with_suffix(".part")
        arrays: dict[str, Any] = {
            key: values.astype(self._precision) for key, values in self.load().items()
        }
        with unfinished.open("wb") as stream:
            np.savez(stream, **arrays)
        unfinished.replace(self._file)


def _encoded(article: PlainArticle, rows: NDArray[Any]) -> EncodedArticle:
    """An article with kept vectors, the headline's first; what else it had is not known."""
    vectors = rows.astype(np.float32)
    sentences = split_sentences(article.to_article().text)
    return EncodedArticle(sentences, vectors[0], vectors[1:], np.ones(len(sentences), np.int64))


NewStore = Callable[[ModelFolder], VectorStore]
"""Gives the vectors of a model's encoder."""


def stores_of(settings: ServiceConfig) -> NewStore:
    """Vectors computed as the settings say."""
    return lambda folder: VectorStore.of_model(folder, n_threads=settings.n_threads)


def topic_inputs(encoded: EncodedArticle) -> NDArray[np.float32]:
    """What the topic head reads of an article: headline and text, shape (2 d,)."""
    return np.concatenate([encoded.headline, mean_of_text(encoded)])


def encoder_key(folder: ModelFolder) -> str:
    """A name that two model folders share whose encoders give the same vectors."""
    record = folder.read_inference()
    parts = [*map(folder.checksum_of, _OF_ENCODER), record.windows.model_dump_json()]
    return sha256("\n".join(parts).encode()).hexdigest()[:16]
