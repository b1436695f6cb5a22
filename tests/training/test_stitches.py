"""What stitches are learned from."""

from __future__ import annotations

import random

import numpy as np

from service.splitters.line_scorer import DEFAULT_FILE
from service.splitters.pairs import EVIDENCE
from training.noise import CleanArticle, NoisedPage, make_page
from training.stitches import learn_pairs

THINGS = ("望月桥", "杏花里", "家庭病床", "寄递线路", "豆苗菜地", "晒谷场")


def _article(thing: str) -> CleanArticle:
    paragraphs = (
        f"{thing}的事，云川人已经等了三年。去年秋天动工，今年三月完成，前后换了两支队伍。",
        f"市里为{thing}拿出了二百四十万元，区里又补了一半，钱怎么花都贴在门口的公告栏上。",
        f"负责{thing}的人说，最难的是雨季，机器进不来，材料只好靠人一趟一趟往里背。",
        f"如今{thing}成了居民饭后常去的地方，孩子们在旁边写作业，老人在树下下棋。",
        f"{thing}的下一步，是把周边的路灯和长椅配齐，计划在入冬以前全部完工。",
    )
    return CleanArticle((f"{thing}这三年",), paragraphs)


def _page(seed: int) -> NoisedPage:
    rng = random.Random(seed)
    articles = [_article(thing) for thing in rng.sample(THINGS, 4)]
    faults = frozenset(["jumps", "bare_continuations"])
    return make_page(articles, rng, page_id="m", faults=faults, emphasis="jumps")


def test_likeness_and_order_speak_for_a_pair() -> None:
    with np.load(DEFAULT_FILE) as stored:
        arrays = {name: stored[name].astype(np.float32) for name in stored.files}
    weights = learn_pairs(arrays, [_page(seed) for seed in range(40)], seed=1)
    assert weights.shape == (len(EVIDENCE) + 1,)
    named = dict(zip(EVIDENCE, weights, strict=False))
    assert named["texts are alike"] > 0
    assert named["stands below"] > 0
