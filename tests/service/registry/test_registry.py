from __future__ import annotations

from pathlib import Path

import pytest

from service.config import ServiceConfig
from service.data_folder import data_folder
from service.errors import ArtifactError, ConfigError
from service.registry import SHIPPED, Judgements, Registry, VersionRecord, current_model, settled
from tests.training.desk.worlds import make_model, make_registry

RECORD = VersionRecord(
    model="tiny@1+desk1",
    way="adapt",
    parent=SHIPPED,
    base=SHIPPED,
    made="2026-03-04T05:06:07+08:00",
    by="某人",
    data={},
    settings={},
    figures={},
    passed=True,
)


def add_version(registry: Registry, **changes: object) -> str:
    """Another version of the registry; its key."""
    with registry.new_version() as version:
        make_model(version.path / "model")
        version.write_record(RECORD.model_copy(update=changes), Judgements(articles=()))
    return version.key


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return make_registry(tmp_path)


def test_the_shipped_model_serves_until_another_is_promoted(registry: Registry) -> None:
    assert registry.current().key == SHIPPED
    assert add_version(registry) == "v1"
    assert registry.current().key == SHIPPED
    registry.promote("v1")
    assert registry.current().model.path == registry.root / "v1" / "model"


def test_rollback_goes_back_step_by_step(registry: Registry) -> None:
    for key in (add_version(registry), add_version(registry)):
        registry.promote(key)
    assert [registry.rollback().key, registry.rollback().key] == ["v1", SHIPPED]
    with pytest.raises(ConfigError, match="没有别的版本可退回"):
        registry.rollback()


def test_a_version_that_was_changed_is_not_promoted(registry: Registry) -> None:
    key = add_version(registry)
    (registry.get(key).model.path / "heads.npz").write_bytes(b"other")
    with pytest.raises(ArtifactError, match=r"heads\.npz"):
        registry.promote(key)
    assert registry.current().key == SHIPPED


def test_a_version_that_fails_leaves_nothing(registry: Registry) -> None:
    def fail() -> None:
        with registry.new_version() as version:
            (version.path / "half").write_text("x")
            raise RuntimeError("no power")

    with pytest.raises(RuntimeError, match="no power"):
        fail()
    assert [version.key for version in registry.versions()] == [SHIPPED]
    assert list(registry.root.iterdir()) == []


def test_what_a_killed_run_left_goes_with_the_next(registry: Registry) -> None:
    (registry.root / ".new-1").mkdir(parents=True)
    (registry.root / ".new-1" / "half").write_text("x")
    assert add_version(registry) == "v1"
    assert [file.name for file in registry.root.iterdir()] == ["v1"]


def test_prune_keeps_what_serves_what_served_and_what_they_rest_on(registry: Registry) -> None:
    for base in (SHIPPED, SHIPPED, "v1", SHIPPED):
        add_version(registry, base=base)
    registry.promote("v2")
    registry.promote("v3")
    assert [version.key for version in registry.prune(0)] == ["v4"]
    assert [version.key for version in registry.versions()] == [SHIPPED, "v1", "v2", "v3"]
    assert add_version(registry) == "v5", "a key is never given twice"


def test_an_unknown_version_tells_which_there_are(registry: Registry) -> None:
    add_version(registry)
    with pytest.raises(ConfigError, match="有 shipped、v1"):
        registry.promote("v7")


def test_a_damaged_pointer_is_told(registry: Registry) -> None:
    registry.root.mkdir()
    (registry.root / "current.json").write_text("{")
    with pytest.raises(ArtifactError, match=r"current\.json"):
        registry.current()


class TestCurrentModel:
    @pytest.fixture(autouse=True)
    def _home(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("BAOZHAI_HOME", str(tmp_path / "data"))

    def test_a_folder_is_itself(self, tmp_path: Path) -> None:
        found = current_model(ServiceConfig(model=str(tmp_path)))
        assert (found.path, found.topics) == (tmp_path, "configs/topics.yaml")

    def test_the_registry_gives_what_was_promoted(self) -> None:
        settings = ServiceConfig(model="registry")
        assert current_model(settings).key == SHIPPED
        registry = Registry.open()
        assert registry.root == data_folder() / "models"
        with registry.new_version() as version:
            make_model(version.path / "model")
            (version.path / "topics.yaml").write_text("topics: []")
            version.write_record(RECORD, Judgements(articles=()))
        registry.promote("v1")
        found = current_model(settings)
        assert found.key == "v1"
        assert found.path == registry.root / "v1" / "model"
        assert found.topics == str(registry.root / "v1" / "topics.yaml")
        now = settled(settings)
        assert (now.model, now.topics) == (str(found.path), found.topics)
        assert settled(ServiceConfig()) == ServiceConfig()
