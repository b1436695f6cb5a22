from __future__ import annotations

import numpy as np
import pytest

from service.errors import ReadError
from service.text import split_sentences
from tests.factories import make_article
from tests.training.baselines.test_summaries import encoded
from training.articles.datamodels import LabelledArticle, PlainArticle
from training.baselines.chance_and_oracle import (
    HeadlineOverlapSummarizer,
    RandomSummarizer,
    best_possible_text,
)
from training.baselines.lex_rank import SumyLexRank
from training.baselines.linear_topics import LinearTopicBaseline

TEXT = "云川市社区食堂今天开张。天气晴朗无风。老人在食堂半价用餐。明天有雨。"


def test_linear_baseline_learns_what_is_plain() -> None:
    plain = {"medicine": "医院医生给患者用药", "logistics": "快递员把包裹送到村里"}
    rows = [
        LabelledArticle(id=str(n), title=text[:4], text=f"{text}，这是第{n}条。", topic=topic)
        for topic, text in plain.items()
        for n in range(6)
    ]
    model = LinearTopicBaseline(("medicine", "logistics")).fit(rows)
    probs = model.predict_proba([PlainArticle(id="x", text="患者在医院"), rows[-1]])
    assert probs.argmax(axis=1).tolist() == [0, 1]
    assert np.allclose(probs.sum(axis=1), 1)


def test_linear_baseline_says_what_it_lacks() -> None:
    with pytest.raises(ReadError, match="logistics 只有 0 篇"):
        LinearTopicBaseline(("medicine", "logistics")).fit(
            [LabelledArticle(id="1", title="药", text="医院", topic="medicine")] * 6
        )


def test_random_pick_hangs_on_seed_and_article_only() -> None:
    picks = {
        RandomSummarizer(seed).summarize(make_article(TEXT), encoded(TEXT), max_chars=8).text
        for seed in range(20)
    }
    again = RandomSummarizer(3).summarize(make_article(TEXT), encoded(TEXT), max_chars=8)
    assert again == RandomSummarizer(3).summarize(make_article(TEXT), encoded(TEXT), max_chars=8)
    assert len(picks) > 1


def test_headline_overlap_follows_the_headline() -> None:
    article = make_article(TEXT, "老人食堂半价用餐")
    summary = HeadlineOverlapSummarizer().summarize(article, encoded(TEXT), max_chars=14)
    assert summary.text == "老人在食堂半价用餐。"


def test_lex_rank_takes_what_is_tied_to_most_others() -> None:
    hub = "社区食堂昨天开张，老人半价吃午饭。"
    others = "桥上很堵。河边有花。剧院上新戏。明天有雨。"
    text = f"{others}社区食堂昨天开张。{hub}老人半价吃午饭。"
    summary = SumyLexRank().summarize(make_article(text), encoded(text), max_chars=len(hub))
    assert summary.text == hub
    assert SumyLexRank().summarize(make_article(""), encoded(""), max_chars=9).text is None


def test_best_possible_pick_sees_the_reference() -> None:
    text = best_possible_text(split_sentences(TEXT), "食堂半价，明天有雨", max_chars=40)
    assert text == "老人在食堂半价用餐。明天有雨。"
    assert best_possible_text(split_sentences(TEXT), "食堂", max_chars=3) == ""
