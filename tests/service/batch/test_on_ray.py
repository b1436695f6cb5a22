"""How parts are shared among workers, on workers that live in this process and die as told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from service.batch import ArticleInput, score_in_turn
from service.batch.on_ray import score_on_ray
from service.datamodels import Article
from service.encoders.base import EncodedArticle
from service.errors import ArtifactError, DigestError
from service.pipeline import DigestPipeline
from tests.fakes import FakeEncoder, make_pipeline

ray = pytest.importorskip("ray")


class Death(BaseException):
    """What ends a worker; no `except Exception` sees it."""


class Ref:
    """What a call will have given."""

    def __init__(self, call: Callable[[], Any]) -> None:
        self.call = call

    def result(self) -> Any:
        try:
            return self.call()
        except Death as death:
            raise ray.exceptions.RayActorError from death
        except DigestError as error:
            raise ray.exceptions.RayTaskError("start", "", error) from error


class Handle:
    """A worker whose methods are called when somebody asks for what they give."""

    def __init__(self, worker: Any) -> None:
        self._worker = worker

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._worker, name)
        return type(
            "Method", (), {"remote": staticmethod(lambda *args: Ref(partial(method, *args)))}
        )


class DeadlyEncoder(FakeEncoder):
    """Ends its worker at some articles, so often as `lives` has it."""

    def __init__(self, lives: dict[str, int]) -> None:
        self._lives = lives

    def start(self, article: Article) -> Callable[[], EncodedArticle]:
        if self._lives.get(article.id, 0):
            self._lives[article.id] -= 1
            raise Death
        return super().start(article)


@pytest.fixture(autouse=True)
def workers_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def remote(**_: Any) -> Callable[[type], Any]:
        return lambda worker: type(
            "Class", (), {"remote": staticmethod(lambda *args: Handle(worker(*args)))}
        )

    monkeypatch.setattr(ray, "remote", remote)
    # The latest first: an order that nobody asked for.
    monkeypatch.setattr(ray, "wait", lambda refs: ([refs[-1]], refs[:-1]))
    monkeypatch.setattr(ray, "get", lambda ref: ref.result())
    monkeypatch.setattr("service.batch.on_ray.local_cluster", lambda _: nullcontext())


def articles(n_articles: int) -> Iterator[ArticleInput]:
    return (ArticleInput(str(n), None, f"社区第{n}次开放。") for n in range(n_articles))


def pipeline(lives: dict[str, int] | None = None) -> DigestPipeline:
    return replace(make_pipeline(), encoder=DeadlyEncoder({} if lives is None else lives))


@pytest.mark.parametrize("n_articles", [0, 1, 32, 33, 300])
def test_rows_and_their_order_are_those_of_one_process(n_articles: int) -> None:
    scored = score_on_ray(pipeline, n_workers=3, max_chars=150)(articles(n_articles))
    assert list(scored) == list(score_in_turn(pipeline(), 150)(articles(n_articles)))


@pytest.mark.parametrize("n_deaths", [1, 2])
def test_what_a_dead_worker_did_is_done_again(n_deaths: int) -> None:
    load = partial(pipeline, {"3": n_deaths, "50": n_deaths})
    scored = score_on_ray(load, n_workers=2, max_chars=150)(articles(60))
    assert list(scored) == list(score_in_turn(pipeline(), 150)(articles(60)))


def test_an_article_that_ends_every_worker_is_a_failed_row_among_the_others() -> None:
    load = partial(pipeline, {"20": 1000})
    scored = list(score_on_ray(load, n_workers=2, max_chars=150)(articles(60)))
    assert [item.name for item, rows in scored if rows[0].error] == ["20"]
    assert [item.name for item, _ in scored] == [str(n) for n in range(60)]
    ((_, rows),) = [each for each in scored if each[0].name == "20"]
    assert "一做它工作进程就意外结束" in str(rows[0].error)


def test_no_more_than_some_inputs_are_read_ahead() -> None:
    read: list[str | None] = []

    def watched() -> Iterator[ArticleInput]:
        for article in articles(1000):
            read.append(article.id)
            yield article

    scored = score_on_ray(pipeline, n_workers=2, max_chars=150)(watched())
    next(scored)
    assert len(read) <= 2 * 4 * 32


def test_a_model_that_cannot_be_loaded_ends_the_batch_and_says_why() -> None:
    def load() -> DigestPipeline:
        raise ArtifactError("模型在批次开始时被换掉了")

    with pytest.raises(ArtifactError, match=r"^模型在批次开始时被换掉了$"):
        list(score_on_ray(load, n_workers=2, max_chars=150)(articles(3)))


def test_workers_that_die_when_they_load_end_the_batch() -> None:
    def load() -> DigestPipeline:
        raise Death

    with pytest.raises(DigestError, match="装载模型时一再意外结束"):
        list(score_on_ray(load, n_workers=2, max_chars=150)(articles(3)))
