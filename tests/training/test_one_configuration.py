"""`train` and `evaluate` run under the settings that every command takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from service.cli import main
from service.config import locate

ARTICLES = locate("examples/articles")


def _settings(folder: Path, **changes: object) -> str:
    file = folder / "other.yaml"
    file.write_text(yaml.safe_dump(changes), encoding="utf-8")
    return str(file)


@pytest.mark.parametrize(
    ("command", "key"),
    [
        (["evaluate", "topics", f"{ARTICLES}/topics_validation.jsonl"], "model"),
        (["evaluate", "summaries", f"{ARTICLES}/summaries_validation.jsonl"], "model"),
        (["evaluate", "split", str(locate("examples/gold"))], "line_scorer"),
        (["evaluate", "topics", f"{ARTICLES}/topics_validation.jsonl"], "topics"),
    ],
    ids=["topics", "summaries", "split", "label set"],
)
def test_evaluate_uses_what_the_settings_name(
    command: list[str], key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = _settings(tmp_path, **{key: str(tmp_path / "elsewhere")})
    assert main(["--config", settings, *command]) == 2
    assert "elsewhere" in capsys.readouterr().err


def test_baselines_judge_the_topics_of_the_settings(tmp_path: Path) -> None:
    topics = yaml.safe_load(locate("configs/topics.yaml").read_text(encoding="utf-8"))["topics"]
    (tmp_path / "topics.yaml").write_text(
        yaml.safe_dump({"topics": topics[::-1]}, allow_unicode=True), encoding="utf-8"
    )
    settings = _settings(tmp_path, topics=str(tmp_path / "topics.yaml"))
    data = str(ARTICLES / "topics_validation.jsonl")
    command = ["evaluate", "topics", data, "--baselines-only", "-o", str(tmp_path / "out")]
    assert main([*command, "--config", settings]) == 0
    metrics = json.loads((tmp_path / "out" / "metrics.json").read_text(encoding="utf-8"))
    assert metrics["labels"] == [topic["id"] for topic in topics[::-1]]


def test_the_model_and_the_topics_of_the_settings_must_agree(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    topics = yaml.safe_load(locate("configs/topics.yaml").read_text(encoding="utf-8"))["topics"]
    (tmp_path / "topics.yaml").write_text(
        yaml.safe_dump({"topics": topics[:-1]}, allow_unicode=True), encoding="utf-8"
    )
    settings = _settings(tmp_path, topics=str(tmp_path / "topics.yaml"))
    data = str(ARTICLES / "topics_validation.jsonl")
    assert main(["--config", settings, "evaluate", "topics", data]) == 2
    assert "name what fits" in capsys.readouterr().err


def test_summaries_have_the_budget_of_the_settings(tmp_path: Path) -> None:
    command = ["evaluate", "summaries", str(ARTICLES / "summaries_validation.jsonl")]
    for name, options in (("own", []), ("given", ["--max-chars", "33"])):
        settings = _settings(tmp_path, max_chars=33 if name == "own" else 150)
        output = ["--baselines-only", "-o", str(tmp_path / name)]
        assert main(["--config", settings, *command, *output, *options]) == 0
    own, given = (
        (tmp_path / name / "metrics.json").read_text(encoding="utf-8") for name in ("own", "given")
    )
    assert own == given
