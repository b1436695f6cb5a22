from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.datamodels import Article, Span, TopicScores
from service.encoders.base import EncodedArticle
from service.text import split_sentences
from tests.factories import make_article
from tests.fakes import FakeEncoder
from training.articles.datamodels import LabelledArticle
from training.evaluation.evidence import leave_out, measure_evidence, nearest_in_length
from training.evaluation.plain_values import plain
from training.evaluation.served_model import ServedModel
from training.evaluation.tables.topics import evidence_table

TEXT = "医院添了新药房。渔港昨天又开市。\n医院门诊延到晚八点。船都回来了。"


class _Counts:
    """Decides by how often 医院 and 渔港 stand in the text; shows the sentences it is told to."""

    def __init__(self, shown: Sequence[int]) -> None:
        self._shown = shown

    def logits(self, encoded: EncodedArticle) -> NDArray[np.float64]:
        text = "".join(sentence.text for sentence in encoded.sentences)
        return np.array([text.count("医院"), text.count("渔港"), 0.0])

    def classify(self, article: Article, encoded: EncodedArticle) -> TopicScores:  # noqa: ARG002 - as the protocol has it
        spans = tuple(
            Span(encoded.sentences[i].start, encoded.sentences[i].end) for i in self._shown
        )
        return TopicScores("a", 0.9, False, {"a": 0.9, "b": 0.05, "c": 0.05}, spans)


def model(shown: Sequence[int]) -> ServedModel:
    return ServedModel("m@1", ("a", "b", "c"), FakeEncoder(), _Counts(shown), None)  # type: ignore[arg-type]


def row(title: str | None) -> LabelledArticle:
    return LabelledArticle(id="1", title=title, text=TEXT, topic="a")


def test_what_decides_falls_further_than_what_is_as_long() -> None:
    report = measure_evidence([row("开市"), row(None), row(None)], model([0, 2]))
    assert (report.n, report.by_headline["printed"].fall.n, report.by_headline["none"].fall.n) == (
        3,
        1,
        2,
    )
    assert report.all is not None
    assert report.all.fall.value > 0 > report.all.fall_of_others.value
    assert (report.all.decides.value, report.all.changes) == (1, 1)
    assert report.all.changes_of_others == 0


def test_what_does_not_decide_is_found_out() -> None:
    report = measure_evidence([row(None)], model([1]))
    assert report.all is not None
    assert (report.all.decides.value, report.all.changes) == (0, 0)


def test_an_article_without_enough_other_sentences_counts_for_nothing() -> None:
    report = measure_evidence([row(None)], model([0, 1, 2]))
    assert (report.n, report.all, report.by_headline) == (0, None, {})
    assert measure_evidence([row(None)], model([])).n == 0


def test_others_are_of_the_nearest_length_and_taken_once() -> None:
    sentences = split_sentences("甲。乙乙乙。丙丙。丁丁丁丁。戊戊戊。")
    assert nearest_in_length(sentences, [1, 4]) == [2, 3]
    assert nearest_in_length(sentences, [0, 1, 2]) == []


def test_what_is_left_keeps_its_paragraphs() -> None:
    article = make_article(TEXT)
    rest = leave_out(article, split_sentences(TEXT), [2, 0])
    assert rest.text == "渔港昨天又开市。\n船都回来了。"


def test_figures_are_shown_and_written() -> None:
    report = measure_evidence([row("开市"), row(None)], model([0, 2]))
    table = evidence_table(report)
    assert list(table.columns[0].cells) == ["all", "printed", "none"]
    assert plain(report)["by_headline"]["none"]["decides"]["value"] == 1
