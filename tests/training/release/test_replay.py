from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from service.datamodels import Article
from service.encoders.base import EncodedArticle
from tests.fakes import FakeEncoder
from tests.tiny_settings import LABELS
from tests.training.desk.worlds import WIDTH, make_model
from training.articles.datamodels import LabelledArticle
from training.desk.replay import read_replay
from training.release.replay import remember


class NotingEncoder(FakeEncoder):
    def __init__(self) -> None:
        self.read: list[Article] = []

    def encode(self, article: Article) -> EncodedArticle:
        self.read.append(article)
        n = len(article.text)
        vector = np.full(WIDTH, n, np.float32)
        return EncodedArticle((), vector, np.zeros((0, WIDTH), np.float32), np.zeros(0, np.int64))


def _articles(n: int) -> list[LabelledArticle]:
    """Nine in ten of the first topic."""
    return [
        LabelledArticle(
            id=str(k), title="题", text="长" * 400, topic=LABELS[k % 5 if k % 10 == 0 else 0]
        )
        for k in range(n)
    ] + [LabelledArticle(id=f"m{k}", title=None, text="药。", topic="medicine") for k in range(5)]


def test_topics_are_remembered_evenly_and_no_text(tmp_path: Path) -> None:
    folder, encoder = make_model(tmp_path / "m", n_replayed=0), NotingEncoder()
    assert read_replay(folder) is None
    remember(folder, encoder, _articles(100), n=10)
    found = read_replay(folder)
    assert found is not None
    assert (len(found), len(encoder.read)) == (10, 10)
    assert sum(article.text == "药。" for article in encoder.read) == 5
    assert max(len(article.text) for article in encoder.read) == 330
    assert found.probabilities.sum(axis=1) == pytest.approx(1)
    folder.check()
    folder.checked("replay.npz")
    assert folder.replay.stat().st_size < 10_000


def test_what_judges_is_not_learned(tmp_path: Path) -> None:
    found = read_replay(make_model(tmp_path / "m", n_replayed=40))
    assert found is not None
    assert (len(found.learned), len(found.judged)) == (30, 10)
