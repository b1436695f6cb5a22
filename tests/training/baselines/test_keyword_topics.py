from __future__ import annotations

import numpy as np
import pytest

from service.datamodels import TopicScores
from service.encoders.base import EncodedArticle
from service.text import split_sentences
from tests.factories import make_article
from training.baselines.keyword_topics import KeywordClassifier

LABELS = ("politics", "livelihood", "medicine", "logistics", "other")


def classify(headline: str, text: str) -> TopicScores:
    sentences = split_sentences(text)
    n = len(sentences)
    encoded = EncodedArticle(
        sentences, np.zeros(2, np.float32), np.zeros((n, 2), np.float32), np.ones(n, np.int64)
    )
    return KeywordClassifier(LABELS).classify(make_article(text, headline), encoded)


@pytest.mark.parametrize(
    ("headline", "text", "label"),
    [
        ("市委召开会议", "云川市委常委会今天开会，市委书记讲话，部署党建。", "politics"),
        ("社区食堂开张", "居民说，社区的食堂让老人方便。", "livelihood"),
        ("医院添新药", "云川医院的医生说，患者用上了新药品。", "medicine"),
        ("快递进村", "云川的快递网点用冷链配送包裹。", "logistics"),
        ("云川队夺冠", "云川队昨天以三比一取胜，夺得联赛冠军。", "other"),
        ("", "", "other"),
    ],
)
def test_tells_plain_cases(headline: str, text: str, label: str) -> None:
    assert classify(headline, text).label == label


def test_probabilities_are_shares_in_the_order_of_the_labels() -> None:
    scores = classify("快递进村", "快递到了。")
    assert tuple(scores.probabilities) == LABELS
    assert sum(scores.probabilities.values()) == pytest.approx(1, abs=1e-3)
    assert scores.probability == scores.probabilities[scores.label]


def test_evidence_is_the_sentence_with_most_of_its_words() -> None:
    text = "天晴了。快递网点配送包裹。"
    assert classify("快递进村", text).evidence == ((4, 13),)
