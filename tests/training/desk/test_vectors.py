from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.fakes import CountingEncoder, FakeEncoder
from tests.training.desk.worlds import make_model
from training.articles.datamodels import PlainArticle
from training.desk.vectors import VectorStore, encoder_key

ARTICLES = [PlainArticle(id=str(n), title=None, text=f"第{n}场雨。") for n in range(3)]


def test_an_article_is_read_once_whatever_it_is_called(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    file = tmp_path / "vectors" / "x.npz"
    first = VectorStore(file, lambda: encoder).read(ARTICLES)
    again = [PlainArticle(id="other", title=None, text=ARTICLES[1].text), *ARTICLES]
    second = VectorStore(file, lambda: encoder).read(again)
    assert encoder.n_read == 3
    assert np.array_equal(second[1:], first)
    assert np.array_equal(second[0], first[1])


def test_a_damaged_store_is_made_again(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    (tmp_path / "x.npz").write_bytes(b"nothing")
    VectorStore(tmp_path / "x.npz", lambda: encoder).read(ARTICLES)
    assert encoder.n_read == 3


def test_progress_counts_only_what_is_read(tmp_path: Path) -> None:
    file, told = tmp_path / "x.npz", []
    VectorStore(file, FakeEncoder).read(ARTICLES[:1])
    VectorStore(file, FakeEncoder).read(ARTICLES, lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_models_that_share_an_encoder_share_its_vectors(tmp_path: Path) -> None:
    one, other = make_model(tmp_path / "a"), make_model(tmp_path / "b", n_replayed=0)
    assert encoder_key(one) == encoder_key(other)
    other.onnx.write_bytes(b"another")
    other.seal()
    assert encoder_key(one) != encoder_key(other)
