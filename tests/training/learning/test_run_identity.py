"""Two runs are one only where their settings and all that they read are the same."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from service.errors import ConfigError, ReadError
from training.config import TrainerBlock, TrainingConfig
from training.learning.run_identity import (
    RUN,
    OtherRunError,
    RunIdentity,
    claim,
    claim_runs,
    files_of,
    hash_files,
)

NAMES = {
    "data.topics": "a.jsonl",
    "data.topics_validation": "b.jsonl",
    "data.summaries": "c.jsonl",
    "data.summaries_validation": "d.jsonl",
    "data.own_topics": "own.jsonl",
    "data.own_summaries": "told.jsonl",
    "topics": "topics.yaml",
    "model.encoder": "base",
}


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """A file for each key of a configuration that names one."""
    found = {key: tmp_path / name for key, name in NAMES.items()}
    found["model.encoder"].mkdir()
    found["model.encoder"] /= "model.safetensors"
    for key, file in found.items():
        file.write_text(f"what {key} held", encoding="utf-8")
    return found


@pytest.fixture
def config(files: dict[str, Path]) -> TrainingConfig:
    folder = files["topics"].parent
    return TrainingConfig.model_validate(
        {
            "model": {"name": "m", "version": "1", "encoder": str(folder / "base")},
            "data": {
                "topics": ["a.jsonl"],
                "own_topics": [str(folder / "own.jsonl")],
                "own_summaries": [str(folder / "told.jsonl")],
                "topics_validation": "b.jsonl",
                "summaries": ["c.jsonl"],
                "summaries_validation": ["d.jsonl"],
            },
            "topics": str(folder / "topics.yaml"),
            "artifact": "out",
        }
    )


def _identity(config: TrainingConfig, root: Path, **settings: Any) -> RunIdentity:
    return RunIdentity(
        {"seed": 13, "trainer": {"rate": 1e-4}, **settings}, hash_files(files_of(config, root))
    )


@pytest.mark.parametrize("key", NAMES)
def test_a_change_of_any_file_is_named(
    config: TrainingConfig, files: dict[str, Path], tmp_path: Path, key: str
) -> None:
    run = tmp_path / "run"
    before = _identity(config, tmp_path)
    claim(run, before, anew=False)
    (run / "seed-13").mkdir()
    files[key].write_text("something else", encoding="utf-8")
    now = _identity(config, tmp_path)
    (change,) = now.changes_since(before)
    assert change.startswith(f"{key} ")
    with pytest.raises(ConfigError, match="内容变了") as refused:
        claim(run, now, anew=False)
    assert files[key].name in str(refused.value)
    assert "--anew" in str(refused.value)
    assert (run / "seed-13").exists()


def test_an_equal_run_goes_on(config: TrainingConfig, tmp_path: Path) -> None:
    run = tmp_path / "run"
    claim(run, _identity(config, tmp_path), anew=False)
    (run / "seed-13").mkdir()
    claim(run, _identity(config, tmp_path), anew=False)
    assert (run / "seed-13").exists()


def test_other_settings_are_named(config: TrainingConfig, tmp_path: Path) -> None:
    claim(tmp_path / "run", _identity(config, tmp_path), anew=False)
    other = _identity(config, tmp_path, trainer={"rate": 2e-4})
    with pytest.raises(ConfigError, match=r"trainer\.rate: 0\.0001 → 0\.0002"):
        claim(tmp_path / "run", other, anew=False)


def test_a_file_more_or_less_is_named(config: TrainingConfig, tmp_path: Path) -> None:
    before = _identity(config, tmp_path)
    less = RunIdentity(before.settings, dict(list(before.inputs.items())[1:]))
    assert less.changes_since(before) == ("data.topics a.jsonl 不再读了 (is no longer read)",)
    assert before.changes_since(less) == ("data.topics a.jsonl 是新加的 (is new)",)


def test_anew_drops_what_the_earlier_run_left_and_nothing_else(
    config: TrainingConfig, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    run = tmp_path / "run"
    claim(run, _identity(config, tmp_path), anew=False)
    for name in ("seed-13/checkpoint-1", "artifact", "tuning/seed-13"):
        (run / name).mkdir(parents=True)
    for name in ("lower_states.npy", "笔记.txt"):
        (run / name).touch()
    other = _identity(config, tmp_path, seed=14)
    with caplog.at_level(logging.INFO):
        claim(run, other, anew=True)
    assert {file.name for file in run.iterdir()} == {RUN, "artifact", "tuning", "笔记.txt"}
    assert "seed: 13 → 14" in caplog.text
    assert (run / "tuning" / "seed-13").exists()
    claim(run, other, anew=False)


def test_weights_of_an_unknown_run_are_left_alone(config: TrainingConfig, tmp_path: Path) -> None:
    run = tmp_path / "run"
    (run / "seed-13").mkdir(parents=True)
    for anew in (False, True):
        with pytest.raises(ConfigError, match="weights of an unknown run"):
            claim(run, _identity(config, tmp_path), anew=anew)
    assert (run / "seed-13").exists()


def test_a_run_of_an_earlier_version_noted_no_files(config: TrainingConfig, tmp_path: Path) -> None:
    run = tmp_path / "run"
    run.mkdir()
    (run / RUN).write_text(json.dumps({"seed": 13, "trainer": {"rate": 1e-4}}), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"data\.topics a\.jsonl 是新加的"):
        claim(run, _identity(config, tmp_path), anew=False)
    claim(run, _identity(config, tmp_path), anew=True)


def test_the_place_of_the_data_does_not_matter(config: TrainingConfig, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    moved.mkdir()
    for name in ("a.jsonl", "b.jsonl", "c.jsonl", "d.jsonl"):
        (moved / name).write_bytes((tmp_path / name).read_bytes())
    assert hash_files(files_of(config, moved)) == hash_files(files_of(config, tmp_path))


def test_a_missing_file_is_named(config: TrainingConfig, tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").unlink()
    with pytest.raises(ReadError, match=r"data\.summaries c\.jsonl"):
        hash_files(files_of(config, tmp_path))


def test_a_name_of_the_hub_has_no_files_yet(config: TrainingConfig, tmp_path: Path) -> None:
    model = config.model.model_copy(update={"encoder": "someone/some-bert"})
    inputs = hash_files(files_of(config.model_copy(update={"model": model}), tmp_path))
    assert not any(name.startswith("model.encoder") for name in inputs)


def test_another_number_of_processes_is_another_run(
    config: TrainingConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = TrainerBlock(output_dir=str(tmp_path / "run"))
    config = config.model_copy(update={"trainer": trainer})
    claim_runs(config, tmp_path, anew=False)
    monkeypatch.setenv("WORLD_SIZE", "2")
    with pytest.raises(OtherRunError, match="n_processes: None → 2"):
        claim_runs(config, tmp_path, anew=False)
    claim_runs(config, tmp_path, anew=True)
    monkeypatch.delenv("WORLD_SIZE")
    with pytest.raises(OtherRunError, match="n_processes: 2 → None"):
        claim_runs(config, tmp_path, anew=False)


def test_what_a_kill_left_of_a_run_that_was_dropped_is_still_known(
    config: TrainingConfig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, other = tmp_path / "run", _identity(config, tmp_path, seed=14)
    claim(run, _identity(config, tmp_path), anew=False)
    for name in ("seed-13", "seed-14"):
        (run / name).mkdir()

    def killed(_: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("shutil.rmtree", killed)
    with pytest.raises(KeyboardInterrupt):
        claim(run, other, anew=True)
    monkeypatch.undo()
    claim(run, other, anew=True)
    assert [file.name for file in run.iterdir()] == [RUN]
