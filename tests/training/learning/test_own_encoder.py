"""Any BERT of Hugging Face: tiny random ones with both kinds of tokenizers, from a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from service.config import locate
from service.encoders.openvino_runtime import OpenVinoEncoder
from service.errors import ArtifactError, ConfigError
from tests.factories import make_article
from tests.tiny_settings import LABELS
from training.config import TrainingConfig
from training.learning.checkpoint import load_start
from training.learning.torch_encoder import TorchEncoder
from training.release.export import export_artifact

TEXT = "渡口昨天重开。居民都说方便，两岸往来只要十分钟。"
CHARACTERS = [*dict.fromkeys(TEXT + "标题")]


def _word_piece() -> tuple[Tokenizer, dict[str, str]]:
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]"}
    special |= {"sep_token": "[SEP]", "mask_token": "[MASK]"}
    words = {token: n for n, token in enumerate([*special.values(), *CHARACTERS])}
    tokenizer = Tokenizer(models.WordPiece(words, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    ends = [("[CLS]", words["[CLS]"]), ("[SEP]", words["[SEP]"])]
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=ends
    )
    return tokenizer, special


def _sentence_piece() -> tuple[Tokenizer, dict[str, str]]:
    special = {"cls_token": "<s>", "pad_token": "<pad>", "sep_token": "</s>", "unk_token": "<unk>"}
    pieces = [(token, 0.0) for token in special.values()]
    pieces += [("▁", -2.0), *((character, -3.0) for character in CHARACTERS), ("居民", -2.5)]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    return tokenizer, special


def _save(folder: Path, tokenizer: Tokenizer, special: dict[str, str]) -> Path:
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special)  # type: ignore[no-untyped-call]
    fast.save_pretrained(str(folder))
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        pad_token_id=fast.pad_token_id,
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(str(folder))
    return folder


def _config(encoder: str) -> TrainingConfig:
    block = {"name": "own", "version": "1", "encoder": encoder, "prefix": "", "max_length": 32}
    data = {"topics": ["t.jsonl"], "topics_validation": "v.jsonl"}
    return TrainingConfig.model_validate({"model": block, "data": data, "artifact": "a"})


@pytest.mark.parametrize("make", [_word_piece, _sentence_piece], ids=["WordPiece", "SentencePiece"])
def test_what_is_exported_reads_as_what_was_trained(
    tmp_path: Path, make: Callable[[], tuple[Tokenizer, dict[str, str]]]
) -> None:
    folder = _save(tmp_path / "bert", *make())
    config = _config(str(folder))
    start = load_start(config, LABELS)
    start.model.train(mode=False)
    exported = export_artifact(start, config.model, LABELS, tmp_path / "artifact")
    article = make_article(TEXT)
    served = OpenVinoEncoder.from_pretrained(exported.path).encode(article)
    trained = TorchEncoder(start.model.encoder, start.tokenizer, start.windows).encode(article)
    assert start.windows.prefix == ""
    assert served.n_tokens.tolist() == trained.n_tokens.tolist()
    assert served.n_tokens.sum() >= len(TEXT) - 2
    assert np.allclose(served.vectors, trained.vectors, atol=0.05)


def test_a_name_that_cannot_be_had_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Without it the hub would be asked again and again, for the better part of a minute.
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ArtifactError, match=r"no-such-owner/no-such-bert.*载入不了.*文件夹"):
        load_start(_config("no-such-owner/no-such-bert"), LABELS)
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ArtifactError, match=r"载入不了|用不上"):
        load_start(_config(str(tmp_path)), LABELS)


def test_the_shipped_configuration_names_a_bert_without_a_prefix() -> None:
    text = locate("configs/training/own_encoder.yaml").read_text("utf-8")
    assert "encoder: bert-base-chinese" in text
    assert 'prefix: ""' in text


def test_weights_that_are_not_those_of_a_bert_are_told(tmp_path: Path) -> None:
    folder = _save(tmp_path / "bert", *_word_piece())
    config = BertConfig.from_pretrained(str(folder))
    config.num_hidden_layers = 2  # of which the second has no weights
    config.save_pretrained(str(folder))
    with pytest.raises(ArtifactError, match=r"encoder\.layer\.1\..*不是 BERT"):
        load_start(_config(str(folder)), LABELS)


def test_windows_longer_than_an_encoder_of_the_hub_takes_are_told(tmp_path: Path) -> None:
    config = _config(str(_save(tmp_path / "bert", *_word_piece())))
    block = config.model.model_copy(update={"max_length": 65})
    with pytest.raises(ConfigError, match=r"max_length 是 65，编码器只容 64"):
        load_start(config.model_copy(update={"model": block}), LABELS)
