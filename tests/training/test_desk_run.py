"""From a desk's folder to a version whose encoder learned, though it may be broken off."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import transformers
import yaml

from service.config import ServiceConfig, locate
from service.errors import ConfigError
from service.registry import Registry, Run, Runs, RunStoppedError
from tests.tiny_model import make_model_folder
from tests.training.desk.worlds import write_desk
from training.desk.data_command import main as data
from training.train import main

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk of a hundred articles, served by a tiny model."""
    monkeypatch.setenv("BAOZHAI_HOME", str(tmp_path / "home"))
    shipped = make_model_folder(tmp_path / "shipped")
    shipped.card.write_text("# tiny\n", "utf-8")
    shipped.seal()
    monkeypatch.setattr("service.registry.registry.SHIPPED_MODEL", str(shipped.path))
    return write_desk(tmp_path / "desk", 100)


def _train(desk: Path, *options: str) -> int:
    return main([str(desk), "--by", "赵馆", *options], ServiceConfig(model="registry"))


def _broken(*_: object, **__: object) -> object:
    raise KeyboardInterrupt


def _last() -> Run:
    run = Runs.open().last()
    assert run is not None
    return run


def test_a_desk_is_trained_to_a_version_that_is_judged(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{"id": f"u{n}", "text": f"社区食堂第{n}回开张，居民都说方便。"} for n in range(12)]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (desk / "unlabelled.jsonl").write_text(lines, "utf-8")
    code = _train(desk)
    version = Registry.open().get("v1")
    assert version.record is not None
    assert (code == 0) == version.record.passed
    assert (version.record.way, version.record.by) == ("train", "赵馆")
    told, run = capsys.readouterr().out, _last()
    assert tuple(told.splitlines()[-len(run.lines) :]) == run.lines  # behind what the export says
    assert "变好" in told
    assert (run.state, run.version) == ("done", "v1")
    steps = [step for step, _ in run.losses]
    assert len(steps) >= 10
    assert steps == sorted(set(steps))
    assert "remembered.jsonl" in (desk / "paper.yaml").read_text("utf-8")
    assert Registry.open().pointer().current == "shipped"


def test_a_run_that_was_broken_off_goes_on_and_keeps_its_curve(
    desk: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    step, n_steps = transformers.Trainer.training_step, 0

    def killed(*arguments: Any, **named: Any) -> Any:
        nonlocal n_steps
        n_steps += 1
        if n_steps == 12:  # behind the checkpoint of the first pass
            raise KeyboardInterrupt
        return step(*arguments, **named)

    monkeypatch.setattr(transformers.Trainer, "training_step", killed)
    with pytest.raises(KeyboardInterrupt):
        _train(desk)
    assert (_last().state, _last().stage) == ("stopped", "learning")
    before = _last().losses
    monkeypatch.setattr("training.release.finish.finish", _broken)  # the export takes long
    with caplog.at_level("INFO"), pytest.raises(KeyboardInterrupt):
        _train(desk)
    assert "goes on where it was interrupted" in caplog.text
    assert "在“学习”时断了" in capsys.readouterr().err
    assert _last().stage == "finishing"
    assert _last().losses[:5] == before[:5]
    assert len(_last().losses) > len(before)


def test_a_run_whose_articles_changed_since_starts_anew(
    desk: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(transformers.Trainer, "training_step", _broken)
    with pytest.raises(KeyboardInterrupt):
        _train(desk)
    row = {"id": "n1", "title": "新题", "text": "新添一篇写医字。", "topic": "medicine"}
    file = desk / "labelled.jsonl"
    more = file.read_text("utf-8") + json.dumps(row, ensure_ascii=False) + "\n"
    file.write_text(more, "utf-8")
    with caplog.at_level("INFO"), pytest.raises(KeyboardInterrupt):
        _train(desk)
    assert "it starts anew" in caplog.text
    assert _last().stage == "learning"


def test_topics_that_are_not_the_desk_s_are_told_before_anything_is_learned(desk: Path) -> None:
    assert data(["check", str(desk), "--suspects", "0"], ServiceConfig(model="registry")) == 0
    shipped = yaml.safe_load(locate("configs/topics.yaml").read_text("utf-8"))
    shipped["topics"] = shipped["topics"][::-1]
    other = desk / "其他.yaml"
    other.write_text(yaml.safe_dump(shipped, allow_unicode=True), "utf-8")
    config = desk / "paper.yaml"
    config.write_text(f"{config.read_text('utf-8')}topics: {other}\n", "utf-8")
    with pytest.raises(ConfigError, match=r"其他\.yaml.*主题是.*删去 paper\.yaml"):
        _train(desk)
    assert not (desk / "runs").exists()


def test_a_run_is_stopped_between_two_steps(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    step = transformers.Trainer.training_step

    def asked_to_stop(*arguments: Any, **named: Any) -> Any:
        Runs.open().stop()
        return step(*arguments, **named)

    monkeypatch.setattr(transformers.Trainer, "training_step", asked_to_stop)
    with pytest.raises(RunStoppedError):
        _train(desk)
    assert (_last().state, _last().stage) == ("stopped", "learning")
    assert Registry.open().versions()[-1].key == "shipped"
