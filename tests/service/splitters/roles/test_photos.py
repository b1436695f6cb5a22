"""What goes on below a photo."""

from __future__ import annotations

import numpy as np
import pytest

from service.splitters.cohesion import N_BUCKETS, Cohesion
from service.splitters.lines.line import read_lines
from service.splitters.roles.line_scorer import LineScores
from service.splitters.roles.photos import Photos

COHESION = Cohesion(np.ones(N_BUCKETS, dtype=np.float32))
STORY = "望月桥建成三十二年，去年秋天检测时发现望月桥的两个桥墩有裂缝，施工队换掉了全部支座。"
OTHER = "杏花里六十岁以上居民占四成，社区把闲置自行车棚改成食堂。"
CAPTION = "3月16日，云川市实验小学的学生在校园菜地里给刚出土的豆苗浇水。"
CREDIT = "本报记者 孟凡溪 摄"
REST = "市交通运输局提醒，望月桥的桥面限速每小时四十公里，载重十吨以上的货车请绕行北环路。"


def _resumes(*texts: str) -> bool:
    lines = read_lines("\n".join(texts))
    return Photos(lines, _scores(len(lines))).is_resumed(len(lines) - 1, COHESION)


def _scores(n: int) -> LineScores:
    zeros = np.zeros(n)
    odds = zeros.astype(np.float32)
    return LineScores(np.zeros((n, 6)), zeros, zeros, odds, np.zeros(n, dtype=bool))


@pytest.mark.parametrize(
    "above",
    [
        (STORY, CAPTION + CREDIT),
        (STORY, CAPTION, CREDIT),
        (STORY, CAPTION + CREDIT, CAPTION, CREDIT),
        (STORY, "图片新闻", CAPTION + CREDIT),
    ],
    ids=["glued credit", "credit on a line", "two photos", "a rubric"],
)
def test_a_story_can_go_on_below_photos(above: tuple[str, ...]) -> None:
    assert _resumes(*above, REST)


@pytest.mark.parametrize(
    "lines",
    [
        (STORY, REST),
        (CAPTION + CREDIT, REST),
        (STORY + "（苏禾）", CAPTION + CREDIT, REST),
        (STORY, "（本报云川3月16日电）", CAPTION + CREDIT, REST),
        (STORY, "（作者为桥梁工程师）", CAPTION + CREDIT, REST),
        (STORY + "（下转第三版）", CAPTION + CREDIT, REST),
        (STORY, CAPTION + CREDIT, OTHER),
        (STORY, CAPTION + CREDIT, "（上接第一版）" + REST),
    ],
    ids=[
        "no photo",
        "nothing above the photo",
        "signed",
        "a dateline",
        "an author",
        "goes on elsewhere",
        "other matter",
        "a signpost",
    ],
)
def test_nothing_goes_on(lines: tuple[str, ...]) -> None:
    assert not _resumes(*lines)


def test_a_credit_on_its_own_line_belongs_to_the_caption_above() -> None:
    lines = read_lines("\n".join((STORY, CAPTION, CREDIT)))
    assert Photos(lines, _scores(3)).caption_start(2) == 1
