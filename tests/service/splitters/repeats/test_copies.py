from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from service.splitters.cohesion import N_BUCKETS, Cohesion
from service.splitters.lines.line import read_lines
from service.splitters.repeats.copies import remove_repeats, set_copies_aside
from service.splitters.stories import Story

BRIDGE = [
    "望月桥昨天恢复通车",
    "封闭了四个月的望月桥恢复通车，第一辆公交车从桥上驶过，桥头的居民鼓起掌来。",
    "望月桥建成三十二年，施工队换掉了桥墩的全部支座，重新铺了桥面，还加装了护栏。",
]
READING = [
    "老粮仓改成阅览室",
    "村里的老粮仓修好以后改成了阅览室，每天傍晚都有孩子到阅览室做作业。",
    "镇上给阅览室配了两千册图书，退休教师轮流值班，孩子到阅览室借书不收钱。",
    "阅览室的管理员程雨桐说，暑假里阅览室还要请老师给孩子讲故事、教书法。",
]
Stories = Sequence[tuple[int, int]]


def _left_out(
    texts: Sequence[str], stories: Stories, cuts: frozenset[int] = frozenset()
) -> set[int]:
    """Indices of the copies; each story is given as its first line, the headline, and its end."""
    lines = read_lines("\n\n".join(texts))
    clean = set_copies_aside(lines)
    assert clean.lines == lines
    cohesion = Cohesion(np.ones(N_BUCKETS, dtype=np.float32))
    made = [Story((first,), tuple(range(first + 1, end))) for first, end in stories]
    _, copies = remove_repeats(clean, made, cohesion, lambda _, index: index in cuts)
    return {lines.index(copy) for copy in copies}


def test_the_copy_in_its_own_story_stays() -> None:
    assert _left_out([*BRIDGE, READING[2], *READING], [(0, 4), (4, 8)]) == {3}
    assert _left_out([*READING, BRIDGE[0], READING[2], *BRIDGE[1:]], [(0, 4), (4, 8)]) == {5}


def test_a_misprinted_copy_is_a_copy() -> None:
    misprinted = READING[2].replace("图书", "图收").replace("，", ",")
    assert _left_out([*BRIDGE, misprinted, *READING], [(0, 4), (4, 8)]) == {3}


def test_of_two_in_one_story_the_one_at_its_end_goes() -> None:
    assert _left_out([*READING, READING[1]], [(0, 5)]) == {4}


def test_of_two_in_one_story_the_one_above_goes_where_the_story_goes_on() -> None:
    assert _left_out([*BRIDGE, READING[2], *READING], [(0, 8)]) == {3}


@pytest.mark.parametrize(("stories", "left_out"), [([(0, 8)], set()), ([(0, 4), (4, 8)], {3})])
def test_a_whole_sentence_of_its_own_story_is_a_quotation(
    stories: Stories, left_out: set[int]
) -> None:
    quoted = "程雨桐最后告诉记者，" + READING[3].removeprefix("阅览室的管理员程雨桐说，")
    texts = [*BRIDGE, READING[3].split("，", 1)[1] + "大家都说这里好。", *READING[:3]]
    whole = quoted + "大家都说这里好。"
    assert _left_out([*texts, whole], stories) == left_out


def test_a_formula_at_the_end_of_two_cut_lines_stays() -> None:
    formula = "要把老百姓的事当成自己的事，一件一件办好，办到老百姓的心坎上去。"
    texts = [*BRIDGE, "施工队的贺子衿说", formula, *READING, "镇上的白一鸣也说", formula]
    assert _left_out(texts, [(0, 5), (5, 11)], cuts=frozenset((4, 10))) == set()


def test_the_one_with_a_signpost_stays() -> None:
    texts = [*READING, READING[3] + "（下转第三版）", *BRIDGE]
    assert _left_out(texts, [(0, 5), (5, 8)]) == {3}


def test_what_stands_right_above_the_story_it_ends_goes_though_it_fits_there() -> None:
    formula = (
        "退休教师轮流值班，孩子到阅览室借书，放假以后也照常开门，周末两天还有志愿者教下棋和剪纸。"
    )
    texts = [*READING, formula, "两所学校合办夏令营", *BRIDGE[1:], formula]
    assert _left_out(texts, [(0, 5), (5, 9)]) == {4}


@pytest.mark.parametrize("headline", [READING[0], "粮仓里的琅琅书声"])
def test_a_story_printed_again_goes_out_with_its_headline(headline: str) -> None:
    again = [headline, "".join(READING[1:])]
    assert _left_out([*READING, *BRIDGE, *again], [(0, 4), (4, 7), (7, 9)]) == {7, 8}
    assert _left_out([*again, *BRIDGE, *READING], [(0, 2), (2, 5), (5, 9)]) == {5, 6, 7, 8}
