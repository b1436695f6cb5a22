from __future__ import annotations

import numpy as np

from service.datamodels import Summary
from service.encoders.base import EncodedArticle
from service.text import split_sentences
from tests.factories import make_article
from training.baselines.lead import LeadSummarizer
from training.baselines.text_rank import TextRankSummarizer

TEXT = (
    "云川市社区食堂今天开张。天气晴朗无风。云川市社区食堂老人半价。"
    "云川市老人在社区食堂用餐方便。明天有雨。"
)


def encoded(text: str) -> EncodedArticle:
    sentences = split_sentences(text)
    n = len(sentences)
    return EncodedArticle(
        sentences, np.zeros(2, np.float32), np.zeros((n, 2), np.float32), np.ones(n, np.int64)
    )


def text_rank(text: str, max_chars: int) -> Summary:
    return TextRankSummarizer().summarize(make_article(text), encoded(text), max_chars=max_chars)


def test_lead_takes_the_first_sentences_that_fit() -> None:
    summary = LeadSummarizer().summarize(make_article(TEXT), encoded(TEXT), max_chars=20)
    assert summary.text == "云川市社区食堂今天开张。天气晴朗无风。"


def test_lead_may_stop_at_the_first() -> None:
    lead = LeadSummarizer(only_first=True)
    summary = lead.summarize(make_article(TEXT), encoded(TEXT), max_chars=40)
    assert summary.text == "云川市社区食堂今天开张。"


def test_text_rank_prefers_what_the_others_resemble() -> None:
    ranks = TextRankSummarizer().rank([s.text for s in split_sentences(TEXT)])
    assert set(np.argsort(-ranks)[:3]) == {0, 2, 3}
    assert text_rank(TEXT, 16).text in {s.text for s in split_sentences(TEXT)}


def test_text_rank_of_sentences_without_likeness_is_even() -> None:
    assert np.ptp(TextRankSummarizer().rank(["甲乙。", "丙丁。", "！"])) == 0


def test_an_empty_text_has_no_summary() -> None:
    assert text_rank("", 20).note == "no_sentence"
    assert LeadSummarizer().summarize(make_article(""), encoded(""), max_chars=9).text is None
