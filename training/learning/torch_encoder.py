"""The encoder of a checkpoint behind the service's protocol, to check the export against."""

from __future__ import annotations

import torch
from tokenizers import Tokenizer
from transformers import BertModel

from service.artifacts import WindowSettings
from service.datamodels import Article
from service.encoders.base import EncodedArticle
from service.encoders.pooling import pool_window, pool_windows
from service.encoders.windows import cut_article


class TorchEncoder:
    """Reads articles as `service.encoders.openvino_runtime.OpenVinoEncoder` does, in torch."""

    def __init__(self, encoder: BertModel, tokenizer: Tokenizer, settings: WindowSettings) -> None:
        self._encoder = encoder
        self._tokenizer = tokenizer
        self._settings = settings

    def encode(self, article: Article) -> EncodedArticle:
        """Read the whole article in one pass over its windows."""
        cut = cut_article(article, self._tokenizer, self._settings)
        with torch.inference_mode():
            hidden = [
                self._encoder(input_ids=torch.from_numpy(window.input_ids)[None])
                .last_hidden_state[0]
                .float()
                .numpy()
                for window in cut.windows
            ]
        return pool_windows(cut, map(pool_window, cut.windows, hidden))
