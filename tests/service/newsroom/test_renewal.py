"""A promotion while the newsroom is open."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import anyio
import pytest

from service.config import ServiceConfig
from service.data_folder import data_folder
from service.datamodels import Article, Issue, RatedArticle
from service.errors import ArtifactError
from service.newsroom.digesting import Digested, Order, digest_order
from service.newsroom.jobs import Job
from service.newsroom.renewal import Renewal
from service.newsroom.room import Newsroom
from service.pipeline import DigestPipeline
from service.registry import Registry
from tests.fakes import make_pipeline
from tests.service.registry.test_registry import add_version

BY_REGISTRY = ServiceConfig(model="registry")
TWO = (
    "河埠头换新灯\n本报讯 河埠头昨晚换上新灯，夜里也能上下船了。\n\n"
    "桑园摘头茬果\n本报讯 桑园今天摘下头茬果，共两百斤。"
)


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    monkeypatch.setenv("BAOZHAI_HOME", str(tmp_path))
    registry = Registry.open()
    assert registry.root == data_folder() / "models"
    return registry


def load(_: ServiceConfig) -> DigestPipeline:
    return named(f"tiny@{Registry.open().current().key}")


def named(model: str) -> DigestPipeline:
    return replace(make_pipeline(), model=model)


def test_a_promoted_model_serves_at_once_and_a_rolled_back_one_no_more(registry: Registry) -> None:
    renewal, room = Renewal(BY_REGISTRY, load), Newsroom(named("tiny@0"))
    assert not renewal.look(room)
    registry.promote(add_version(registry))
    assert renewal.look(room)
    assert room.pipeline.model == "tiny@v1"
    assert not renewal.look(room)
    registry.rollback()
    assert renewal.look(room)
    assert room.pipeline.model != "tiny@v1"


def test_a_model_that_cannot_be_loaded_leaves_the_old_one_serving(registry: Registry) -> None:
    def fail(_: ServiceConfig) -> DigestPipeline:
        raise ArtifactError("坏了")

    renewal, room = Renewal(BY_REGISTRY, fail), Newsroom(named("tiny@0"))
    registry.promote(add_version(registry))
    with pytest.raises(ArtifactError, match="坏了"):
        renewal.look(room)
    assert room.pipeline.model == "tiny@0"


def test_settings_that_name_a_folder_mean_that_folder(registry: Registry) -> None:
    renewal = Renewal(ServiceConfig(), load)
    registry.promote(add_version(registry))
    assert not renewal.look(Newsroom(named("tiny@0")))


def test_a_digest_ends_with_the_model_it_began_with(monkeypatch: pytest.MonkeyPatch) -> None:
    room = Newsroom(named("tiny@old"))
    rate = DigestPipeline.rate

    def promote_in_between(
        pipeline: DigestPipeline, article: Article, *, max_chars: int | None = None
    ) -> RatedArticle:
        room.pipeline = named("tiny@new")
        assert pipeline.model == "tiny@old"
        return rate(pipeline, article, max_chars=max_chars)

    monkeypatch.setattr(DigestPipeline, "rate", promote_in_between)
    job = Job("digest", "某人")
    anyio.run(digest_order, room, Order("某人", text=Issue("一期", TWO)), job)
    (done,) = job.result
    assert isinstance(done, Digested)
    assert (done.digest.model, len(done.digest.articles)) == ("tiny@old", 2)
