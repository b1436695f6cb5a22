from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
import torch

from service.artifacts import ModelFolder
from service.classifiers.topics import TopicClassifier
from service.config import TopicSet, load_config, locate
from service.encoders.openvino_runtime import OpenVinoEncoder
from service.encoders.windows import HEADLINE
from service.errors import ArtifactError, ConfigError
from service.summarizers.features import FEATURE_NAMES
from service.summarizers.salience import SalienceSummarizer
from tests.factories import make_article
from tests.tiny_model import make_model_folder
from training.articles.datamodels import (
    LabelledArticle,
    PlainArticle,
    TopicArticle,
    drop_headlines,
    last_of_each,
)
from training.articles.run_data import RunData
from training.config import TrainingConfig
from training.learning.bfloat16 import has_bfloat16
from training.learning.checkpoint import encoder_from_artifact, load_start
from training.line_scorer.config import LineScorerConfig, names_line_scorer
from training.release.promotion import find_crossed_floors
from training.stages import make_dataset
from training.train import main

SMOKE = "configs/training/smoke.yaml"


def _smoke_in(
    folder: Path, changes: Mapping[str, str] | None = None, *, tunes: bool = True
) -> Path:
    """The smoke configuration, writing below `folder`."""
    text = locate(SMOKE).read_text(encoding="utf-8").replace("runs/smoke", str(folder / "run"))
    if not tunes:
        text = re.sub("^tuning:.*\n", "", text, flags=re.MULTILINE)
    for old, new in (changes or {}).items():
        text = text.replace(old, new)
    file = folder / "smoke.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.slow
def test_smoke_trains_a_model_that_can_be_served(tmp_path: Path) -> None:
    assert main([str(_smoke_in(tmp_path))]) == 0
    folder = ModelFolder(tmp_path / "run" / "artifact")
    folder.check()
    article = make_article("社区食堂昨天开张。居民都说方便。")
    encoded = OpenVinoEncoder.from_pretrained(folder.path).encode(article)
    scores = TopicClassifier.from_pretrained(folder.path).classify(article, encoded)
    assert sum(scores.probabilities.values()) == pytest.approx(1, abs=1e-3)
    summarizer = SalienceSummarizer.from_pretrained(folder.path)
    assert summarizer.summarize(article, encoded, max_chars=10).text is not None
    assert "macro" in folder.metrics.read_text(encoding="utf-8")
    assert folder.card.read_text(encoding="utf-8").startswith("# ")


@pytest.mark.slow
def test_a_model_below_a_floor_leaves_the_old_one_in_place(tmp_path: Path) -> None:
    floors = tmp_path / "floors.yaml"
    check = "{task: %s, data: %s, figure: %s, at_least: %s}"
    kept = check % ("topics", "topics_validation.jsonl", "systems.model.macro_f1.value", 0)
    crossed = check % ("summaries", "summaries_validation.jsonl", "n", 1000)
    floors.write_text(f"checks: [{kept}, {crossed}]", encoding="utf-8")
    old = make_model_folder(tmp_path / "run" / "artifact").labels
    before = old.stat().st_mtime_ns
    file = _smoke_in(tmp_path, {"salience:": f"floors: {floors}\nsalience:"}, tunes=False)
    with pytest.raises(ArtifactError, match=r"artifact\.refused") as refused:
        main([str(file)])
    assert "summaries_validation.jsonl n " in str(refused.value)
    assert "macro_f1" not in str(refused.value)
    assert old.stat().st_mtime_ns == before
    refused_folder = ModelFolder(tmp_path / "run" / "artifact.refused")
    refused_folder.check()
    # Without tuning the vectors know nothing of salience, and the head does not look at them.
    weights = refused_folder.read_heads()["salience_hidden.weight"]
    assert weights[:, : len(FEATURE_NAMES)].any()
    assert not weights[:, len(FEATURE_NAMES) :].any()


@pytest.mark.parametrize(
    ("capabilities", "expected"),
    [
        ({"avx2": True, "avx512_bf16": False, "amx_bf16": False}, False),
        ({"avx512_bf16": True}, True),
        ({"amx_bf16": True}, True),
        ({}, False),
    ],
    ids=["laptop", "server", "amx", "unknown"],
)
def test_bfloat16_is_taken_where_the_processor_has_it(
    monkeypatch: pytest.MonkeyPatch, capabilities: dict[str, bool], *, expected: bool
) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    monkeypatch.setattr("torch.cpu.get_capabilities", lambda: capabilities)
    assert has_bfloat16() == expected


def test_a_floor_that_no_run_measures_is_named(tmp_path: Path) -> None:
    config = load_config(_smoke_in(tmp_path), TrainingConfig)
    floors = tmp_path / "floors.yaml"
    floors.write_text(
        "checks: [{task: topics, data: other.jsonl, figure: n, at_least: 1}]", encoding="utf-8"
    )
    config = config.model_copy(update={"floors": str(floors)})
    with pytest.raises(ConfigError, match=r"other\.jsonl 的 topics.*topics_validation\.jsonl"):
        find_crossed_floors(
            config, {"topics": {"topics_validation.jsonl": {}}}, tmp_path, "models/line_scorer"
        )


def test_headlines_alone_are_learned_from_besides(tmp_path: Path) -> None:
    labels = load_config("configs/topics.yaml", TopicSet).labels
    articles: list[TopicArticle] = [
        LabelledArticle(
            id="1", title="小学新添三条公交线路", text="线路昨天开通。", topic="livelihood"
        ),
        LabelledArticle(id="2", text="雨还要下三天。", topic="other"),
    ]
    data = RunData({"topics.jsonl": articles}, {}, {}, {}, {}, {})
    config = load_config(
        _smoke_in(
            tmp_path, {"topics: [topics.jsonl": "headlines_alone: true\n  topics: [topics.jsonl"}
        ),
        TrainingConfig,
    )
    whole, without_headline, alone = make_dataset(config, data, load_start(config, labels), labels)
    assert alone["target"] == whole["target"] != without_headline["target"]
    assert alone["length"] < whole["length"]
    assert HEADLINE in alone["owners"][0]
    assert max(alone["owners"][0]) == HEADLINE


def test_a_share_of_the_headlines_is_dropped_the_same_each_time() -> None:
    rows = [PlainArticle(id=str(i), title=f"第{i}版", text="雨停了。") for i in range(10)]
    rows.append(PlainArticle(id="10", text="雨停了。"))
    halved = drop_headlines(rows, 0.5, seed=13)
    assert [row.id for row in halved] == [row.id for row in rows]
    assert sum(row.title is None for row in halved) == 6
    assert halved == drop_headlines(rows, 0.5, seed=13) != drop_headlines(rows, 0.5, seed=14)
    assert drop_headlines(rows, 0, seed=13) == rows


def test_of_an_article_in_several_files_the_last_counts() -> None:
    first, second = (LabelledArticle(id=name, text="甲", topic="other") for name in "12")
    last = LabelledArticle(id="1", text="甲", topic="medicine")
    assert last_of_each([first, second, last]) == [last, second]


def test_a_headline_whose_text_is_missing_is_never_dropped() -> None:
    rows = [PlainArticle(id="1", title="雨停了", text="")]
    assert drop_headlines(rows, 1, seed=13) == rows


def test_a_misspelt_key_is_named(tmp_path: Path) -> None:
    file = _smoke_in(tmp_path, {"num_train_epochs": "num_epochs"}, tunes=False)
    with pytest.raises(ConfigError, match=r"trainer\.num_epochs is not a known key"):
        main([str(file)])


def test_a_desk_that_is_not_there_is_pointed_to_the_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAOZHAI_HOME", str(tmp_path / "home"))
    with pytest.raises(ConfigError, match=r"晚报 不存在；.*label import 表格 --into .*晚报"):
        main([str(tmp_path / "晚报")])


@pytest.mark.slow
def test_goes_on_from_a_model_without_summaries(tmp_path: Path) -> None:
    old = make_model_folder(tmp_path / "old")
    file = _smoke_in(
        tmp_path,
        {
            "encoder: models/default": f"encoder: {old.path}",
            "  tiny: {hidden_size: 32, num_hidden_layers: 2, num_attention_heads: 2}\n": "",
            "max_length: 128": "max_length: 32\n  max_headline_tokens: 8\n  prefix: 问",
            "summaries: [summaries.jsonl]": "own_topics: [configs/training/not_news.jsonl]",
            "summaries_validation: [summaries_validation.jsonl]": "max_windows: 1",
            "bf16: false": "frozen_layers: 1",
        },
        tunes=False,
    )
    assert main([str(file)]) == 0
    new = ModelFolder(tmp_path / "run" / "artifact")
    before, after = encoder_from_artifact(old), encoder_from_artifact(new)
    frozen, trained = (
        all(torch.equal(a, b) for a, b in zip(x.parameters(), y.parameters(), strict=True))
        for x, y in zip(before.encoder.layer, after.encoder.layer, strict=True)
    )
    assert frozen
    assert not trained


@pytest.mark.parametrize("file", sorted(Path("configs/training").glob("*.yaml")), ids=str)
def test_every_shipped_configuration_is_valid(file: Path) -> None:
    load_config(file, LineScorerConfig if names_line_scorer(str(file)) else TrainingConfig)
