from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from service.artifacts import Certainty
from service.classifiers.topics import TopicClassifier
from service.datamodels import Span
from service.encoders.base import EncodedArticle
from service.encoders.heads import TwoLayerHead
from service.text import split_sentences
from tests.factories import make_article

LABELS = ("politics", "livelihood", "other")


def _classifier(
    *,
    temperature: float = 1.0,
    threshold: float = 0.6,
    headlines_alone: Certainty | None = None,
) -> TopicClassifier:
    """The logits are three times the tanh of the text's mean vector."""
    n = len(LABELS)
    head = TwoLayerHead(
        np.concatenate([np.zeros((n, n)), np.eye(n)], axis=1),
        np.zeros(n),
        3 * np.eye(n),
        np.zeros(n),
    )
    return TopicClassifier(
        LABELS,
        head,
        certainty=Certainty(temperature=temperature, threshold=threshold),
        headlines_alone=headlines_alone,
    )


def _encoded(text: str, vectors: list[list[float]]) -> EncodedArticle:
    sentences = split_sentences(text)
    return EncodedArticle(
        sentences,
        np.zeros(len(LABELS), np.float32),
        np.array(vectors, np.float32).reshape(len(sentences), len(LABELS)),
        np.ones(len(sentences), np.int64),
    )


def test_gives_the_likeliest_label_and_all_probabilities() -> None:
    scores = _classifier().classify(make_article("甲。"), _encoded("甲。", [[0, 1, 0]]))
    assert scores.label == "livelihood"
    assert scores.probability == scores.probabilities["livelihood"]
    assert sum(scores.probabilities.values()) == pytest.approx(1, abs=1e-3)
    assert list(scores.probabilities) == list(LABELS)


@pytest.mark.parametrize(
    ("headline", "is_doubtful"),
    [
        ("更　正", True),
        ("【遗失声明】", True),
        ("停水公告", False),
        ("更正登记一次办成", False),
        (None, False),
    ],
)
def test_a_notice_of_no_topic_is_doubtful(headline: str | None, is_doubtful: bool) -> None:
    article = replace(make_article("甲。"), headline=headline)
    scores = _classifier().classify(article, _encoded("甲。", [[0, 1, 0]]))
    assert scores.uncertain is is_doubtful


@pytest.mark.parametrize(
    ("text", "is_doubtful"),
    [
        ("更正：昨日本报二版“柳河桥”应为“柳江桥”。", True),
        ("■更正 昨日本报四版图片说明将作者误为屠苏。", True),
        ("昨日本報二版一文將「柳江」誤為「柳河」，特此更正並向讀者致歉。", True),
        ("公司在给本报的回复中承认失误，并向市民致歉。", False),
    ],
)
def test_a_correction_without_a_headline_is_doubtful(text: str, is_doubtful: bool) -> None:
    article = replace(make_article(text), headline=None)
    scores = _classifier().classify(article, _encoded(text, [[0, 1, 0]]))
    assert scores.uncertain is is_doubtful


def test_an_article_without_a_text_is_doubted_by_a_measure_of_its_own() -> None:
    surer = Certainty(temperature=1.0, threshold=0.3)
    classifier = _classifier(threshold=0.6, headlines_alone=surer)
    without_text = classifier.classify(make_article(""), _encoded("", []))
    assert without_text.probability == pytest.approx(1 / 3, abs=1e-3)
    assert not without_text.uncertain
    assert _classifier(threshold=0.6).classify(make_article(""), _encoded("", [])).uncertain
    text = "甲。" * 30
    assert classifier.classify(make_article(text), _encoded(text, [[1, 1, 1]] * 30)).uncertain


def test_a_notice_of_a_line_is_as_sure_as_a_headline_alone() -> None:
    surer = Certainty(temperature=1.0, threshold=0.99)
    classifier = _classifier(threshold=0.6, headlines_alone=surer)
    for n, is_doubted in ((19, True), (20, False)):
        text = "招租。 \n" * n
        scores = classifier.classify(make_article(text), _encoded(text, [[0, 2, 0]] * n))
        assert scores.uncertain is is_doubted


def test_equal_probabilities_go_to_the_first_label() -> None:
    scores = _classifier().classify(make_article("甲。"), _encoded("甲。", [[1, 1, 1]]))
    assert scores.label == "politics"
    assert scores.uncertain


def test_a_higher_temperature_is_more_modest() -> None:
    encoded = _encoded("甲。", [[0, 1, 0]])
    bold = _classifier().classify(make_article("甲。"), encoded)
    modest = _classifier(temperature=4.0).classify(make_article("甲。"), encoded)
    assert modest.probability < bold.probability
    assert modest.uncertain
    assert not bold.uncertain


def test_evidence_are_the_sentences_whose_absence_hurts() -> None:
    text = "甲甲。乙乙。丙丙。"
    encoded = _encoded(text, [[0, 0, 0.2], [0, 2, 0], [0, 0, 0.2]])
    assert _classifier().classify(make_article(text), encoded).evidence == (Span(3, 6),)


def test_at_most_three_sentences_are_evidence_in_order() -> None:
    text = "甲甲。" * 6
    vectors = [[0.0, 1.0 + i / 10, 0.0] for i in range(3)] + [[1.0, 0.0, 0.0]] * 3
    evidence = _classifier().classify(make_article(text), _encoded(text, vectors)).evidence
    assert evidence == (Span(0, 3), Span(3, 6), Span(6, 9))


def test_an_article_without_text_is_scored_without_evidence() -> None:
    scores = _classifier().classify(make_article("", None), _encoded("", []))
    assert scores.evidence == ()
    assert scores.uncertain


def _reads_the_headline() -> TopicClassifier:
    """The logits are three times the tanh of the headline's vector."""
    n = len(LABELS)
    halves = np.concatenate([np.eye(n), np.zeros((n, n))], axis=1)
    head = TwoLayerHead(halves, np.zeros(n), 3 * np.eye(n), np.zeros(n))
    return TopicClassifier(LABELS, head, certainty=Certainty(temperature=1, threshold=0.6))


def test_a_sentence_that_stands_in_for_the_headline_is_evidence_for_what_it_tells_there() -> None:
    text = "甲甲。乙乙。丙丙。"
    first = np.array([0, 2, 0], np.float32)
    without = replace(_encoded(text, [[0, 2, 0], [0, 0, 2], [2, 0, 0]]), headline=first)
    standing_in = replace(without, stand_in=range(1))
    classifier = _reads_the_headline()
    assert classifier.classify(make_article(text), standing_in).evidence == (Span(0, 3),)
    assert classifier.classify(make_article(text, "甲"), without).evidence == ()
