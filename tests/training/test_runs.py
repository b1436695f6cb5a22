"""A run is trained once; a change of what it reads is noticed; an interrupted one goes on."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
import torch
import transformers
import yaml

from service.config import ServiceConfig, TopicSet, load_config, locate
from service.errors import ConfigError, DataError
from training.articles.run_data import RunData
from training.config import TrainingConfig
from training.learning.run_identity import claim_runs
from training.run_check import check_run
from training.stages import train_model
from training.train import main

pytestmark = pytest.mark.slow


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("topics", "topics_validation", "summaries", "summaries_validation"):
        file = locate(f"examples/articles/{name}.jsonl")
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / file.name).write_text("".join(lines[:40]), encoding="utf-8")
    return folder


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return _write_config(tmp_path, "run")


def _write_config(folder: Path, run: str, **trainer: object) -> Path:
    settings = yaml.safe_load(locate("configs/training/smoke.yaml").read_text(encoding="utf-8"))
    del settings["tuning"]
    settings["data"]["summaries_validation"] = []
    settings["trainer"] |= {"output_dir": str(folder / run), "save_steps": 1, **trainer}
    settings["artifact"] = str(folder / run / "artifact")
    file = folder / f"{run}.yaml"
    file.write_text(yaml.safe_dump(settings), encoding="utf-8")
    return file


def _train(config: Path, data: Path, *options: str) -> None:
    assert main([str(config), "--data", str(data), *options]) == 0


def _learn(config: Path, data: Path) -> None:
    """All of a run but its end: the export alone takes longer than this."""
    settings = load_config(config, TrainingConfig)
    settings = settings.model_copy(update={"topics": "configs/topics.yaml"})
    topics = load_config(settings.topics, TopicSet)
    articles = check_run(settings, data, topics)
    claim_runs(settings, data, anew=False)
    train_model(settings, articles, topics.labels)


def _weights(run: Path) -> dict[str, torch.Tensor]:
    found: dict[str, torch.Tensor] = torch.load(run / "seed-13" / "model.pt", weights_only=True)
    return found


def test_a_changed_file_is_noticed_and_trained_on_only_when_asked_for(
    config: Path, data: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    _train(config, data)
    run = tmp_path / "run"
    trained, card = _weights(run), (run / "artifact" / "README.md").read_text(encoding="utf-8")
    assert "topics.jsonl (40)" in card

    with caplog.at_level(logging.INFO):
        _learn(config, data)
    assert "finished already" in caplog.text
    assert all(torch.equal(value, trained[name]) for name, value in _weights(run).items())

    lines = (data / "topics.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (data / "topics.jsonl").write_text("".join(lines[:30]), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"data\.topics topics\.jsonl 的内容变了") as refused:
        _train(config, data)
    assert "--anew" in str(refused.value)
    assert all(torch.equal(value, trained[name]) for name, value in _weights(run).items())
    assert (run / "artifact" / "README.md").read_text(encoding="utf-8") == card

    _train(config, data, "--anew")
    assert not all(torch.equal(value, trained[name]) for name, value in _weights(run).items())
    assert "topics.jsonl (30)" in (run / "artifact" / "README.md").read_text(encoding="utf-8")
    noted = json.loads((run / "run.json").read_text(encoding="utf-8"))
    assert len(noted["inputs"]["data.topics topics.jsonl"]) == 64
    assert any(name.startswith("model.encoder ") for name in noted["inputs"])


@pytest.mark.parametrize("n_frozen", [0, 1])
def test_an_interrupted_run_goes_on_to_the_same_end(
    n_frozen: int,
    data: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config = _write_config(tmp_path, "run", frozen_layers=n_frozen)
    step, n_steps = transformers.Trainer.training_step, 0

    def interrupted(*arguments: object, **named: object) -> torch.Tensor:
        nonlocal n_steps
        n_steps += 1
        if n_steps == 3:
            raise KeyboardInterrupt
        return step(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(transformers.Trainer, "training_step", interrupted)
    with pytest.raises(KeyboardInterrupt):
        _learn(config, data)
    unfinished = tmp_path / "run" / "seed-13" / "checkpoint-3"  # as a kill leaves it
    unfinished.mkdir()
    (unfinished / "trainer_state.json").write_text('{"epoch": ', "utf-8")
    with caplog.at_level(logging.INFO):
        _learn(config, data)
    assert "checkpoint-2: 接着上次中断的地方 (goes on where it was interrupted)" in caplog.text
    assert "minutes left" in caplog.text
    _learn(_write_config(tmp_path, "whole", frozen_layers=n_frozen), data)
    whole = _weights(tmp_path / "whole")
    for name, value in _weights(tmp_path / "run").items():
        assert torch.allclose(value, whole[name], atol=1e-6), name


def test_the_label_set_is_that_of_the_settings(
    config: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class BegunError(Exception):
        """Ends a run where its work would begin."""

    def begin(
        config: TrainingConfig, _: RunData, labels: tuple[str, ...], *_following: object
    ) -> None:
        raise BegunError(config.topics, labels)

    monkeypatch.setattr("training.stages.train_model", begin)
    topics = tmp_path / "topics.yaml"
    shipped = yaml.safe_load(locate("configs/topics.yaml").read_text(encoding="utf-8"))
    shipped["topics"].reverse()
    topics.write_text(yaml.safe_dump(shipped, allow_unicode=True), encoding="utf-8")
    with pytest.raises(BegunError) as begun:
        main([str(config), "--data", str(data)], ServiceConfig(topics=str(topics)))
    assert begun.value.args == (str(topics), tuple(topic["id"] for topic in shipped["topics"]))
    with pytest.raises(ConfigError, match=r"topics\.yaml"):
        main([str(config), "--data", str(data)])


def test_what_is_in_the_way_of_the_artifact_is_left_alone(
    config: Path, data: Path, tmp_path: Path
) -> None:
    notes = tmp_path / "run" / "artifact" / "笔记.txt"
    notes.parent.mkdir(parents=True)
    notes.write_text("我的", encoding="utf-8")
    with pytest.raises(DataError, match=r"checksums\.json"):
        _train(config, data)
    assert notes.read_text(encoding="utf-8") == "我的"
    assert not (tmp_path / "run" / "run.json").exists()
