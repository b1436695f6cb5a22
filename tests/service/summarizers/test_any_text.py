"""Whatever the text of an article is made of, its summary is verbatim, in order and no error."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.datamodels import Article, Sentence, Summary
from service.encoders.base import EncodedArticle
from service.encoders.heads import TwoLayerHead
from service.summarizers.eligibility import judge_sentences
from service.summarizers.features import FEATURE_NAMES, sentence_features
from service.summarizers.salience import SalienceSummarizer, n_inputs
from service.summarizers.sentence_text import join_sentences
from service.text import split_sentences
from tests.factories import make_article
from training.baselines.lead import LeadSummarizer
from training.baselines.text_rank import TextRankSummarizer

WIDTH = 3

pieces = st.sampled_from(
    [
        *("　　", "\n", "\r\n", "\t", " ", "\x0b", "\u2028", "\u200b", "\ufeff", "\u00a0"),
        *("。", "！", "？", "…", ".", "“", "”", "（", "）", '"', "，", "、", "；", "：", "—"),
        *("春", "渡口的灯亮了", "他说", "其中", "本报讯 ", "（记者 郑禾）", "菜价便宜吗"),
        *("😀", "👨‍👩‍👧", "𠮷", "é", "ｶﾞ", "A", "7", "1.5", "%", "\u0301"),
    ]
)
texts = st.one_of(st.lists(pieces, max_size=40).map("".join), st.text(max_size=60))


def encode(text: str, seed: int) -> EncodedArticle:
    """An article with vectors of chance."""
    sentences = split_sentences(text)
    chance = np.random.default_rng(seed)
    vectors = chance.normal(size=(len(sentences), WIDTH)).astype(np.float32)
    return EncodedArticle(
        sentences, np.zeros(WIDTH, np.float32), vectors, np.ones(len(sentences), np.int64)
    )


def make_salience(seed: int) -> SalienceSummarizer:
    chance = np.random.default_rng(seed)
    head = TwoLayerHead(
        chance.normal(size=(4, n_inputs(WIDTH))),
        chance.normal(size=4),
        chance.normal(size=(1, 4)),
        chance.normal(size=1),
    )
    return SalienceSummarizer(head)


@pytest.mark.parametrize("headline", [None, "渡口夜里亮灯"])
@given(text=texts)
@example(text="　　渡口的灯亮了。\n　　过江的人多了。")
@example(text="　　\n　　")
@example(text="\r\n　")
@settings(deadline=None)
def test_features_of_any_text_are_numbers(headline: str | None, text: str) -> None:
    sentences = split_sentences(text)
    features = sentence_features(text, sentences, headline)
    assert features.shape == (len(sentences), len(FEATURE_NAMES))
    assert np.isfinite(features).all()


@given(text=texts, max_chars=st.integers(1, 80), seed=st.integers(0, 9))
@example(
    text="　　渡口的灯亮了，过江的人多了。\n　　菜价便宜吗？\n　　便宜。", max_chars=10, seed=0
)
@settings(deadline=None)
def test_a_summary_of_any_text_is_verbatim_and_in_order(
    text: str, max_chars: int, seed: int
) -> None:
    article, encoded = make_article(text), encode(text, seed)
    for summarizer in (make_salience(seed), LeadSummarizer(), TextRankSummarizer()):
        summary = summarizer.summarize(article, encoded, max_chars=max_chars)
        places = [(s.start, s.end) for s in summary.sentences]
        assert places == sorted(places)
        assert set(places) <= {(s.start, s.end) for s in encoded.sentences}
        check_text(article, encoded.sentences, summary)
        assert summary.note == "over_length" or len(summary.text or "") <= max_chars


def check_text(article: Article, sentences: Sequence[Sentence], summary: Summary) -> None:
    told = [(s.start, s.end) for s in summary.sentences]
    if summary.note == "whole_text":
        start, end = told[0][0], told[-1][1]
        assert summary.text == article.text[start:end]
        # All that may lack before and behind it is what no summary may hold.
        lacking = {i for i, s in enumerate(sentences) if s.end <= start or s.start >= end}
        assert lacking.isdisjoint(judge_sentences(article, sentences).usable)
    elif summary.note == "no_sentence":
        assert (summary.text, told) == (None, [])
    else:
        assert summary.text == join_sentences(article.text[start:end] for start, end in told)


def test_an_indent_of_full_width_spaces_begins_a_paragraph() -> None:
    plain = "渡口的灯亮了。过江的人多了。\n菜价便宜\n“一斤三块。”摊主说。"
    indented = "　　" + plain.replace("\n", "\r\n　　")
    found, wanted = (
        sentence_features(text, split_sentences(text), None) for text in (indented, plain)
    )
    assert np.array_equal(found, wanted)
