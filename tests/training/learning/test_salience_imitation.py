from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from service.summarizers.features import sentence_features
from service.summarizers.salience import salience_inputs
from service.text import split_sentences
from tests.tiny_model import make_model_folder, make_start
from training.articles.datamodels import PlainArticle
from training.evaluation.served_model import ServedModel
from training.learning.salience_imitation import read_ratings
from training.learning.torch_encoder import TorchEncoder

ROW = PlainArticle(id="1", title="社区食堂", text="社区食堂昨天开张。居民都说方便。新药进医保。")
ARTICLE = ROW.to_article()
EMPTY = PlainArticle(id="2", text="")


def test_the_target_is_what_the_old_model_rates(tmp_path: Path) -> None:
    old = ServedModel.from_pretrained(make_model_folder(tmp_path, seed=1).path)
    changed = make_start(2)
    encoder = TorchEncoder(changed.model.encoder, changed.tokenizer, changed.windows)
    (rated,) = read_ratings([ROW, EMPTY], old, encoder)
    salience = old.summarizer.rate(ARTICLE, old.encoder.encode(ARTICLE))
    assert np.allclose(rated.target, salience, atol=1e-6)
    inputs = torch.from_numpy(salience_inputs(ARTICLE, encoder.encode(ARTICLE)))
    assert torch.equal(rated.inputs, inputs)


def test_by_features_alone_the_target_is_the_same(tmp_path: Path) -> None:
    old = ServedModel.from_pretrained(make_model_folder(tmp_path, seed=1).path)
    (rated,) = read_ratings([EMPTY, ROW], old)
    salience = old.summarizer.rate(ARTICLE, old.encoder.encode(ARTICLE))
    assert np.allclose(rated.target, salience, atol=1e-6)
    sentences = split_sentences(ARTICLE.text)
    features = sentence_features(ARTICLE.text, sentences, ARTICLE.headline)
    assert torch.equal(rated.inputs, torch.from_numpy(features))
