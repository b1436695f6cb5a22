"""What would stop a run half-way is told before it begins."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from service.config import TopicSet, load_config, locate
from service.errors import DataError
from tests.tiny_model import make_model_folder
from tests.training.desk.worlds import make_model
from training.config import TrainingConfig
from training.desk.artifact import rewrite_heads
from training.evaluation.measure import fit_linear
from training.run_check import check_run

TOPICS = load_config("configs/topics.yaml", TopicSet)
Rows = list[dict[str, Any]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(locate("examples/articles"), folder)
    return folder


def edit(file: Path, change: Callable[[Rows], Rows | None]) -> None:
    """Change the rows of a file, in place or by giving others."""
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    rows = change(rows) or rows
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")


def config(folder: Path, **changes: object) -> TrainingConfig:
    """The smoke configuration with other values; `data__topics` is the key `topics` of `data`."""
    text = locate("configs/training/smoke.yaml").read_text("utf-8")
    file = folder / "run.yaml"
    file.write_text(text.replace("runs/smoke", str(folder / "run")), "utf-8")
    settings = load_config(file, TrainingConfig).model_dump()
    for key, value in changes.items():
        *blocks, name = key.split("__")
        block = settings
        for part in blocks:
            block = block[part]
        block[name] = value
    return TrainingConfig.model_validate(settings)


def complaints(folder: Path, **changes: object) -> str:
    with pytest.raises(DataError) as told:
        check_run(config(folder, **changes), folder / "data", TOPICS)
    return str(told.value)


def test_the_examples_are_fit_to_train_with(tmp_path: Path, data: Path) -> None:
    found = check_run(config(tmp_path), data, TOPICS)
    assert found.n_rows == {"topics.jsonl": 140, "summaries.jsonl": 25}
    assert (len(found.labelled), len(found.summarized), len(found.validation)) == (140, 25, 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "run.yaml"]


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path, data: Path) -> None:
    edit(data / "topics.jsonl", lambda rows: rows[4].update(topic="polotics"))
    edit(data / "topics.jsonl", lambda rows: rows[9].update(text=""))
    edit(data / "topics_validation.jsonl", lambda rows: rows[:4])
    edit(data / "summaries.jsonl", lambda rows: rows[0].update(summary=None))
    (tmp_path / "file").write_text("x")
    told = complaints(
        tmp_path,
        artifact=str(tmp_path / "file" / "artifact"),
        data__summaries_validation=("missing.jsonl",),
        floors="no/floors.yaml",
    )
    for expected in (
        "有 7 处要改",
        "topics.jsonl 第 5 行的 topic 是 'polotics'，应是 政治 politics、",
        "是否想写 politics",
        "topics.jsonl 第 10 行没有 text",
        "data.topics_validation 只有 4 篇，至少要 5 篇",
        "summaries.jsonl 第 1 行没有 summary",
        "missing.jsonl: 文件不存在",
        "artifact: " + str(tmp_path / "file") + " 是文件",
        "no/floors.yaml does not exist",
    ):
        assert expected in told


def test_rows_to_mend_may_be_those_that_are_missing(tmp_path: Path, data: Path) -> None:
    def spoil(rows: Rows) -> Rows:
        return [{**row, "topic": "x"} if n < 3 else row for n, row in enumerate(rows[:6])]

    edit(data / "topics_validation.jsonl", spoil)
    assert "有 3 处要改" in complaints(tmp_path)


def test_a_topic_with_few_articles_stops_no_run(tmp_path: Path, data: Path) -> None:
    def thin(rows: Rows) -> Rows:
        kept = [row for row in rows if row["topic"] != "medicine"]
        return [*kept, *[row for row in rows if row["topic"] == "medicine"][:2]]

    edit(data / "topics.jsonl", thin)
    found = check_run(config(tmp_path), data, TOPICS)
    assert sum(article.topic == "medicine" for article in found.labelled) == 2
    assert fit_linear(found.labelled, TOPICS.labels) is None


def test_one_text_has_one_topic(tmp_path: Path, data: Path) -> None:
    def repeat(rows: Rows) -> Rows:
        topic = "other" if rows[2]["topic"] != "other" else "politics"
        return [*rows, {**rows[2], "id": "again", "topic": topic}]

    edit(data / "topics.jsonl", repeat)
    told = complaints(tmp_path)
    assert "topics.jsonl 第 141 行的 topic 是" in told
    assert "第 3 行同一篇文章的是" in told


def test_nothing_is_judged_that_is_learned_from(tmp_path: Path, data: Path) -> None:
    row = json.loads((data / "topics.jsonl").read_text("utf-8").splitlines()[6])
    spaced = row["text"].replace("。", "。\n　　")
    edit(data / "topics_validation.jsonl", lambda rows: [*rows, {**row, "id": "x", "text": spaced}])
    told = complaints(tmp_path)
    assert "topics_validation.jsonl 第 41 行与" in told
    assert "topics.jsonl 第 7 行是同一篇文章" in told


def test_an_id_names_one_article_in_all_files(tmp_path: Path, data: Path) -> None:
    row = json.loads((data / "topics.jsonl").read_text("utf-8").splitlines()[6])
    (data / "corrected.jsonl").write_text(json.dumps({**row, "topic": "other"}), "utf-8")
    files = ("topics.jsonl", "corrected.jsonl")
    check_run(config(tmp_path, data__topics=files), data, TOPICS)
    (data / "corrected.jsonl").write_text(json.dumps({**row, "text": "渡口亮灯。"}), "utf-8")
    told = complaints(tmp_path, data__topics=files)
    assert f"corrected.jsonl 第 1 行的 id {row['id']!r} 在" in told
    assert "topics.jsonl 第 7 行是另一篇文章" in told


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"data__topics": ("topics.jsonl", "topics.jsonl")}, "列了 2 次"),
        ({"data__topics_validation": ("topics.jsonl",)}, "既用来训练又用来验证"),
        ({"data__topics": ("none.jsonl",)}, "none.jsonl: 文件不存在"),
        ({"data__own_topics": ("none.jsonl",)}, "data.own_topics: none.jsonl 不存在"),
        ({"data__own_summaries": ("gone.jsonl",)}, "data.own_summaries: gone.jsonl 不存在"),
        ({"data__topics": ("topics.txt",)}, "只读"),
        ({"trainer": None, "tuning": None}, "distillation、trainer、tuning 都没有"),
        ({"data__corpus": ("topics.jsonl",)}, "data.corpus 只有 distillation 会读"),
        ({"distillation": {"output_dir": "{run}/student", "layers": [0]}}, "distillation 要从一个"),
        (
            {
                "distillation": {"output_dir": "{run}/student", "layers": [3, 12]},
                "model__tiny": None,
            },
            "distillation.layers 有 12，models/default 的层是 0 到 11",
        ),
        (
            {
                "distillation": {
                    "output_dir": "{run}/student",
                    "start": "models/fast",
                    "layers": [0, 4],
                },
                "model__tiny": None,
            },
            "distillation.layers 有 4，models/fast 的层是 0 到 3",
        ),
        (
            {
                "distillation": {
                    "output_dir": "{run}/student",
                    "start": "models/line_scorer",
                    "layers": [0],
                },
                "model__tiny": None,
            },
            "distillation.start: models/line_scorer 不是",
        ),
        ({"data__summaries": ()}, "tuning 要从摘要里学"),
        ({"trainer__output_dir": "{run}/artifact"}, "有两个是同一目录"),
        ({"trainer__output_dir": "/proc/none/run"}, "trainer.output_dir: "),
    ],
    ids=[
        "twice",
        "both",
        "missing",
        "own topics",
        "own summaries",
        "suffix",
        "nothing",
        "corpus",
        "no teacher",
        "layers",
        "layers of the start",
        "start",
        "tuning",
        "same",
        "closed",
    ],
)
def test_a_plan_that_cannot_be_carried_out(
    tmp_path: Path, changes: dict[str, object], message: str
) -> None:
    run = str(tmp_path / "run")
    filled = {
        key: value.format(run=run) if isinstance(value, str) else value
        for key, value in changes.items()
    }
    assert message in complaints(tmp_path, **filled)


def test_of_a_corpus_some_articles_are_drawn_and_none_that_is_judged_with(
    tmp_path: Path, data: Path
) -> None:
    judged = (data / "topics_validation.jsonl").read_text("utf-8").splitlines()[:20]
    news = [f'{{"id": "n{n}", "text": "第{n}座桥昨天通车。"}}' for n in range(9)]
    (data / "corpus.jsonl").write_text("\n".join([*judged, *news, '{"id": "x", "text": " "}']))
    plan = {
        "distillation": {"output_dir": str(tmp_path / "student"), "layers": (0, 11)},
        "model__tiny": None,
        "data__corpus": ("corpus.jsonl",),
    }
    found = check_run(config(tmp_path, **plan), data, TOPICS)
    assert [row.id for row in found.corpus["corpus.jsonl"]] == [f"n{n}" for n in range(9)]
    fewer = check_run(config(tmp_path, **plan, data__corpus_articles=4), data, TOPICS)
    assert fewer.n_rows["corpus.jsonl"] == 4


def test_a_student_starts_from_a_model_of_the_shape_of_its_teacher(
    tmp_path: Path, data: Path
) -> None:
    start = make_model_folder(tmp_path / "other").path
    plan = {
        "distillation": {"output_dir": str(tmp_path / "run"), "start": str(start), "layers": (0,)},
        "model__tiny": None,
    }
    with pytest.raises(DataError, match=r"hidden_size 是 16，models/default 的是 384"):
        check_run(config(tmp_path, **plan), data, TOPICS)


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    ("name", "files", "message"),
    [
        ("encoder", (), "既没有 model.onnx 也没有 config.json"),
        ("encoder", ("model.onnx",), "model.encoder: "),
        ("elsewhere", (), "model.encoder: "),
    ],
    ids=["empty", "half", "missing"],
)
def test_an_encoder_that_is_none(
    tmp_path: Path, name: str, files: tuple[str, ...], message: str
) -> None:
    (tmp_path / "encoder").mkdir()
    for file in files:
        (tmp_path / "encoder" / file).write_text("x")
    assert message in complaints(tmp_path, model__encoder=str(tmp_path / name))


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    ("check", "message"),
    [
        ("{task: topics, data: other.jsonl, figure: n, at_least: 1}", "要量 other.jsonl 的 topics"),
        ("{task: split, data: pages.jsonl, figure: n, at_least: 1}", "pages.jsonl 不存在"),
        ("{task: topics, data: x, figure: n}", "give either at_least or at_most"),
    ],
)
def test_floors_that_cannot_be_measured(tmp_path: Path, check: str, message: str) -> None:
    floors = tmp_path / "floors.yaml"
    floors.write_text(f"checks: [{check}]", "utf-8")
    assert message in complaints(tmp_path, floors=str(floors))


@pytest.mark.usefixtures("data")
def test_a_floor_of_evidence_is_left_to_the_gate(tmp_path: Path) -> None:
    floors = tmp_path / "floors.yaml"
    floors.write_text(
        "checks: [{task: evidence, data: topics.jsonl, figure: all.fall.value, at_least: 0}]"
    )
    check_run(config(tmp_path, floors=str(floors)), tmp_path / "data", TOPICS)


@pytest.mark.parametrize("task", ["train", "topics"])
def test_the_command_ends_with_two_before_anything_heavy_is_loaded(
    tmp_path: Path, data: Path, task: str
) -> None:
    (data / "topics.jsonl").write_text('{"id": 1, "text": "灯亮了。"}', "utf-8")
    config(tmp_path)
    arguments = {
        "train": ["train", str(tmp_path / "run.yaml"), "--data", str(data)],
        "topics": ["evaluate", "topics", str(data / "topics.jsonl")],
    }[task]
    code = (
        "import sys; from service.cli import main; code = main(sys.argv[1:]); "
        "print('torch' in sys.modules); sys.exit(code)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 2
    assert ran.stdout == "False\n"
    assert "topics.jsonl 第 1 行" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.usefixtures("data")
def test_windows_that_the_encoder_cannot_take_are_told(tmp_path: Path) -> None:
    (tmp_path / "bert").mkdir()
    (tmp_path / "bert/config.json").write_text('{"max_position_embeddings": 64}', "utf-8")
    told = complaints(
        tmp_path, model__tiny=None, model__encoder=str(tmp_path / "bert"), model__max_length=128
    )
    assert "编码器只容 64 个词元" in told


@pytest.mark.usefixtures("data")
def test_an_encoder_of_another_kind_or_without_a_layer_to_learn_is_told(tmp_path: Path) -> None:
    (tmp_path / "roberta").mkdir()
    shape = '{"model_type": "roberta", "num_hidden_layers": 4}'
    (tmp_path / "roberta/config.json").write_text(shape, "utf-8")
    told = complaints(
        tmp_path,
        model__tiny=None,
        model__encoder=str(tmp_path / "roberta"),
        trainer__frozen_layers=4,
    )
    assert "是 roberta，不是 BERT" in told
    assert "trainer.frozen_layers 是 4，编码器只有 4 层" in told
    assert "编码器只有 2 层" in complaints(tmp_path, tuning__frozen_layers=2)


def test_a_model_whose_ratings_of_sentences_this_version_cannot_read_is_told(
    tmp_path: Path, data: Path
) -> None:
    old = make_model(tmp_path / "old")
    rewrite_heads(old, {"salience_hidden.weight": np.zeros((4, 30), np.float32)})
    changes: dict[str, object] = {
        "model__tiny": None,
        "model__encoder": str(old.path),
        "model__max_length": 64,
        "trainer__frozen_layers": 1,
        "tuning": None,
    }
    told = complaints(tmp_path, **changes, data__summaries=())
    assert re.search(r"old 是别的版本训练的：它的摘要每句读 30 个数", told)
    assert "data.summaries" in told
    check_run(config(tmp_path, **changes), data, TOPICS)  # with summaries its head is not read
    tuning = {"output_dir": str(tmp_path / "tuning"), "frozen_layers": 1}
    only_tuned = changes | {"trainer": None, "tuning": tuning}
    assert "读 30 个数" in complaints(tmp_path, **only_tuned)  # but where it goes on learning
