"""Where training starts: topics are matched by name, and nothing is guessed."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import numpy as np
import pytest
import torch
import yaml

from service.artifacts import ModelFolder
from service.config import locate
from service.encoders.windows import cut_article
from service.errors import ArtifactError
from tests.factories import make_article
from tests.tiny_model import LABELS, SETTINGS, make_model_folder
from training.config import TrainingConfig
from training.learning.checkpoint import Start, load_start
from training.learning.examples import as_lists, collate_windows

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> ModelFolder:
    return make_model_folder(tmp_path_factory.mktemp("model"))


def _start(folder: ModelFolder, labels: tuple[str, ...], topics: str = "") -> Start:
    config = TrainingConfig.model_validate(
        {
            "model": {
                "name": "new",
                "version": "1",
                "encoder": str(folder.path),
                "max_length": SETTINGS.max_length,
                "max_headline_tokens": SETTINGS.max_headline_tokens,
                "prefix": SETTINGS.prefix,
            },
            "data": {"topics": ["a.jsonl"], "topics_validation": "b.jsonl"},
            "artifact": "out",
            "topics": topics,
        }
    )
    return load_start(config, labels)


def _logits(start: Start) -> dict[int, float]:
    article = make_article("社区食堂昨天开张。居民都说方便。", "社区食堂")
    example = as_lists(cut_article(article, start.tokenizer, start.windows).windows)
    batch = collate_windows([example], start.pad_id)
    with torch.inference_mode():
        hidden = start.model.encoder(
            input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]
        ).last_hidden_state
        scores = start.model.score(hidden, batch["slots"], 1)[0]
    return dict(enumerate(scores.tolist()))


def test_topics_in_another_order_keep_what_they_learned(
    folder: ModelFolder, caplog: pytest.LogCaptureFixture
) -> None:
    same = _logits(_start(folder, LABELS))
    order = (3, 0, 4, 1, 2)
    with caplog.at_level(logging.WARNING):
        permuted = _logits(_start(folder, tuple(LABELS[n] for n in order)))
    assert permuted == pytest.approx({row: same[n] for row, n in enumerate(order)}, abs=1e-5)
    assert "matched by name" in caplog.text


def test_a_new_topic_starts_from_nothing_beside_the_old_ones(
    folder: ModelFolder, caplog: pytest.LogCaptureFixture
) -> None:
    same = _logits(_start(folder, LABELS))
    labels = ("economy", "other", "politics", "medicine", "logistics")
    with caplog.at_level(logging.WARNING):
        start = _start(folder, labels)
    logits = _logits(start)
    for row, label in enumerate(labels[1:], start=1):
        assert logits[row] == pytest.approx(same[LABELS.index(label)], abs=1e-5)
    assert abs(start.model.topic_out.weight[0]).max() <= 1 / np.sqrt(256)
    assert "start from nothing): economy" in caplog.text
    assert "(dropped): livelihood" in caplog.text


def test_a_renamed_topic_goes_on_and_joined_ones_go_on_together(
    folder: ModelFolder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "topics.yaml"
    shipped = yaml.safe_load(locate("configs/topics.yaml").read_text("utf-8"))["topics"]
    (politics, livelihood, medicine, logistics, _) = shipped
    renamed = medicine | {"id": "health", "was": ["medicine"]}
    joined = logistics | {"was": ["other"]}
    set_ = {"topics": [renamed, joined, politics, livelihood]}
    file.write_text(yaml.safe_dump(set_, allow_unicode=True), "utf-8")
    same = _start(folder, LABELS).model.topic_out
    with caplog.at_level(logging.WARNING):
        now = _start(folder, ("health", "logistics", "politics", "livelihood"), str(file))
    assert torch.equal(now.model.topic_out.weight[0], same.weight[LABELS.index("medicine")])
    both = [LABELS.index("logistics"), LABELS.index("other")]
    assert torch.allclose(now.model.topic_out.weight[1], same.weight[both].mean(dim=0))
    assert "health ← medicine" in caplog.text
    assert "logistics ← logistics + other" in caplog.text
    assert "dropped" not in caplog.text


def test_the_same_topics_need_no_word(
    folder: ModelFolder, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        _start(folder, LABELS)
    assert caplog.text == ""


def test_the_pad_token_is_the_one_that_is_recorded(folder: ModelFolder, tmp_path: Path) -> None:
    assert _start(folder, LABELS).pad_id == 1
    # A tokenizer whose padding bears another name.
    other = make_model_folder(tmp_path)
    text = other.tokenizer.read_text(encoding="utf-8").replace('"<pad>"', '"[PAD]"')
    other.tokenizer.write_text(text, encoding="utf-8")
    record = json.loads(other.inference.read_text(encoding="utf-8"))
    record["encoder"]["pad_token_id"] = 3
    other.inference.write_text(json.dumps(record), encoding="utf-8")
    other.seal()
    assert _start(other, LABELS).pad_id == 3


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "heads.npz", "labels.json"])
def test_nothing_starts_from_a_damaged_model(tmp_path: Path, name: str) -> None:
    folder = make_model_folder(tmp_path)
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[:-9])
    folder.seal()
    with pytest.raises(ArtifactError, match=name):
        _start(folder, LABELS)
