from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from service.artifacts import ModelFolder
from service.config import ServiceConfig, TopicSet, load_config
from service.errors import ConfigError, DataError, ReadError
from service.registry import Runs
from tests.training.desk.worlds import WORDS, WordStore, make_model, write_desk
from training.articles.datamodels import LabelledArticle, SoftArticle
from training.articles.problems import Problems
from training.articles.run_data import read_run_data
from training.config import TrainingConfig
from training.desk.adapt_command import main as adapt
from training.desk.data_command import main
from training.desk.dealing import deal
from training.desk.folder import Dealt, DeskFolder, key_of
from training.desk.for_training import write_for_training
from training.desk.models_command import main as models
from training.desk.near_copies import Copies, find_copies
from training.desk.sets import DeskSets, read_sets
from training.train import main as train

TOPICS = load_config("configs/topics.yaml", TopicSet)
LONG = (
    "云川港昨日恢复通航，首批十二艘货轮靠泊四号码头，装卸工人连夜作业，预计三天内清空积压的集装箱。"
)


def _sets(desk: Path) -> DeskSets:
    problems = Problems()
    found = read_sets(DeskFolder(desk), TOPICS, problems)
    problems.raise_if_any()
    return found


def _complaints(desk: Path) -> str:
    with pytest.raises(DataError) as told:
        _sets(desk)
    return str(told.value)


def _write(file: Path, *rows: dict[str, Any]) -> None:
    lines = [
        json.dumps({"id": f"r{n}", "topic": "logistics"} | row, ensure_ascii=False)
        for n, row in enumerate(rows)
    ]
    file.write_text("\n".join(lines), "utf-8")


def test_the_test_is_dealt_once_and_evenly(tmp_path: Path) -> None:
    desk = write_desk(tmp_path / "desk", 100)
    first = _sets(desk)
    assert Counter(article.topic for article in first.test) == dict.fromkeys(TOPICS.labels, 6)
    assert (len(first.train), len(first.validation)) == (55, 15)
    lines = (desk / "labelled.jsonl").read_text("utf-8").splitlines()
    (desk / "labelled.jsonl").write_text("\n".join(lines[::-1]), "utf-8")
    again = _sets(desk)
    assert {key_of(a) for a in again.test} == {key_of(a) for a in first.test}


def test_the_test_grows_by_what_came_since_and_by_nothing_learned_from(tmp_path: Path) -> None:
    desk = write_desk(tmp_path / "desk", 60)
    first = _sets(desk)
    old = (desk / "labelled.jsonl").read_text("utf-8")
    write_desk(desk, 140, seed=9)
    new = (desk / "labelled.jsonl").read_text("utf-8").replace('"id": "d', '"id": "e')
    (desk / "labelled.jsonl").write_text(old + new, "utf-8")
    second = _sets(desk)
    test, learned = ({key_of(a) for a in part} for part in (second.test, first.learned))
    assert {key_of(a) for a in first.test} < test
    assert not test & learned
    assert Counter(a.topic for a in second.test) == dict.fromkeys(TOPICS.labels, 8)
    assert {key_of(a) for a in _sets(desk).test} == test


def test_what_was_dealt_stays_where_it_is_though_near_copies_come_later() -> None:
    def tell(n: int) -> list[LabelledArticle]:
        return [
            LabelledArticle(id=str(i), text=f"第{i}趟渡船。", topic="logistics") for i in range(n)
        ]

    before = deal(tell(100), Dealt(), Copies((), {}))
    kept = before.kept_apart
    copies = {key_of(a): old for a, old in zip(tell(200)[100:], 3 * list(kept), strict=False)}
    groups = {old: {old} | {new for new, of in copies.items() if of == old} for old in kept}
    near = {key: frozenset(group) for group in groups.values() for key in group}
    after = deal(tell(200), before, Copies((), near))
    assert {key: after.kept_apart[key] for key in kept} == kept
    assert {after.kept_apart.get(new) for new, of in copies.items() if kept[of] == "test"} == {None}
    calibrating = {new for new, of in copies.items() if kept[of] == "validation"}
    assert {after.kept_apart[new] for new in calibrating} == {"validation"}


def test_a_list_of_old_lets_nothing_judge_that_may_have_been_learned(tmp_path: Path) -> None:
    desk = write_desk(tmp_path / "desk", 60)
    first = _sets(desk)
    told = json.loads((desk / "sets.json").read_text("utf-8"))
    (desk / "sets.json").write_text(json.dumps({"kept_apart": told["kept_apart"]}), "utf-8")
    write_desk(desk, 90)
    assert {key_of(a) for a in _sets(desk).test} == {key_of(a) for a in first.test}


def test_a_topic_that_comes_later_is_judged_too(tmp_path: Path) -> None:
    desk = write_desk(tmp_path / "desk", 80, words="政居医运")
    assert not [a for a in _sets(desk).test if a.topic == "other"]
    before = {key_of(a) for a in _sets(desk).test}
    old = (desk / "labelled.jsonl").read_text("utf-8")
    write_desk(desk, 20, words="球", seed=9)
    new = (desk / "labelled.jsonl").read_text("utf-8").replace('"id": "d', '"id": "e')
    (desk / "labelled.jsonl").write_text(old + new, "utf-8")
    after = _sets(desk).test
    assert {key_of(a) for a in after if a.topic != "other"} == before
    assert len([a for a in after if a.topic == "other"]) == 6


def test_no_more_calibrate_than_it_takes(tmp_path: Path) -> None:
    found = _sets(write_desk(tmp_path / "desk", 2500))
    assert (len(found.test), len(found.validation)) == (500, 300)


def test_few_articles_are_not_dealt(tmp_path: Path) -> None:
    found = _sets(write_desk(tmp_path / "desk", 49))
    assert (len(found.train), len(found.test)) == (49, 0)


def test_near_copies_without_end_are_learned_from(tmp_path: Path) -> None:
    desk = write_desk(tmp_path / "desk", 60)
    others = (desk / "labelled.jsonl").read_text("utf-8").splitlines()
    daily = [
        json.dumps(
            {"id": f"w{n}", "topic": "livelihood", "text": f"今日第{n}号天气预报：{LONG * 3}"},
            ensure_ascii=False,
        )
        for n in range(40)
    ]
    (desk / "labelled.jsonl").write_text("\n".join([*others, *daily]), "utf-8")
    sets = _sets(desk)
    kept_apart = (*sets.test, *sets.validation)
    assert not [article for article in kept_apart if "天气预报" in article.text]
    assert {article.topic for article in sets.test} == set(TOPICS.labels)
    assert len(sets.train) >= len(sets.test)


def test_near_copies_go_to_one_set(tmp_path: Path) -> None:
    desk = write_desk(tmp_path / "desk", 60)
    rows = [json.loads(line) for line in (desk / "labelled.jsonl").read_text("utf-8").splitlines()]
    for n, row in enumerate(rows):  # each text stands twice, once with another ending
        row["text"] = (
            f"{row['text']}{'甲乙丙丁戊己庚辛'[n // 2 % 8] * 3}第{n // 2}件。" + LONG[: 5 + n // 2]
        )
    (desk / "labelled.jsonl").write_text(
        "\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8"
    )
    sets = _sets(desk)
    texts = {name: {a.text[-12:] for a in getattr(sets, name)} for name in ("train", "test")}
    copies = find_copies({key_of(a): a.text for a in (*sets.learned, *sets.test)})
    test = {key_of(a) for a in sets.test}
    assert texts["test"]
    assert all((a in test) == (b in test) for a, b in copies.pairs)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    desk.mkdir()
    _write(
        desk / "train.jsonl",
        {"text": LONG},
        {"text": LONG[::-1]},
        {"text": ""},
        {"text": "快船停航。", "topic": "物溜"},
        {"text": "两处码头同日通航。"},
        {"text": "两处码头同日通航。", "topic": "politics"},
    )
    _write(desk / "test.jsonl", {"text": f"{LONG}市民称便。"}, {"text": LONG[::-1]})
    told = _complaints(desk)
    assert "train.jsonl 第 3 行没有 text" in told
    assert "train.jsonl 第 4 行的 topic 是 '物溜'" in told
    assert "train.jsonl 第 6 行的主题是 politics" in told
    assert "大半相同" in told
    assert "是同一篇文章；train 与 test" in told


def test_an_article_that_stands_twice_counts_once(tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    desk.mkdir()
    _write(desk / "train.jsonl", {"text": LONG}, {"text": LONG}, {"text": "快船停航。"})
    found = _sets(desk)
    assert (len(found.train), found.n_repeats) == (2, 1)


def test_a_damaged_list_of_the_test_is_told(tmp_path: Path) -> None:
    desk = write_desk(tmp_path / "desk", 60)
    (desk / "sets.json").write_text('{"kept_apart": {"a": "elsewhere"}}')
    with pytest.raises(ReadError, match=r"sets\.json"):
        _sets(desk)


@pytest.fixture
def _model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOZHAI_HOME", str(tmp_path / "data"))
    shipped: ModelFolder = make_model(tmp_path / "shipped")
    monkeypatch.setattr("service.registry.registry.SHIPPED_MODEL", str(shipped.path))
    monkeypatch.setattr("training.desk.vectors.VectorStore.of_model", lambda _, **__: WordStore())


@pytest.mark.usefixtures("_model")
def test_wrong_labels_come_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = write_desk(tmp_path / "desk", 200)
    rows = [json.loads(line) for line in (desk / "labelled.jsonl").read_text("utf-8").splitlines()]
    clean = [n for n, row in enumerate(rows) if sum(row["text"].count(w) for w in WORDS) == 1]
    wrong = np.random.default_rng(4).choice(clean, 10, replace=False)
    for n in wrong:
        labels = list(TOPICS.labels)
        rows[n]["topic"] = labels[(labels.index(rows[n]["topic"]) + 2) % 5]
    (desk / "labelled.jsonl").write_text(
        "\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8"
    )
    assert main(["check", str(desk), "--suspects", "12"], ServiceConfig()) == 0
    told = capsys.readouterr().out
    suspects = told.partition("可疑的标签")[2]
    assert sum(f" d{n} 《" in suspects for n in wrong) >= 9


def test_what_is_trained_in_full_never_holds_the_test(tmp_path: Path) -> None:
    desk = DeskFolder(write_desk(tmp_path / "desk #1: 云川", 100))
    sets, serving = _sets(desk.path), make_model(tmp_path / "model")
    file = write_for_training(desk, sets, serving)
    config = load_config(file, TrainingConfig)
    problems = Problems()
    data = read_run_data(config.data, Path(config.data.root), TOPICS, problems)
    problems.raise_if_any()
    learned = {key_of(article) for article in data.labelled}
    assert len(learned) == len(sets.train)
    assert not learned & {key_of(article) for article in sets.test}
    file.write_text(
        file.read_text("utf-8").replace("frozen_layers: 6", "frozen_layers: 4"), "utf-8"
    )
    mine = file.read_text("utf-8")
    write_for_training(desk, sets, serving)
    assert file.read_text("utf-8") == mine
    assert "frozen_layers: 4" in mine


def test_a_configuration_in_another_encoding_is_told_when_it_is_read(tmp_path: Path) -> None:
    desk = DeskFolder(write_desk(tmp_path / "desk", 100))
    sets, serving = _sets(desk.path), make_model(tmp_path / "model")
    file = write_for_training(desk, sets, serving)
    saved = file.read_text("utf-8").encode("gb18030")
    file.write_bytes(saved)
    assert write_for_training(desk, sets, serving).read_bytes() == saved
    with pytest.raises(ConfigError, match="编码选 UTF-8"):
        load_config(file, TrainingConfig)


def test_what_is_refused_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    desk = DeskFolder(write_desk(tmp_path / "desk", 60))

    def refuse(sets: DeskSets) -> None:
        assert len(sets.test) == 20
        raise ConfigError("too few")

    with pytest.raises(ConfigError, match="too few"):
        read_sets(desk, TOPICS, Problems(), refuse)
    assert [file.name for file in desk.path.iterdir()] == ["labelled.jsonl"]


@pytest.mark.parametrize(
    "command",
    [
        lambda desk, settings: main(["check", desk], settings),
        lambda desk, settings: adapt([desk], settings),
        lambda desk, settings: train([desk], settings),
        lambda desk, settings: models(["add", "fast", "--desk", desk], settings),
    ],
    ids=["check", "adapt", "train", "add"],
)
@pytest.mark.usefixtures("_model")
def test_a_folder_that_is_not_there_leaves_no_run(
    tmp_path: Path, command: Callable[[str, ServiceConfig], int]
) -> None:
    with pytest.raises(ConfigError, match=r"没有的 不存在.*label import"):
        command(str(tmp_path / "没有的"), ServiceConfig())
    assert Runs.open().last() is None
    assert not Runs.open().folder.exists()


@pytest.mark.usefixtures("_model")
def test_too_few_to_train_with_are_told_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = write_desk(tmp_path / "desk", 30)
    assert main(["check", str(desk), "--suspects", "0", "--remember", "5"], ServiceConfig()) == 0
    few = write_desk(tmp_path / "few", 19)
    assert main(["check", str(few)], ServiceConfig()) == 0
    assert "不到 20 篇，不找可疑的标签" in capsys.readouterr().out.partition("学习 19 篇")[2]
    assert main(["check", str(desk), "--suspects", "0"], ServiceConfig()) == 0
    told = capsys.readouterr().out
    assert "可学的 30 篇，校准的 0 篇" in told
    assert "请用 baozhai adapt" in told
    with pytest.raises(ConfigError, match=r"desk: 可学的 30 篇，校准的 0 篇.*validation\*\.xlsx"):
        train([str(desk)], ServiceConfig())
    assert [file.name for file in desk.iterdir()] == ["labelled.jsonl"]


@pytest.mark.usefixtures("_model")
def test_amounts_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = write_desk(tmp_path / "d", 100)
    assert main(["check", str(desk), "--suspects", "0"], ServiceConfig()) == 0
    told = capsys.readouterr().out
    assert f"baozhai train {desk} " in told
    assert "检验 30 篇：政治 6、民生 6、医药 6、物流 6、其他 6" in told
    assert "不到 60 篇的主题" in told


@pytest.mark.usefixtures("_model")
def test_what_the_model_says_of_unlabelled_articles_is_kept_for_a_training(tmp_path: Path) -> None:
    """Neither what is labelled nor a near copy of what judges is among them."""
    desk = DeskFolder(write_desk(tmp_path / "desk", 100))
    labelled = [json.loads(line) for line in desk.labelled.read_text("utf-8").splitlines()]
    rows = [{"id": f"u{n}", "text": f"新写{'政居医运球'[n % 5]}字第{n}回。"} for n in range(30)]
    _write_plain(desk.path / "unlabelled_1.jsonl", [labelled[0], *rows])
    command = ["check", str(desk.path), "--suspects", "0"]
    assert main([*command, "--remember", "20"], ServiceConfig()) == 0
    config = load_config(desk.path / "paper.yaml", TrainingConfig)
    assert config.data.topics == ("train.jsonl", "remembered.jsonl")
    assert config.model.encoder == "registry"
    problems = Problems()
    data = read_run_data(config.data, Path(config.data.root), TOPICS, problems)
    problems.raise_if_any()
    remembered = data.topics["remembered.jsonl"]
    assert [article.text for article in remembered] == [row["text"] for row in rows[:20]]
    shares = [article.probabilities for article in remembered if isinstance(article, SoftArticle)]
    likeliest = [max(each, key=each.__getitem__) for each in shares]
    assert likeliest == [TOPICS.labels[n % 5] for n in range(20)]
    assert main(command, ServiceConfig()) == 0
    assert "remembered" in (desk.path / "paper.yaml").read_text("utf-8")


def _write_plain(file: Path, rows: list[dict[str, Any]]) -> None:
    keys = ("id", "title", "text")
    lines = (json.dumps({k: r[k] for k in keys if k in r}, ensure_ascii=False) for r in rows)
    file.write_text("\n".join(lines), "utf-8")
