"""A model without an encoder, and a desk whose articles have vectors by their words."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.artifacts import EncoderShape, InferenceRecord, ModelFolder
from service.registry import Registry
from service.summarizers.salience import n_inputs
from tests.tiny_settings import LABELS, SETTINGS
from training.articles.datamodels import PlainArticle
from training.articles.json_files import write_json
from training.desk.replay import Replay, write_replay
from training.desk.topic_head import TopicHead
from training.desk.vectors import VectorStore

WIDTH = 8
WORDS = {"政": 0, "居": 1, "医": 2, "运": 3, "球": 4, "商": 5}
"""A word of the text turns its vector to one side; the old model knows the first five."""


def vector_of(text: str) -> NDArray[np.float32]:
    """A vector for each word, and noise by the content, shape (2 WIDTH,)."""
    noise = np.random.default_rng(sum(map(ord, text))).normal(0, 0.3, 2 * WIDTH)
    for word, place in WORDS.items():
        noise[place] += 2.0 * text.count(word)
    return noise.astype(np.float32)


class WordStore(VectorStore):
    """Vectors by words, without an encoder."""

    def __init__(self) -> None:
        self.n_read = 0

    def read(
        self,
        articles: Sequence[PlainArticle],
        on_done: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> NDArray[np.float32]:
        for n_done, _ in enumerate(articles, start=1):
            self.n_read += 1
            on_done(n_done, len(articles))
        rows = [vector_of(article.text) for article in articles]
        return np.stack(rows) if rows else np.zeros((0, 2 * WIDTH), np.float32)


def make_model(place: Path, *, n_replayed: int = 40) -> ModelFolder:
    """A model whose topic head knows five words, and which remembers articles of its training."""
    place.mkdir(parents=True)
    folder = ModelFolder(place)
    folder.onnx.write_bytes(b"an encoder")
    folder.tokenizer.write_bytes(b"a tokenizer")
    hidden = np.zeros((6, 2 * WIDTH), np.float32)
    hidden[:5, :5] = np.eye(5)
    out = np.zeros((5, 6), np.float32)
    out[:, :5] = 4 * np.eye(5)
    heads = {
        "topic_hidden.weight": hidden,
        "topic_hidden.bias": np.full(6, -1, np.float32),
        "topic_out.weight": out,
        "topic_out.bias": np.zeros(5, np.float32),
        "salience_hidden.weight": np.zeros((4, n_inputs(WIDTH)), np.float32),
        "salience_hidden.bias": np.zeros(4, np.float32),
        "salience_out.weight": np.zeros((1, 4), np.float32),
        "salience_out.bias": np.zeros(1, np.float32),
    }
    np.savez(folder.heads, **heads)  # type: ignore[arg-type]
    write_json(folder.labels, list(LABELS))
    shape = dict.fromkeys(EncoderShape.model_fields, 8) | {
        "layer_norm_eps": 1e-12,
        "max_position_embeddings": 64,
    }
    record = InferenceRecord(
        name="tiny",
        version="1",
        windows=SETTINGS,
        encoder=EncoderShape.model_validate(shape | {"hidden_size": WIDTH}),
        opset=18,
        inputs=("input_ids",),
        outputs=("hidden",),
        temperature=1.0,
        threshold=0.8,
    )
    write_json(folder.inference, record.model_dump(mode="json"))
    folder.seal()
    folder.card.write_text("# tiny\n", "utf-8")
    if n_replayed:
        words = list(WORDS)[:5]
        vectors = np.stack([vector_of(f"旧{words[n % 5]}{n}") for n in range(n_replayed)])
        said = TopicHead.of_model(folder).probabilities(vectors)
        write_replay(Replay(vectors, said), folder)
    return folder


def make_registry(folder: Path) -> Registry:
    return Registry(folder / "registry", make_model(folder / "shipped").path)


def write_desk(folder: Path, n: int, words: Sequence[str] = "政居医运球", seed: int = 3) -> Path:
    """Labelled articles, each with the word of its topic, and now and then another one's."""
    random = np.random.default_rng(seed)
    labels = (*LABELS, "commerce")
    rows = []
    for number in range(n):
        place = list(WORDS).index(words[number % len(words)])
        word = list(WORDS)[place]
        other = list(WORDS)[int(random.integers(5))] if number % 7 == 0 else ""
        text = f"第{number}篇写{word}字{random.integers(10**6)}。{other}"
        rows.append({"id": f"d{number}", "title": f"题{number}", "text": text})
        rows[-1]["topic"] = labels[place]
    folder.mkdir(exist_ok=True)
    lines = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    (folder / "labelled.jsonl").write_text(lines, "utf-8")
    return folder
