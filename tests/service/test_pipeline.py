from __future__ import annotations

from unittest.mock import Mock

import pytest

from service.config import ServiceConfig, load_config
from service.datamodels import Article
from service.pipeline import DigestPipeline
from service.text import split_sentences
from tests.fakes import FakeEncoder, make_pipeline

TEXT = (
    "云川市图书馆昨天把开馆时间延长到晚上十点。馆长说，读者盼了很久。"
    "新的时间从十二月一日起实行，周一照常闭馆。自习室增加了六十个座位，热水和充电都不收费。"
    "市里另有三家分馆也在准备。去年夜间到馆的人数是前年的两倍，其中一半是备考的学生。"
) * 2


def test_a_summary_cut_again_is_that_of_a_new_pass() -> None:
    pipeline = DigestPipeline.from_config(load_config("configs/service.yaml", ServiceConfig))
    article = Article("a1", "图书馆开到十点", "story", None, (), (), TEXT)
    rated = pipeline.rate(article)
    assert rated.article == pipeline.score(article)
    for max_chars in (40, 80, 150, 300):
        scored = pipeline.score(article, max_chars=max_chars)
        assert pipeline.recut(rated, max_chars=max_chars) == scored.summary


def test_another_encoder_takes_the_place_of_the_models_own() -> None:
    encoder = FakeEncoder()
    pipeline = DigestPipeline.from_config(ServiceConfig(), cached=True, encoder=encoder)
    assert pipeline.encoder is encoder
    assert pipeline.cache is None


def test_an_article_is_split_once(monkeypatch: pytest.MonkeyPatch) -> None:
    split = Mock(side_effect=split_sentences)
    for module in ("service.pipeline", "tests.fakes"):
        monkeypatch.setattr(f"{module}.split_sentences", split)
    article = Article("a1", "图书馆开到十点", "story", None, (), (), TEXT)
    assert make_pipeline().score(article).summary
    assert split.call_count == 1
