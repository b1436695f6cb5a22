"""What stitches are learned from."""

from __future__ import annotations

import random

import numpy as np

from service.artifacts import LineScorerFolder
from service.config import locate
from service.splitters import ArticleSplitter
from service.splitters.roles.line_scorer import PAIR_WEIGHTS, LineScorer
from service.splitters.stitching.pairs import EVIDENCE, PairRater
from training.line_scorer.stitches import fit_pairs, learn_pairs
from training.pages.noise import CleanArticle, NoisedPage, make_page

THINGS = ("望月桥", "杏花里", "家庭病床", "寄递线路", "豆苗菜地", "晒谷场")


def _article(thing: str) -> CleanArticle:
    paragraphs = (
        f"{thing}的事，云川人已经等了三年。去年秋天动工，今年三月完成，前后换了两支队伍。",
        f"市里为{thing}拿出了二百四十万元，区里又补了一半，钱怎么花都贴在门口的公告栏上。",
        f"负责{thing}的人说，最难的是雨季，机器进不来，材料只好靠人一趟一趟往里背。",
        f"如今{thing}成了居民饭后常去的地方，孩子们在旁边写作业，老人在树下下棋。",
        f"{thing}的下一步，是把周边的路灯和长椅配齐，计划在入冬以前全部完工。",
    )
    return CleanArticle((f"{thing}已满三年",), paragraphs)


def _page(seed: int) -> NoisedPage:
    rng = random.Random(seed)
    articles = [_article(thing) for thing in rng.sample(THINGS, 4)]
    faults = frozenset(["jumps", "bare_continuations"])
    return make_page(articles, rng, page_id="m", faults=faults, emphasis="jumps")


def test_what_is_learned_tells_right_pairs_from_wrong_ones() -> None:
    arrays = LineScorerFolder(locate("models/line_scorer")).read_weights()
    weights = learn_pairs(arrays, [_page(seed) for seed in range(80)], seed=1)
    assert weights.shape == (len(EVIDENCE) + 1,)
    scorer = LineScorer({**arrays, PAIR_WEIGHTS: weights})
    splitter = ArticleSplitter(scorer)
    confidence: dict[bool, list[float]] = {True: [], False: []}
    for seed in range(100, 190):
        gold = _page(seed).gold
        owners = {start: owner for start, _, owner in gold.segments}
        pieces = splitter.take_apart(scorer.characters.read_lines(gold.text))
        lines, stories = pieces.seams.lines, pieces.stories
        for pair in PairRater(lines, stories, scorer.characters).rate(scorer.pair_weights):
            ends = lines[stories[pair.story].lines[-1]], lines[stories[pair.continuation].lines[0]]
            is_right = owners[ends[0].start] == owners[ends[1].start]
            confidence[is_right].append(pair.confidence)
    assert np.mean(confidence[True]) > 0.8
    assert np.mean(confidence[False]) < 0.2


def test_of_rivals_only_one_is_right_however_many_there_are() -> None:
    """Of ten rivals without evidence each is right in one of ten issues: even odds and more."""
    pairs = [(issue, 10 * issue + piece) for issue in range(20) for piece in range(10)]
    answers = np.array([piece == 0 for _ in range(20) for piece in range(10)])
    weights = fit_pairs(pairs, np.zeros((200, 1)), answers)
    assert weights[-1] > 1
