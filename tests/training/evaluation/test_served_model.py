from __future__ import annotations

import numpy as np

from tests.factories import make_article
from tests.fakes import CountingEncoder, FakeEncoder
from training.evaluation.served_model import RememberingEncoder


def test_an_article_is_read_once_and_without_its_headline_once_more() -> None:
    counting, told = CountingEncoder(), list[int]()
    encoder = RememberingEncoder(counting, told.append)
    first = encoder.encode(make_article("雨停了。", "天晴"))
    assert encoder.encode(make_article("雨停了。", "天晴")) is first
    assert np.array_equal(first.vectors, FakeEncoder().encode(make_article("雨停了。")).vectors)
    encoder.encode(make_article("雨停了。", None))
    assert counting.n_read == 2
    assert told == [1, 2]
