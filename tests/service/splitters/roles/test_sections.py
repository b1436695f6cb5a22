"""Short lines between texts: headlines of stories or subheads of one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from service.splitters.lines.line import read_lines
from service.splitters.roles.line_scorer import LineScorer
from service.splitters.roles.sections import section_odds
from tests.service.splitters.reading import headlines

CORNER = (
    "修伞铺搬进菜市场",
    "雨季一到，老褚的修伞铺就忙起来。换一根伞骨三元，缝一道边两元，二十年没涨过价。",
    "菜市场翻修后，市场方给他留了进门第一个摊位，还免了头一年的租金。",
)
HERONS = (
    "鹭鸟回到石臼湖",
    "四百多只夜鹭和白鹭在石臼湖西岸的杉树林里筑巢，观鸟爱好者架起了长长一排相机。",
    "湖区去年退出围网三千亩，补种苦草和菱角，水色一天比一天清。",
)
CHOIR = (
    "退休司机学唱戏",
    "公交公司的退休驾驶员龚长顺组了一支戏班，七个人里六个开过大客车，嗓门一个比一个亮。",
    "每逢周末，他们在文化广场唱折子戏，台下坐的多是当年的老乘客。",
)
BREAD = (
    "烘焙课上笑声多",
    "面粉、鸡蛋、黄油在案板上摆成一排，十八位听障青年跟着师傅的手势学做吐司。",
    "残联的工作人员说，结业后有五家面包房愿意接收他们实习。",
)
FEATURE = (
    "茧站旧址办起了蚕桑馆",
    "桑埠镇的老茧站空了十六年。去年春天，镇里把茧站改成蚕桑馆，八位老茧工回来当讲解员。",
    "老物件找回来了",
    "缫车、烘茧灶、过磅的大秤，都是老茧工从各村找回来的。蚕桑馆里每件都写着是谁家捐的。",
    "孩子们养起了蚕",
    "蚕桑馆给镇上两所小学发了蚕种。桑埠镇的孩子每天摘桑叶，记下蚕儿几次眠、几次起。",
    "丝绵被卖到了城里",
    "讲解之外，老茧工还教人翻丝绵。蚕桑馆去年卖出丝绵被六百床，桑埠镇三十户人家有了活干。",
)


@pytest.mark.parametrize(
    "stories",
    [(CORNER, HERONS, CHOIR, BREAD), (BREAD, CORNER, CHOIR), (HERONS, BREAD, CORNER)],
)
def test_stories_without_leads_and_blank_lines_are_told_apart(
    stories: Sequence[Sequence[str]],
) -> None:
    page = "\n".join(line for story in stories for line in story)
    assert headlines(f"柳河晚报 2026年7月3日 第6版\n{page}") == [story[0] for story in stories]


def test_subheads_stay_where_headlines_stand_apart() -> None:
    stories = ["\n".join(story) for story in (FEATURE, CORNER, HERONS)]
    assert headlines("\n\n".join(stories)) == [FEATURE[0], CORNER[0], HERONS[0]]


def test_subheads_set_in_the_middle_are_none() -> None:
    indents = ["", "　　", *["　" * 7, "　　"] * 3]
    feature = [indent + line for indent, line in zip(indents, FEATURE, strict=True)]
    others = [f"{head}\n　　本报讯 {text}\n　　{more}" for head, text, more in (CORNER, CHOIR)]
    assert headlines("\n".join([*feature, *others])) == [FEATURE[0], CORNER[0], CHOIR[0]]


def test_what_names_the_same_things_is_rather_of_one_story() -> None:
    scorer = LineScorer.from_pretrained()
    lines = read_lines("\n".join((*FEATURE[:2], *FEATURE[4:6], *CHOIR)))
    odds = section_odds(lines, scorer.score(lines, ()), scorer.cohesion)
    assert set(odds) == {2, 4}
    assert odds[2] < odds[4]


def test_no_odds_where_nothing_parts_texts() -> None:
    scorer = LineScorer.from_pretrained()
    lines = read_lines("\n".join((*CORNER, "柳河晚报 第6版")))
    assert section_odds(lines, scorer.score(lines, ()), scorer.cohesion) == {}
