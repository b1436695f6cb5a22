"""A line scorer is trained, measured and replaced like any other model."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from numpy.typing import NDArray

from service.artifacts import CHECKSUMS, LineScorerFolder
from service.config import load_config, locate
from service.datamodels import Issue
from service.errors import ArtifactError, ConfigError
from service.splitters import ArticleSplitter
from training.line_scorer.config import LineScorerConfig
from training.release.line_scorer import run_line_scorer
from training.release.line_scorer_card import make_card


class Lesson:
    """Stands for the eighteen minutes of learning: what ships was learned already."""

    n_given = 0

    def __call__(self, *_: object) -> dict[str, NDArray[Any]]:
        self.n_given += 1
        with np.load(LineScorerFolder(locate("models/line_scorer")).weights) as stored:
            return {name: stored[name] for name in stored.files}


@pytest.fixture(autouse=True)
def lesson(monkeypatch: pytest.MonkeyPatch) -> Lesson:
    lesson = Lesson()
    monkeypatch.setattr("training.release.line_scorer.learn", lesson)
    return lesson


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    _write(folder / "pages.jsonl", [{"date": "20200101", "text": "版面"}])
    _write(folder / "loose.jsonl", [{"title": "标题", "text": "正文。"}])
    text = "清溪小学换了新课桌\n清溪小学昨天换上一百二十套新课桌，旧的捐给了邻县。\n"
    cut = text.index("\n")
    judged: dict[str, object] = {
        "id": "p1",
        "text": text,
        "segments": [[0, cut, "a1"], [cut + 1, len(text) - 1, "a1"]],
        "articles": {"a1": {"headline": text[:cut], "kind": "plain"}},
    }
    _write(folder / "judged.jsonl", [judged])
    return folder


def _config(folder: Path, **changes: object) -> LineScorerConfig:
    return LineScorerConfig.model_validate(
        {
            "line_scorer": {"name": "tiny", "version": "7"},
            "data": {"pages": "pages.jsonl", "loose": ["loose.jsonl"], "judged": ["judged.jsonl"]},
            "output_dir": str(folder / "run"),
            "artifact": str(folder / "artifact"),
            **changes,
        }
    )


@pytest.fixture
def made(data: Path, tmp_path: Path, lesson: Lesson) -> Path:
    folder = tmp_path / "made"
    run_line_scorer(_config(folder), data, anew=False)
    assert lesson.n_given == 1
    return folder


def test_a_trained_scorer_splits_and_says_its_name(made: Path) -> None:
    splitter = ArticleSplitter.from_pretrained(made / "artifact")
    digest = splitter.split(Issue("p1", "望月桥昨天通车\n望月桥修了三年，昨天恢复通车。\n"))
    assert digest.splitter == "tiny@7"


def test_the_folder_has_figures_card_and_checksums(made: Path) -> None:
    folder = LineScorerFolder(made / "artifact")
    checksums = folder.read_checksums()
    assert checksums is not None
    assert {file.name for file in folder.path.iterdir()} == {CHECKSUMS, *checksums.sha256}
    figures = json.loads(folder.metrics.read_text(encoding="utf-8"))["split"]["judged.jsonl"]
    assert 0 <= figures["exact"] <= 1
    assert "清溪" not in folder.metrics.read_text(encoding="utf-8")
    card = folder.card.read_text(encoding="utf-8")
    assert card.startswith("# tiny 7\n")
    assert "| judged.jsonl | 1 | " in card
    assert "pages: pages.jsonl" in card


def test_a_finished_run_is_not_trained_again(
    made: Path, data: Path, lesson: Lesson, caplog: pytest.LogCaptureFixture
) -> None:
    weights = LineScorerFolder(made / "artifact").weights.read_bytes()
    with caplog.at_level(logging.INFO):
        folder = run_line_scorer(_config(made), data, anew=False)
    assert "not trained again" in caplog.text
    assert folder.weights.read_bytes() == weights
    assert lesson.n_given == 1
    run_line_scorer(_config(made), data, anew=True)
    assert lesson.n_given == 2


def test_a_changed_page_is_named(made: Path, data: Path, tmp_path: Path) -> None:
    for file in data.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    _write(tmp_path / "pages.jsonl", [{"date": "20200101", "text": "另一版"}])
    with pytest.raises(ConfigError, match=r"data\.pages pages\.jsonl 的内容变了"):
        run_line_scorer(_config(made), tmp_path, anew=False)


def test_a_scorer_below_a_floor_is_put_aside(made: Path, data: Path, tmp_path: Path) -> None:
    floors = tmp_path / "floors.yaml"
    check = {"task": "split", "data": "judged.jsonl", "figure": "n_pages", "at_least": 2}
    floors.write_text(yaml.safe_dump({"checks": [check]}), encoding="utf-8")
    before = {file.name: file.read_bytes() for file in (made / "artifact").iterdir()}
    with pytest.raises(ArtifactError, match=r"artifact\.refused"):
        run_line_scorer(_config(made, floors=str(floors)), data, anew=False)
    assert {file.name: file.read_bytes() for file in (made / "artifact").iterdir()} == before
    LineScorerFolder(made / "artifact.refused").check()


def test_what_ships_has_the_card_of_its_configuration() -> None:
    config = load_config("configs/training/line_scorer.yaml", LineScorerConfig)
    folder = LineScorerFolder(Path(config.artifact))
    assert folder.read_inference() == config.line_scorer
    metrics = json.loads(folder.metrics.read_text(encoding="utf-8"))
    assert folder.card.read_text(encoding="utf-8") == make_card(config, metrics)
