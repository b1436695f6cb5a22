from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from service.encoders.base import EncodedArticle
from service.errors import ArtifactError
from service.summarizers.features import FEATURE_NAMES, sentence_features
from service.summarizers.salience import SalienceSummarizer, n_inputs, salience_inputs
from service.text import split_sentences
from tests.factories import make_article
from tests.tiny_model import WIDTH, make_model_folder
from training.learning.salience_head import SalienceHead
from training.release.export import write_salience_head

TEXT = "社区食堂开张。老人半价用餐。天气晴朗无风。"


def test_the_head_reads_features_and_then_the_vector() -> None:
    vectors = np.arange(6, dtype=np.float32).reshape(3, 2)
    sentences = split_sentences(TEXT)
    encoded = EncodedArticle(sentences, np.zeros(2, np.float32), vectors, np.ones(3, np.int64))
    inputs = salience_inputs(make_article(TEXT), encoded)
    assert inputs.shape == (3, n_inputs(2))
    features = sentence_features(TEXT, sentences, make_article(TEXT).headline)
    assert np.array_equal(inputs[:, : len(FEATURE_NAMES)], features)
    assert np.array_equal(inputs[:, len(FEATURE_NAMES) :], vectors)


def test_an_article_without_sentences_has_no_rows() -> None:
    nothing = EncodedArticle(
        (), np.zeros(2, np.float32), np.zeros((0, 2), np.float32), np.zeros(0, np.int64)
    )
    assert salience_inputs(make_article(""), nothing).shape == (0, n_inputs(2))


def test_a_head_trained_on_other_inputs_is_refused(tmp_path: Path) -> None:
    folder = make_model_folder(tmp_path, seed=1)
    write_salience_head(SalienceHead(11, width=8), folder)
    with pytest.raises(ArtifactError, match=f"reads 11 figures.* gives {n_inputs(WIDTH)}: use"):
        SalienceSummarizer.from_pretrained(folder.path)
