from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from service.summarizers.salience import salience_inputs
from tests.tiny_model import make_model_folder, make_start
from training.articles.datamodels import PlainArticle
from training.evaluation.served_model import ServedModel
from training.learning.salience_imitation import read_ratings
from training.learning.torch_encoder import TorchEncoder

ARTICLE = PlainArticle(
    id="1", title="社区食堂", text="社区食堂昨天开张。居民都说方便。新药进医保。"
)


def test_the_target_is_what_the_old_model_rates(tmp_path: Path) -> None:
    old = ServedModel.from_pretrained(make_model_folder(tmp_path, make_start(1)).path)
    changed = make_start(2)
    encoder = TorchEncoder(changed.model.encoder, changed.tokenizer, changed.windows)
    empty = PlainArticle(id="2", text="")
    (rated,) = read_ratings([ARTICLE, empty], encoder, old)
    article = ARTICLE.to_article()
    salience = old.summarizer.rate(article, old.encoder.encode(article))
    assert np.allclose(rated.target, salience, atol=1e-6)
    inputs = torch.from_numpy(salience_inputs(article, encoder.encode(article)))
    assert torch.equal(rated.inputs, inputs)
