from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from service.summarizers.features import FEATURE_NAMES
from service.summarizers.salience import salience_inputs
from tests.tiny_model import make_model_folder, make_start
from training.articles.datamodels import LabelledArticle, PlainArticle, SummarizedArticle
from training.articles.run_data import RunData
from training.config import DataBlock, ModelBlock, SalienceBlock, TrainingConfig, TuningBlock
from training.learning.checkpoint import Start
from training.learning.examples import collate_windows
from training.learning.salience_head import InputScale, SalienceHead
from training.learning.salience_tuning import tune
from training.learning.torch_encoder import TorchEncoder
from training.learning.tuning_examples import collate, prepare
from training.learning.tuning_model import TuningModel

# Alike in place and form: only the words tell which sentence the summary says.
SAID, OTHERS = "新药进医保患者负担减轻。", ("社区食堂昨天开张居民说。", "居民都说方便社区食堂张。")
BLOCK = TuningBlock(
    output_dir="",
    num_train_epochs=8,
    per_device_train_batch_size=4,
    learning_rate=3e-3,
    head_learning_rate=1e-2,
    frozen_layers=1,
    bf16=False,
)


def make_row(place: int) -> SummarizedArticle:
    sentences = [*OTHERS, *OTHERS]
    sentences.insert(place, SAID)
    return SummarizedArticle(id=str(place), title="标题", text="".join(sentences), summary=SAID)


SUMMARIES = [make_row(place % 5) for place in range(40)]
LABELS = ("politics", "livelihood", "medicine", "logistics", "other")
TOPICS = [
    LabelledArticle(id=f"t{n}", title="标题", text=OTHERS[n % 2] * n, topic=LABELS[1 + n % 2])
    for n in range(1, 20)
]


def tuned(
    folder: Path, start: Start | None = None, **changes: object
) -> tuple[Start, SalienceHead]:
    block = BLOCK.model_copy(update={"output_dir": str(folder), **changes})
    config = TrainingConfig(
        model=ModelBlock(name="tiny", version="1", encoder="none"),
        data=DataBlock(topics=("none",), topics_validation=("none",)),
        tuning=block,
        salience=SalienceBlock(n_epochs=2),
        artifact="none",
    )
    start = start or make_start()
    data = RunData(
        topics={"labelled": TOPICS},
        own_topics={},
        validation={},
        summaries={"summarized": SUMMARIES},
        summaries_validation={},
        corpus={},
    )
    return start, tune(start, config, block, data, LABELS)


def topics_of(start: Start) -> torch.Tensor:
    encoder = TorchEncoder(start.model.encoder, start.tokenizer, start.windows)
    read = [encoder.encode(row.to_article()) for row in TOPICS]
    pooled = np.stack([np.concatenate([e.headline, e.vectors.mean(axis=0)]) for e in read])
    model = start.model
    with torch.inference_mode():
        hidden = torch.tanh(model.topic_hidden(torch.from_numpy(pooled)))
        return torch.softmax(model.topic_out(hidden), dim=1)


@pytest.mark.slow
def test_the_encoder_learns_what_no_feature_tells_and_keeps_its_topics(tmp_path: Path) -> None:
    start, head = tuned(tmp_path / "held")
    encoder = TorchEncoder(start.model.encoder, start.tokenizer, start.windows)
    for place in range(5):
        article = make_row(place).to_article()
        inputs = torch.from_numpy(salience_inputs(article, encoder.encode(article)))
        assert head(inputs).argmax() == place
    before = make_start()
    free, _ = tuned(tmp_path / "free", topic_weight=0)
    moved, moved_freely = (
        float((topics_of(now) - topics_of(before)).abs().max()) for now in (start, free)
    )
    assert moved < moved_freely / 2
    pairs = zip(before.model.state_dict().items(), start.model.state_dict().values(), strict=True)
    changed = {name for (name, old), new in pairs if not torch.equal(old, new)}
    assert changed
    assert all(name.startswith("encoder.encoder.layer.1.") for name in changed)


@pytest.mark.slow
def test_the_topics_go_on_learning_where_labels_have_a_share(tmp_path: Path) -> None:
    start, _ = tuned(tmp_path, label_share=1, topic_weight=10)
    found = topics_of(start).argmax(dim=1).tolist()
    assert [LABELS[place] for place in found] == [row.topic for row in TOPICS]


def test_labels_share_the_topics_that_are_held(tmp_path: Path) -> None:
    start, label = make_start(), [0.0, 0.0, 1.0, 0.0, 0.0]
    one, two = with_and_without_summary()
    before, _ = prepare([one, two], untuned(start), BLOCK, tmp_path / "before.npy")
    mixed, alone = prepare(
        [{**one, "label": label, "share": 0.75}, two], untuned(start), BLOCK, tmp_path / "a.npy"
    )
    expected = 0.25 * np.array(before["topics"]) + 0.75 * np.array(label)
    assert mixed["topics"] == pytest.approx(expected.tolist())
    assert sum(alone["topics"]) == pytest.approx(1)


@pytest.mark.slow
def test_a_share_of_the_weights_before_stays(tmp_path: Path) -> None:
    name = "encoder.encoder.layer.1.output.dense.weight"
    before = make_start().model.state_dict()[name]
    whole, _ = tuned(tmp_path / "whole", num_train_epochs=1)
    shared, _ = tuned(tmp_path / "shared", num_train_epochs=1, start_share=0.75)
    after = whole.model.state_dict()[name]
    assert not torch.equal(before, after)
    expected = 0.75 * before + 0.25 * after
    assert torch.allclose(shared.model.state_dict()[name], expected, atol=1e-6)


@pytest.mark.slow
def test_the_head_of_a_finished_model_goes_on_learning(tmp_path: Path) -> None:
    folder = make_model_folder(tmp_path / "model")
    known = torch.from_numpy(folder.read_head("salience", n_outputs=1)["salience_hidden.weight"])
    hardly: dict[str, Any] = {
        "num_train_epochs": 0.1,
        "learning_rate": 1e-9,
        "head_learning_rate": 1e-9,
    }
    _, head = tuned(tmp_path / "on", replace(make_start(), origin=folder), **hardly)
    assert torch.allclose(head.salience_hidden.weight, known, atol=1e-3)
    _, anew = tuned(tmp_path / "anew", **hardly)
    assert anew.salience_hidden.weight.shape != known.shape


@pytest.mark.slow
def test_what_is_finished_is_not_done_again(tmp_path: Path) -> None:
    first, head = tuned(tmp_path, num_train_epochs=1)
    weights = tmp_path / "seed-13" / "model.pt"
    made = weights.stat().st_mtime_ns
    second, again = tuned(tmp_path, num_train_epochs=1)
    assert weights.stat().st_mtime_ns == made
    both = zip(first.model.parameters(), second.model.parameters(), strict=True)
    assert all(torch.equal(a, b) for a, b in both)
    assert torch.equal(head.salience_hidden.weight, again.salience_hidden.weight)


@pytest.mark.slow
def test_runs_of_several_seeds_are_averaged_and_only_what_lacks_is_done_again(
    tmp_path: Path,
) -> None:
    start, _ = tuned(tmp_path, num_train_epochs=1, n_seeds=2)
    files = [tmp_path / f"seed-{seed}" / "model.pt" for seed in (13, 14)]
    one, two = (torch.load(file, weights_only=True) for file in files)
    name = "encoder.encoder.layer.1.output.dense.weight"
    assert not torch.equal(one[f"topics.{name}"], two[f"topics.{name}"])
    mean = (one[f"topics.{name}"] + two[f"topics.{name}"]) / 2
    assert torch.allclose(start.model.state_dict()[name], mean, atol=1e-7)
    alone, _ = tuned(tmp_path / "alone", num_train_epochs=1)
    assert torch.equal(alone.model.state_dict()[name], one[f"topics.{name}"])
    made = files[0].stat().st_mtime_ns
    files[1].unlink()
    again, _ = tuned(tmp_path, num_train_epochs=1, n_seeds=2)
    assert files[0].stat().st_mtime_ns == made
    assert torch.equal(again.model.state_dict()[name], start.model.state_dict()[name])


def example(row: PlainArticle, *, has_summary: bool) -> dict[str, object]:
    article = row.to_article()
    start = make_start()
    encoded = TorchEncoder(start.model.encoder, start.tokenizer, start.windows).encode(article)
    n = len(encoded.sentences) if has_summary else 0
    ids = start.tokenizer.encode("<s>" + row.text).ids[:20]
    return {
        "input_ids": [ids, ids[:7]],
        "owners": [[-2, *(k * max(n, 1) // 20 for k in range(len(ids) - 1))], [-1] * 7],
        "features": np.random.default_rng(n).normal(size=(n, len(FEATURE_NAMES))).tolist(),
        "targets": (np.arange(n) / max(sum(range(n)), 1)).tolist(),
        "label": [],
        "share": 0.0,
    }


def untuned(start: Start, n_frozen: int = 1) -> TuningModel:
    n = len(FEATURE_NAMES) + start.model.encoder.config.hidden_size
    head, scale = SalienceHead(n, 8), InputScale(torch.zeros(n), torch.ones(n))
    return TuningModel(start.model, head, scale, n_frozen=n_frozen, topic_weight=BLOCK.topic_weight)


def with_and_without_summary() -> list[dict[str, object]]:
    return [example(SUMMARIES[0], has_summary=True), example(TOPICS[3], has_summary=False)]


def test_a_batch_loses_as_its_articles_alone(tmp_path: Path) -> None:
    model = untuned(make_start())
    states = tmp_path / "states.npy"
    one, two = prepare(with_and_without_summary(), model, BLOCK, states)
    for parameter in model.topics.encoder.encoder.layer[1].parameters():
        parameter.data += 0.1  # so that the topics are not what they were
    with torch.inference_mode():
        batches = ([one, two], [one], [two])
        both, *alone = (float(model(**collate(batch, states))["loss"]) for batch in batches)
        held = replace_weight(model, 0)
        salience = float(held(**collate([one], states))["loss"])
    assert salience > 0
    # The topics are averaged over both, the salience over the one that has a summary.
    assert both == pytest.approx((alone[0] - salience + alone[1]) / 2 + salience, rel=1e-4)


def test_without_frozen_layers_ids_are_read_as_their_lower_states_are(tmp_path: Path) -> None:
    raw, start = with_and_without_summary(), make_start()
    model, whole = untuned(start), untuned(start, n_frozen=0)
    whole.load_state_dict(model.state_dict())
    upper, states = prepare(raw, model, BLOCK, tmp_path / "states.npy"), tmp_path / "states.npy"
    every = prepare(raw, whole, BLOCK, None)
    with torch.inference_mode():
        told = [float(model(**collate(upper, states))["loss"])]
        told.append(float(whole(**collate(every, None))["loss"]))
    assert told[0] == pytest.approx(told[1], rel=1e-3)  # half precision of the states in between


@pytest.mark.slow
def test_all_layers_learn_with_dropout_and_the_embeddings_stay(tmp_path: Path) -> None:
    start, seen = make_start(), set[float]()
    dropped = [part for part in start.model.encoder.modules() if isinstance(part, nn.Dropout)]
    layer = start.model.encoder.encoder.layer[0]
    layer.register_forward_pre_hook(
        lambda part, _: seen.update(each.p for each in dropped) if part.training else None
    )
    before = {name: value.clone() for name, value in start.model.state_dict().items()}
    tuned(tmp_path, start, num_train_epochs=1, frozen_layers=0, dropout=0.2)
    after = start.model.state_dict()
    changed = {name for name, value in after.items() if not torch.equal(value, before[name])}
    assert {name.split(".")[3] for name in changed if "layer." in name} == {"0", "1"}
    assert not any("embeddings" in name for name in changed)
    assert seen == {0.2}
    assert {part.p for part in dropped} == {0.0}
    assert not list(tmp_path.glob("lower_states*"))


def test_single_files_have_shares_of_their_own() -> None:
    block = BLOCK.model_copy(update={"label_share": 0.6, "label_shares": {"national": 0.3}})
    assert [block.share_of_label(file) for file in ("national", "local")] == [0.3, 0.6]
    assert not BLOCK.topics_learn
    assert BLOCK.model_copy(update={"label_shares": {"national": 0.3}}).topics_learn


def test_the_topics_before_are_those_of_the_whole_encoder(tmp_path: Path) -> None:
    start = make_start()
    raw = with_and_without_summary()
    prepared = prepare(raw, untuned(start), BLOCK, tmp_path / "states.npy")
    targets = torch.zeros(2, 5)
    with torch.inference_mode():
        logits = start.model(**collate_windows(raw, start.pad_id), targets=targets)["logits"]
    found = torch.tensor([entry["topics"] for entry in prepared])
    # Half precision of the states in between.
    assert torch.allclose(found, logits.softmax(dim=1), atol=1e-3)


def replace_weight(model: TuningModel, weight: float) -> TuningModel:
    model._topic_weight = weight
    return model


def test_a_wider_head_rates_as_before_where_new_inputs_have_no_share() -> None:
    head = SalienceHead(3, 4)
    inputs = torch.randn(5, 3)
    wider = head.widened(2, share=0)
    assert torch.allclose(wider(torch.cat([inputs, torch.randn(5, 2)], dim=1)), head(inputs))


def test_a_scale_is_taken_into_a_head_and_out_of_it() -> None:
    inputs = torch.randn(9, 3) * 4 + 2
    scale = InputScale(inputs.mean(dim=0), inputs.std(dim=0))
    head = SalienceHead(3, 4)
    scaled = head(scale(inputs))
    assert torch.allclose(scale.taken_into(head)(inputs), scaled, atol=1e-5)
    again = scale.taken_from(head)(scale(inputs))
    assert torch.allclose(again, scaled, atol=1e-5)
