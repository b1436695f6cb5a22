from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import yaml

from service.artifacts import ModelFolder
from service.config import TopicSet, load_config
from service.errors import ArtifactError, ConfigError, DataError
from service.registry import SHIPPED, Registry
from tests.tiny_settings import LABELS
from tests.training.desk.worlds import WordStore, make_registry, vector_of, write_desk
from training.desk.adapt import adapt
from training.desk.artifact import rewrite_heads
from training.desk.folder import DeskFolder
from training.desk.replay import read_replay
from training.desk.ten_lines import ten_lines
from training.desk.topic_head import TopicHead
from training.desk.trial import Order, Outcome

NOW = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
TOPICS = "configs/topics.yaml"
COMMERCE = "  - {id: commerce, zh: 商贸, en: Commerce, color: '#112233', definition: 店铺与商圈}\n"


def _adapt(desk: Path, registry: Registry, store: WordStore | None = None) -> Outcome:
    order = Order(DeskFolder(desk), TOPICS, 0.03, "某人", NOW)
    found = store or WordStore()
    return adapt(order, registry, lambda _: found)


def _topics(desk: Path, *changes: tuple[str, str], more: str = "") -> None:
    text = Path(TOPICS).read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (desk / "topics.yaml").write_text(text + more, "utf-8")


def _accuracy(folder: ModelFolder, word: str, label: str) -> float:
    head = TopicHead.of_model(folder)
    vectors = np.stack([vector_of(f"新写{word}{n}") for n in range(60)])
    told = head.probabilities(vectors).argmax(axis=1)
    return float(np.mean([head.labels[place] == label for place in told]))


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return make_registry(tmp_path)


def test_a_model_that_cannot_be_served_is_told_before_an_article_is_read(
    tmp_path: Path, registry: Registry
) -> None:
    desk, store = write_desk(tmp_path / "desk", 60), WordStore()
    version = _adapt(desk, registry).version
    rewrite_heads(version.model, {"salience_hidden.weight": np.zeros((4, 9), np.float32)})
    registry.promote("v1")  # as an earlier program left it
    with pytest.raises(ArtifactError, match=r"v1 这一版用不了：.*读 9 个数.*promote shipped"):
        _adapt(desk, registry, store)
    assert store.n_read == 0
    registry.promote(SHIPPED)
    assert _adapt(desk, registry, store).version.key == "v2"


def test_a_desk_gets_a_version_that_is_judged(tmp_path: Path, registry: Registry) -> None:
    outcome = _adapt(write_desk(tmp_path / "desk", 200), registry)
    assert outcome.version.key == "v1"
    assert outcome.record.model == "tiny@1+desk1"
    assert outcome.record.passed, outcome.record.reasons
    assert outcome.comparison is not None
    assert outcome.comparison.n == 40
    assert outcome.comparison.n_better >= outcome.comparison.n_worse
    assert outcome.record.figures["kept_knowledge"] == 1
    outcome.version.model.check()
    assert registry.current().key == SHIPPED
    assert "labelled.jsonl" in outcome.record.data
    report = outcome.version.report.read_text("utf-8")
    assert "promote v1" in report
    assert len(ten_lines(outcome, load_config(TOPICS, TopicSet))) == 10


def test_what_is_served_is_what_was_judged(tmp_path: Path, registry: Registry) -> None:
    outcome = _adapt(write_desk(tmp_path / "desk", 120), registry)
    head = TopicHead.of_model(outcome.version.model)
    for each in outcome.version.judgements().articles:
        told = head.labels[int(head.probabilities(vector_of(each.excerpt)[None]).argmax())]
        assert each.labels["v1"] == told


def test_the_encoder_is_not_copied(tmp_path: Path, registry: Registry) -> None:
    outcome = _adapt(write_desk(tmp_path / "desk", 60), registry)
    assert outcome.version.model.onnx.samefile(registry.shipped / "model.onnx")


def test_a_new_topic_takes_an_entry_and_articles(tmp_path: Path, registry: Registry) -> None:
    desk = write_desk(tmp_path / "desk", 240, words="政居医运球商")
    with pytest.raises(DataError, match=r"commerce.*topics\.yaml"):
        _adapt(desk, registry)
    _topics(desk, more=COMMERCE)
    outcome = _adapt(desk, registry)
    assert outcome.change.added == ("commerce",)
    assert outcome.comparison is not None
    assert outcome.comparison.n_better > outcome.comparison.n_worse
    assert _accuracy(outcome.version.model, "商", "commerce") > 0.9
    assert _accuracy(outcome.version.model, "政", "politics") > 0.9
    replay = read_replay(outcome.version.model)
    assert replay is not None
    assert replay.probabilities.shape[1] == 6
    assert outcome.version.topics is not None
    assert "新的 商贸" in "".join(ten_lines(outcome, load_config(desk / "topics.yaml", TopicSet)))


def test_another_order_of_topics_changes_no_answer(tmp_path: Path, registry: Registry) -> None:
    desk = write_desk(tmp_path / "desk", 100)
    first = _adapt(desk, registry)
    set_ = load_config(TOPICS, TopicSet)
    turned = TopicSet(topics=tuple(reversed(set_.topics)))
    text = yaml.safe_dump(turned.model_dump(mode="json"), allow_unicode=True)
    (desk / "topics.yaml").write_text(text, "utf-8")
    second = _adapt(desk, registry)
    assert second.version.model.read_labels() == LABELS[::-1]
    pairs = zip(
        first.version.judgements().articles, second.version.judgements().articles, strict=True
    )
    assert all(one.labels["v1"] == other.labels["v2"] for one, other in pairs)


def test_renamed_joined_and_dropped_topics(tmp_path: Path, registry: Registry) -> None:
    desk = write_desk(tmp_path / "desk", 150)
    text = (desk / "labelled.jsonl").read_text("utf-8")
    (desk / "labelled.jsonl").write_text(text.replace('"other"', '"logistics"'), "utf-8")
    _topics(
        desk,
        ("id: medicine\n", "id: health\n    was: [medicine]\n"),
        ("id: logistics\n", "id: logistics\n    was: [other]\n"),
    )
    without_other = (desk / "topics.yaml").read_text("utf-8").partition("  - id: other")[0]
    (desk / "topics.yaml").write_text(without_other, "utf-8")
    outcome = _adapt(desk, registry)
    assert outcome.version.model.read_labels() == ("politics", "livelihood", "health", "logistics")
    assert outcome.change.dropped == ()
    assert _accuracy(outcome.version.model, "医", "health") > 0.9
    assert _accuracy(outcome.version.model, "球", "logistics") > 0.8
    assert outcome.record.figures["kept_knowledge"] is not None
    assert outcome.record.figures["kept_knowledge"] > 0.9


def test_too_few_articles_of_a_new_topic_tell_how_to_rename(
    tmp_path: Path, registry: Registry
) -> None:
    desk = write_desk(tmp_path / "desk", 100)
    _topics(desk, more=COMMERCE)
    with pytest.raises(DataError, match=r"commerce 0 篇.*was: \[旧标签\]"):
        _adapt(desk, registry)


def test_a_worse_version_stays_aside_and_says_why(tmp_path: Path, registry: Registry) -> None:
    """Labels to learn from are wrong, those of the test are right."""
    desk = write_desk(tmp_path / "desk", 200)
    (desk / "labelled.jsonl").rename(desk / "test.jsonl")
    write_desk(desk, 200, seed=8)
    text = (desk / "labelled.jsonl").read_text("utf-8")
    (desk / "labelled.jsonl").write_text(
        text.replace('"politics"', '"x"')
        .replace('"medicine"', '"politics"')
        .replace('"x"', '"medicine"')
        .replace("篇写", "则写"),
        "utf-8",
    )
    outcome = _adapt(desk, registry)
    assert not outcome.record.passed
    assert any("变坏" in reason for reason in outcome.record.reasons)
    assert registry.current().key == SHIPPED


def test_without_a_test_nothing_is_promoted(tmp_path: Path, registry: Registry) -> None:
    outcome = _adapt(write_desk(tmp_path / "desk", 40), registry)
    assert outcome.comparison is None
    assert "不到 30 篇" in outcome.record.reasons[0]


def test_the_frozen_test_only_grows(tmp_path: Path, registry: Registry) -> None:
    desk = write_desk(tmp_path / "desk", 100)
    first = {each.key for each in _adapt(desk, registry).version.judgements().articles}
    write_desk(desk, 300)
    second = {each.key for each in _adapt(desk, registry).version.judgements().articles}
    assert first < second
    assert DeskFolder(desk).read_dealt().kept_apart


def test_what_was_learned_before_there_was_a_test_never_judges(
    tmp_path: Path, registry: Registry
) -> None:
    desk = write_desk(tmp_path / "desk", 40)
    _adapt(desk, registry)
    first = set(DeskFolder(desk).read_dealt().learned or ())
    write_desk(desk, 200)
    _adapt(desk, registry)
    dealt = DeskFolder(desk).read_dealt()
    assert len(first) == 40
    assert dealt.kept_apart
    assert not first & dealt.kept_apart.keys()


def test_adapting_again_starts_from_the_same_base(tmp_path: Path, registry: Registry) -> None:
    desk = write_desk(tmp_path / "desk", 150)
    first = _adapt(desk, registry)
    registry.promote("v1")
    second = _adapt(desk, registry)
    assert second.record.parent == "v1"
    assert second.record.base == SHIPPED
    assert second.comparison is not None
    assert (second.comparison.n_better, second.comparison.n_worse) == (0, 0)
    assert first.record.figures["n_train"] == second.record.figures["n_train"]


def test_too_few_articles_are_refused(tmp_path: Path, registry: Registry) -> None:
    with pytest.raises(ConfigError, match="只有 10 篇可学"):
        _adapt(write_desk(tmp_path / "desk", 10), registry)
    with pytest.raises(ConfigError, match="label import"):
        _adapt(tmp_path / "nowhere", registry)


def test_a_model_without_a_memory_is_adapted_all_the_same(tmp_path: Path) -> None:
    registry = make_registry(tmp_path)
    shutil.copytree(registry.shipped, tmp_path / "bare")
    bare = ModelFolder(tmp_path / "bare")
    bare.replay.unlink()
    bare.seal()
    outcome = _adapt(
        write_desk(tmp_path / "desk", 150), Registry(tmp_path / "other", tmp_path / "bare")
    )
    assert outcome.record.figures["kept_knowledge"] is None
    assert outcome.record.passed, outcome.record.reasons


def test_a_damaged_memory_is_told(tmp_path: Path, registry: Registry) -> None:
    (registry.shipped / "replay.npz").write_bytes(b"no arrays")
    with pytest.raises(ArtifactError, match=r"replay\.npz"):
        _adapt(write_desk(tmp_path / "desk", 60), registry)
