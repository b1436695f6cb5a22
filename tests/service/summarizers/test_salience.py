from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from service.encoders.base import EncodedArticle
from service.errors import ArtifactError
from service.summarizers.features import FEATURE_NAMES
from service.summarizers.salience import N_INPUTS, SalienceSummarizer, salience_inputs
from service.text import split_sentences
from tests.factories import make_article
from tests.tiny_model import make_model_folder, make_start
from training.config import SalienceBlock
from training.export import write_salience_head
from training.salience import SalienceHead

TEXT = "社区食堂开张。老人半价用餐。天气晴朗无风。"
ACROSS, ALONG = [1.0, 0.0], [0.0, 2.0]


def likenesses(vectors: list[list[float]], headline: list[float]) -> np.ndarray:
    encoded = EncodedArticle(
        split_sentences(TEXT),
        np.array(headline, np.float32),
        np.array(vectors, np.float32),
        np.ones(len(vectors), np.int64),
    )
    inputs = salience_inputs(make_article(TEXT), encoded)
    assert inputs.shape == (3, N_INPUTS)
    return inputs[:, len(FEATURE_NAMES) :]


def test_likeness_is_cosine_with_headline_text_and_sentences() -> None:
    found = likenesses([ACROSS, ALONG, ALONG], headline=[3.0, 0.0])
    headline, _, first, before, after, mean, greatest = found.T
    assert headline.tolist() == [1, 0, 0]
    assert first.tolist() == [1, 0, 0]
    assert before.tolist() == [0, 0, 1]
    assert after.tolist() == [0, 1, 0]
    assert mean.tolist() == [0, 0.5, 0.5]
    assert greatest.tolist() == [0, 1, 1]


def test_without_a_headline_nothing_is_like_it() -> None:
    assert likenesses([ACROSS, ALONG, ALONG], headline=[0.0, 0.0])[:, 0].tolist() == [0, 0, 0]


def test_an_article_without_sentences_has_no_rows() -> None:
    nothing = EncodedArticle(
        (), np.zeros(2, np.float32), np.zeros((0, 2), np.float32), np.zeros(0, np.int64)
    )
    assert salience_inputs(make_article(""), nothing).shape == (
        0,
        N_INPUTS,
    )


def test_a_head_trained_on_other_inputs_is_refused(tmp_path: Path) -> None:
    folder = make_model_folder(tmp_path, make_start(1))
    write_salience_head(SalienceHead(11, SalienceBlock(width=8)), folder)
    with pytest.raises(ArtifactError, match=f"reads 11 figures.* gives {N_INPUTS}.* Train"):
        SalienceSummarizer.from_pretrained(folder.path)
