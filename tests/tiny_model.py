"""A tokenizer and a model small enough to be made in a test."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from transformers import BertConfig, BertModel

from service.artifacts import ModelFolder
from service.summarizers.salience import n_inputs
from tests.tiny_settings import LABELS, SETTINGS
from training.config import ModelBlock
from training.learning.checkpoint import Start
from training.learning.network import TopicModel
from training.learning.salience_head import SalienceHead
from training.release.export import export_artifact, write_salience_head

__all__ = ["LABELS", "SETTINGS", "WIDTH", "make_model_folder", "make_start", "make_tokenizer"]

WIDTH = 16


def make_tokenizer() -> Tokenizer:
    """One token a character; characters it has never seen are `<unk>`."""
    known = "问社区食堂昨天开张居民都说方便新药进医保三种患者负担减轻本报讯。，！？“”0123456789标题"
    vocabulary = ["<s>", "<pad>", "</s>", "<unk>", *dict.fromkeys(known)]
    tokenizer = Tokenizer(
        models.WordLevel({token: i for i, token in enumerate(vocabulary)}, unk_token="<unk>")
    )
    tokenizer.normalizer = normalizers.Strip()
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    return tokenizer


def make_start(seed: int = 7) -> Start:
    """A seeded, untrained model of two layers."""
    torch.manual_seed(seed)
    tokenizer = make_tokenizer()
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=WIDTH,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=2 * WIDTH,
        max_position_embeddings=64,
        pad_token_id=1,
    )
    model = TopicModel(BertModel(config, add_pooling_layer=False), len(LABELS))
    model.train(mode=False)
    return Start(model, tokenizer, 1, SETTINGS)


def make_model_folder(path: Path, seed: int = 7) -> ModelFolder:
    """What `make_start(seed)` is as a folder, with a random salience head."""
    shutil.copytree(_exported(seed), path, dirs_exist_ok=True)
    return ModelFolder(path)


@cache
def _exported(seed: int) -> Path:
    """Exported once in a process: that takes seconds, a copy takes none."""
    path = Path(tempfile.mkdtemp(prefix="tiny-model-"))
    atexit.register(shutil.rmtree, path)
    block = ModelBlock(name="tiny", version="1", encoder="none")
    folder = export_artifact(make_start(seed), block, LABELS, path)
    write_salience_head(SalienceHead(n_inputs(WIDTH), width=8), folder)
    return path
