from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from pydantic import ValidationError

from service.artifacts import ModelFolder
from service.errors import ConfigError
from service.summarizers.features import FEATURE_NAMES
from tests.tiny_model import LABELS, WIDTH, make_model_folder, make_start
from training.articles.datamodels import LabelledArticle, PlainArticle, SummarizedArticle
from training.articles.run_data import RunData
from training.config import DataBlock, DistillationBlock, ModelBlock, SalienceBlock, TrainingConfig
from training.learning.checkpoint import Start, load_encoder
from training.learning.fewer_layers import _examples, distill, share_missed, with_layers
from training.learning.network import TopicModel
from training.learning.salience_head import SalienceHead

SENTENCES = (
    "社区食堂昨天开张。",
    "居民都说方便。",
    "新药进医保。",
    "患者负担减轻。",
    "三种新药昨天进社区。",
)
TEXTS = ["".join(SENTENCES[(n + k) % 5] for k in range(1 + n % 9)) for n in range(45)]
DATA = RunData(
    topics={
        "a": [
            LabelledArticle(id=f"t{n}", title="社区标题", text=text, topic=LABELS[n % 3])
            for n, text in enumerate(TEXTS)
        ]
    },
    own_topics={},
    validation={},
    summaries={
        "b": [
            SummarizedArticle(id=f"t{n}", text=TEXTS[n] * 2, summary=SENTENCES[2]) for n in (7, 8)
        ]
    },
    summaries_validation={},
    corpus={"c": [PlainArticle(id=f"c{n}", text=text[::-1]) for n, text in enumerate(TEXTS)]},
)


def block(folder: Path, **changes: object) -> DistillationBlock:
    return DistillationBlock.model_validate(
        {
            "output_dir": str(folder / "run"),
            "layers": (1,),
            "num_train_epochs": 4,
            "per_device_train_batch_size": 8,
            "learning_rate": 1e-2,
            "bf16": False,
            **changes,
        }
    )


def config(settings: DistillationBlock) -> TrainingConfig:
    return TrainingConfig(
        model=ModelBlock(name="tiny", version="1", encoder="none"),
        data=DataBlock(topics=("a",), topics_validation=("none",)),
        distillation=settings,
        salience=SalienceBlock(dropout=0),
        artifact="none",
    )


def make_teacher(path: Path) -> Start:
    """A start with a salience head; an encoder in its folder would be exported for nothing."""
    head = SalienceHead(len(FEATURE_NAMES) + WIDTH, width=8)
    weights: dict[str, Any] = {name: value.numpy() for name, value in head.state_dict().items()}
    folder = ModelFolder(path)
    np.savez(folder.heads, **weights)
    folder.seal()
    start = make_start()
    with torch.no_grad():
        for name, weight in start.model.encoder.encoder.named_parameters():
            if "attention" not in name and weight.dim() == 2:
                weight.mul_(20)  # new layers hardly change what they read
    return replace(start, origin=folder)


def missed(student: TopicModel, start: Start) -> float:
    ids = torch.tensor([start.tokenizer.encode(f"<s>{TEXTS[4][:20]}").ids])
    with torch.inference_mode():
        found, wanted = (
            model.encoder(input_ids=ids).last_hidden_state[0] for model in (student, start.model)
        )
    return float(share_missed(found, wanted))


@pytest.mark.slow
def test_a_student_says_what_its_teacher_says(tmp_path: Path) -> None:
    start, settings = make_teacher(tmp_path), block(tmp_path)
    before = with_layers(start.model, settings.layers)
    after = distill(start, config(settings), settings, DATA, LABELS)
    assert after.model.encoder.config.num_hidden_layers == 1
    assert len(start.model.encoder.encoder.layer) == 2
    assert missed(after.model, start) < missed(before, start) / 2
    embeddings = [model.encoder.embeddings.state_dict() for model in (after.model, start.model)]
    assert all(torch.equal(value, embeddings[1][name]) for name, value in embeddings[0].items())
    assert not list((tmp_path / "run").glob("*.npy"))

    again = distill(start, config(settings), settings, DATA, LABELS)
    known = after.model.state_dict()
    assert all(torch.equal(value, known[name]) for name, value in again.model.state_dict().items())


def test_a_student_starts_from_layers_of_another_model(tmp_path: Path) -> None:
    start, other = make_teacher(tmp_path), make_model_folder(tmp_path / "other", seed=8)
    still = {"num_train_epochs": 1, "learning_rate": 1e-12, "head_learning_rate": 1e-12}
    settings = block(tmp_path, **still, start=str(other.path))
    after = distill(start, config(settings), settings, DATA, LABELS)
    ours, known = (
        model.encoder.layer[place].state_dict()
        for model, place in ((after.model.encoder, 0), (load_encoder(other), 1))
    )
    assert all(torch.allclose(value, known[name], atol=1e-6) for name, value in ours.items())


def test_heads_start_as_the_teachers_and_rate_as_they_did(tmp_path: Path) -> None:
    start = make_teacher(tmp_path)
    still = block(tmp_path, num_train_epochs=1, learning_rate=1e-12, head_learning_rate=1e-12)
    after = distill(start, config(still), still, DATA, LABELS)
    assert after.salience_head is not None
    assert start.origin is not None
    inputs = torch.rand(3, len(FEATURE_NAMES) + WIDTH)
    weights = {name: torch.from_numpy(w) for name, w in start.origin.read_heads().items()}
    hidden = torch.tanh(
        inputs @ weights["salience_hidden.weight"].T + weights["salience_hidden.bias"]
    )
    expected = (hidden @ weights["salience_out.weight"].T + weights["salience_out.bias"])[:, 0]
    assert torch.allclose(after.salience_head(inputs), expected, atol=1e-3)


def test_each_window_knows_its_own_sentences_and_a_label_is_said_of_the_first(
    tmp_path: Path,
) -> None:
    settings = block(tmp_path, summary_windows=2)
    rows = list(_examples(make_start(), config(settings), settings, DATA, LABELS))
    lessons, summarized, corpus = rows[:45], rows[45:49], rows[49:]
    assert len(corpus) == 45
    assert all(sum(row["label"]) == pytest.approx(1) for row in lessons)
    assert not any(row["label"] for row in corpus)
    assert [bool(row["label"]) for row in summarized] == [True, False, True, False]
    for row in rows:
        inside = {owner for owner in row["owners"][0] if owner >= 0}
        assert inside == set(range(len(row["features"])))
        assert row["length"] == len(row["input_ids"][0]) == len(row["owners"][0])
    assert all(len(row["told"]) == len(row["features"]) for row in summarized)
    assert not any(row["told"] for row in (*lessons, *corpus))


def test_what_is_missed_is_a_share_of_the_spread() -> None:
    wanted = torch.tensor([[1.0, 0.0], [3.0, 4.0]])
    assert share_missed(wanted, wanted) == 0
    assert share_missed(wanted.mean(dim=0).expand(2, 2), wanted) == 1


def test_a_start_without_heads_is_refused(tmp_path: Path) -> None:
    settings = block(tmp_path)
    with pytest.raises(ConfigError, match="has no heads to learn from"):
        distill(make_start(), config(settings), settings, DATA, LABELS)


@pytest.mark.parametrize("layers", [(), (2, 1), (1, 1), (-1, 2)])
def test_layers_rise(tmp_path: Path, layers: tuple[int, ...]) -> None:
    with pytest.raises(ValidationError):
        block(tmp_path, layers=layers)
