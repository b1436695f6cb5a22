from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from service.config import ServiceConfig
from service.errors import ArtifactError, ConfigError
from service.registry import Judgements, Registry
from tests.training.desk.worlds import WordStore, make_model, write_desk
from training.desk.adapt import adapt
from training.desk.artifact import rewrite_heads
from training.desk.folder import DeskFolder
from training.desk.models_command import main
from training.desk.servable import tell_of_other_model
from training.desk.trial import Order

SETTINGS = ServiceConfig(model="registry")


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    """Two versions of one desk, the second after a hundred articles more."""
    monkeypatch.setenv("BAOZHAI_HOME", str(tmp_path / "data"))
    shipped = make_model(tmp_path / "shipped").path
    monkeypatch.setattr("service.registry.registry.SHIPPED_MODEL", str(shipped))
    registry = Registry.open()
    for n in (150, 250):
        desk = DeskFolder(write_desk(tmp_path / "desk", n))
        order = Order(desk, "configs/topics.yaml", 0.03, "某人", datetime(2026, 3, 4, tzinfo=UTC))
        adapt(order, registry, lambda _: WordStore())
    return registry


def _said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments, SETTINGS) == 0
    return capsys.readouterr().out


def test_the_way_of_a_version(registry: Registry, capsys: pytest.CaptureFixture[str]) -> None:
    listed = _said(capsys, "list").splitlines()
    assert [line.split("\t")[0] for line in listed] == ["* shipped", "  v1", "  v2"]
    assert '"n_train"' in _said(capsys, "show", "v1")
    assert "shipped → v1" in _said(capsys, "promote", "v1", "--anyway")
    assert "v1 → v2" in _said(capsys, "promote", "v2", "--anyway")
    assert "v2 → v1" in _said(capsys, "rollback")
    assert registry.current().key == "v1"
    assert "删去 v2" in _said(capsys, "prune", "--keep", "0")


def test_two_versions_are_compared_on_what_both_judged(
    registry: Registry, capsys: pytest.CaptureFixture[str]
) -> None:
    both = {each.key for each in registry.get("v1").judgements().articles}
    both &= {each.key for each in registry.get("v2").judgements().articles}
    told = _said(capsys, "compare", "v1", "v2")
    assert f"，{len(both)} 篇" in told
    assert "shipped tiny@1 → v1" in _said(capsys, "compare", "shipped", "v1")


def test_what_two_versions_tell_apart_is_told_by_the_titles_of_topics(
    registry: Registry, capsys: pytest.CaptureFixture[str]
) -> None:
    version = registry.get("v2")
    (each, *rest) = version.judgements().articles
    labels = {**each.labels, "shipped": "gone", "v2": "medicine"}
    changed = each.model_copy(
        update={"topic": "medicine", "title": "药 店\n开张", "labels": labels}
    )
    record = version.record
    assert record is not None
    version.write_record(record, Judgements(articles=(changed, *rest)))
    assert "变好 医药：gone → 医药\t药 店 开张" in _said(capsys, "compare", "shipped", "v2")


def test_what_did_not_pass_is_not_promoted_by_mistake(registry: Registry) -> None:
    version = registry.get("v1")
    record = version.record
    assert record is not None
    update = {"passed": False, "reasons": ("变坏了",)}
    version.write_record(record.model_copy(update=update), version.judgements())
    with pytest.raises(ConfigError, match="没有通过检验：变坏了"):
        main(["promote", "v1"], SETTINGS)


def test_what_this_program_cannot_serve_is_not_promoted(registry: Registry) -> None:
    narrow = {"salience_hidden.weight": np.zeros((4, 9), np.float32)}
    rewrite_heads(registry.get("v2").model, narrow)
    with pytest.raises(ArtifactError, match="摘要每句读 9 个数"):
        main(["promote", "v2", "--anyway"], SETTINGS)
    assert registry.pointer().current == "shipped"


def test_a_trained_model_is_judged_beside_the_others(
    tmp_path: Path,
    registry: Registry,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("training.desk.vectors.VectorStore.of_model", lambda _, **__: WordStore())
    trained = make_model(tmp_path / "trained", n_replayed=0)
    told = _said(capsys, "add", str(trained.path), "--desk", str(tmp_path / "desk"))
    assert "v3 tiny@1" in told
    assert "变好 0，变坏 0" in told
    assert "promote v3" in told
    record = registry.get("v3").record
    assert record is not None
    assert (record.way, record.base, record.parent) == ("train", "v3", "shipped")
    assert registry.get("v3").learned()


def test_a_model_that_ships_has_learned_nothing_of_a_desk(
    tmp_path: Path, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.desk.vectors.VectorStore.of_model", lambda _, **__: WordStore())
    ships = make_model(tmp_path / "quick", n_replayed=0)
    for name in ("service.config.places", "training.desk.add_trained"):
        monkeypatch.setattr(f"{name}.SHIPPED_MODELS", {"quick": str(ships.path)})
    assert main(["add", "quick", "--desk", str(tmp_path / "desk")], SETTINGS) == 0
    version = registry.get("v3")
    assert version.record is not None
    assert (version.record.figures["n_train"], version.learned()) == (0, frozenset())


def test_settings_that_name_another_model_are_told(
    registry: Registry, capsys: pytest.CaptureFixture[str]
) -> None:
    assert registry.versions()
    main(["promote", "v1", "--anyway"], ServiceConfig())
    assert "model: registry" in capsys.readouterr().out


def test_a_model_that_is_not_the_one_taught_is_told_with_the_way_to_it(
    registry: Registry, capsys: pytest.CaptureFixture[str]
) -> None:
    for model in ("registry", str(registry.shipped)):
        tell_of_other_model(ServiceConfig(model=model), registry)
    assert not capsys.readouterr().err
    tell_of_other_model(ServiceConfig(model="fast"), registry)
    told = capsys.readouterr().err
    assert "model 是 fast，这里调教的是各版里在用的 shipped tiny@1" in told
    assert "models add fast --desk" in told
