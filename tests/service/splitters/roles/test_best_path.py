"""Rules that speak beside the scores of lines."""

from __future__ import annotations

import numpy as np
import pytest

from service.splitters.cohesion import N_BUCKETS, Cohesion
from service.splitters.lines.line import read_lines
from service.splitters.roles.best_path import best_roles
from service.splitters.roles.line_scorer import LineScores
from service.splitters.stories import Role

COHESION = Cohesion(np.ones(N_BUCKETS, dtype=np.float32))
TITLE = "望月桥昨天恢复通车"
STORY = "望月桥建成三十二年，去年秋天检测时发现望月桥的两个桥墩有裂缝，施工队换掉了全部支座。"
REST = "市交通运输局提醒，望月桥的桥面限速每小时四十公里，载重十吨以上的货车请绕行北环路。"
CAPTION = "3月16日，云川市实验小学的学生在校园菜地里给刚出土的豆苗浇水。"


def _roles(printed: dict[str, Role]) -> tuple[Role, ...]:
    """Roles of lines of which the net is rather sure, here of whatever the test says."""
    lines = read_lines("\n".join(printed))
    roles = np.full((len(lines), len(Role)), -5.0)
    roles[range(len(lines)), list(printed.values())] = -0.1
    zeros = np.zeros(len(lines))
    odds = zeros.astype(np.float32)
    scores = LineScores(roles, zeros, zeros, odds, zeros.astype(bool))
    return best_roles(lines, scores, COHESION)


@pytest.mark.parametrize("agency", ["新华社发", "影像中国", "（资料图片）"])
def test_an_agency_is_no_headline(agency: str) -> None:
    printed = {TITLE: Role.HEADLINE, STORY: Role.BODY, agency: Role.HEADLINE, REST: Role.BODY}
    assert _roles(printed)[2] is not Role.HEADLINE
    assert _roles({**printed, TITLE: Role.HEADLINE})[0] is Role.HEADLINE


def test_the_end_of_a_remark_in_brackets_is_no_headline() -> None:
    printed = {TITLE: Role.HEADLINE, STORY + "（苏禾、白一": Role.BODY, "鸣）": Role.HEADLINE}
    assert _roles(printed)[2] is Role.BODY


@pytest.mark.parametrize(("below", "role"), [(REST, Role.CAPTION), ("（苏禾）", Role.BODY)])
def test_a_photo_with_a_rubric_ends_at_its_credit_where_text_follows(
    below: str, role: Role
) -> None:
    caption = CAPTION + "本报记者 孟凡溪 摄"
    rubric = {"图片新闻": Role.HEADLINE, caption: Role.BODY, below: Role.BODY}
    assert _roles({TITLE: Role.HEADLINE, STORY: Role.BODY, **rubric})[3] is role


def test_text_below_a_photo_goes_on_above_it_if_it_talks_of_the_same() -> None:
    photo = {CAPTION + "本报记者 孟凡溪 摄": Role.CAPTION}
    above = {TITLE: Role.HEADLINE, STORY: Role.BODY, **photo}
    assert _roles({**above, REST: Role.START})[-1] is Role.BODY
    other = "杏花里六十岁以上居民占四成，社区把闲置自行车棚改成食堂。"
    assert _roles({**above, other: Role.START})[-1] is Role.START


def test_titles_side_by_side_may_be_of_the_headline_however_long() -> None:
    titles = "  ".join(("表决通过渡口安全条例", "决定授予摆渡四十年的船工何田田荣誉称号") * 4)
    printed = {TITLE: Role.HEADLINE, titles: Role.HEADLINE_MORE, STORY: Role.BODY}
    assert _roles(printed)[1] is Role.HEADLINE_MORE
    text = {TITLE: Role.HEADLINE, titles.replace("  ", "，"): Role.HEADLINE_MORE, REST: Role.BODY}
    assert _roles(text)[1] is not Role.HEADLINE_MORE
