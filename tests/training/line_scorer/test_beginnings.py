"""Beginnings learned from made tears."""

from __future__ import annotations

import random

import numpy as np
import pytest

from service.splitters.roles.beginnings import ARRAYS, Beginnings
from training.line_scorer.beginnings import learn_beginnings, platt_scale, tear_place
from training.pages.noise import CleanArticle

PARAGRAPHS = (
    "望月桥建成三十二年，去年秋天检测时发现两个桥墩有裂缝。施工队换掉了全部支座。",
    "市交通运输局提醒，桥面限速每小时四十公里。载重十吨以上的货车请绕行北环路。",
    "石门乡今年前两个月寄出包裹四万一千件，比去年同期多了近三倍。鲜笋的损耗少了一半。",
)


def test_a_tear_lies_between_two_characters_well_inside() -> None:
    text = PARAGRAPHS[0]
    found = {tear_place(text, random.Random(seed)) for seed in range(60)} - {None}
    assert len(found) > 10
    assert all(text[n - 1].isalnum() and text[n].isalnum() for n in found if n is not None)
    assert all(4 <= n < len(text) - 6 for n in found if n is not None)


@pytest.mark.parametrize("text", ["", "短句。", "，" * 40])
def test_some_texts_cannot_be_torn(text: str) -> None:
    assert tear_place(text, random.Random(1)) is None


def test_platt_scaling_takes_the_scale_out_of_scores() -> None:
    rng = np.random.default_rng(1)
    odds = rng.normal(0, 2, 4000).astype(np.float32)
    labels = (rng.random(4000) < 1 / (1 + np.exp(-odds))).astype(np.float32)
    for scale in (1, 8):
        slope, offset = platt_scale(odds * scale, labels)
        assert abs(slope * scale - 1) < 0.15
        assert abs(offset) < 0.15


def test_learns_to_tell_tears_from_beginnings() -> None:
    articles = [CleanArticle(("标题",), PARAGRAPHS)] * 30
    arrays = learn_beginnings(articles, tear_every=15, seed=1)
    assert tuple(arrays) == ARRAYS
    model = Beginnings({name: array.astype(np.float32) for name, array in arrays.items()})
    odds = model.torn([PARAGRAPHS[1], PARAGRAPHS[1][2:]])
    assert odds[0] < 0 < odds[1]
    again = learn_beginnings(articles, tear_every=15, seed=1)
    assert all((arrays[name] == again[name]).all() for name in ARRAYS)
