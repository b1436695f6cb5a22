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


GRANARY = (
    "青石镇把老粮仓改成了自习室",
    "本报讯（记者 甘小满）青石镇的老粮仓空了多年，上个月挂上自习室的牌子，一百二十个座位天天坐满。",
    "粮仓里亮起灯",
    "粮仓的六个圆仓，镇里出资一百八十万元加固，每个仓摆二十张书桌。管仓库的老丁说，他以前守的是稻谷，如今守的是孩子，灯要到夜里十点才关。",
    "年轻人回来了",
    "考研的覃晓从省城回到镇上，每天在粮仓里坐八个小时。像她这样的年轻人，自习室登记了三百多名，有人带来自己的书，捐给仓里的书架。",
    "小店跟着开张",
    "粮仓对面新开了四家小吃店和一家打印店。店主冯嫂说，从前这条街傍晚就没有人，如今到九点还要煮面，一天多卖六十碗。",
)
PARLOUR = (
    "一条巷子的“共享客厅”",
    "在柳叶巷，有一间四面都是窗的屋子，谁家来了客人坐不下，都可以带到这里来。街坊管它叫“共享客厅”。",
    "一壶茶，泡开陌生人",
    "客厅里的茶是街坊轮流带的。住在柳叶巷十年的邱老师说，从前楼上楼下不认识，如今谁没来喝茶，大家还要打个电话问一问。",
    "一盏灯，照亮回家路",
    "客厅的灯亮到夜里十一点。下夜班的护士小俞每晚路过，都要进去坐坐，她说柳叶巷原来黑，看见这盏灯，就算到家了。",
    "一把椅，坐下百家话",
    "墙边的椅子是街坊从家里搬来的，高矮不一。每周三晚上，社区在客厅听意见，晾衣绳、停车位、垃圾桶，都是在椅子上谈成的。",
)
MASSEUR = (
    "盲人按摩师的二十年",
    "按摩店开在老电影院的二楼，店主叫霍春生，看不见，却能凭脚步声认出每一位老顾客。",
    "从一张床开始",
    "二十年前，霍春生借了三千元，租下一间八平方米的屋子，摆了一张床。头一个月只来了十一位客人，他每天练手法练到半夜。",
    "带出三十个徒弟",
    "霍春生收徒弟不收钱，只有一条，要肯吃苦。三十个徒弟里，二十二个是盲人，如今在各地开了十九家店。",
    "眼睛看不见的光",
    "去年，霍春生把店里一年的盈余捐给盲校，给孩子们买了六十台盲文点显器。他说，他看不见光，可他知道光在哪里。",
)
MUSEUM = (
    "博物馆周末延时开放",
    "本报讯 市博物馆本周六起延时开放到晚上九点，夜间另开两场讲解，不用预约，凭身份证入馆。",
)
SHORT_ITEMS = (
    (
        "码头修好了",
        "大沙码头的浮桥昨天修好，停航九天的轮渡恢复开行，早六点到晚九点每二十分钟一班。",
    ),
    (
        "榨菜涨价了",
        "市物价部门的监测显示，上周榨菜头每斤涨了三角，菜农说是春旱减产，新菜上市以后会回落。",
    ),
    (
        "画展开幕了",
        "六十位退休教师的画展在工人文化宫开幕，展出国画、水彩一百一十幅，免费参观到月底。",
    ),
)


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("feature", [GRANARY, PARLOUR, MASSEUR])
def test_subheads_of_single_paragraphs_are_no_headlines(
    feature: Sequence[str], between: str
) -> None:
    assert headlines(*feature, *MUSEUM, between=between) == [feature[0], MUSEUM[0]]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_short_headlines_of_one_length_are_no_subheads(between: str) -> None:
    page = (line for item in SHORT_ITEMS for line in item)
    assert headlines(*page, between=between) == [headline for headline, _ in SHORT_ITEMS]
