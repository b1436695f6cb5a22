"""Headlines right below who wrote the story above, on pages without a blank line or a lead."""

from __future__ import annotations

import pytest

from tests.service.splitters.reading import headlines

MARKET = (
    "渔港夜市首晚卖空三千斤虾",
    "石矶渔港的夜市周六开张，七十个摊位沿防波堤排开，三千斤活虾九点不到就卖空了。",
    "港务所把夜里的泊位让出一半，垃圾车十一点准时进场。",
)
VACCINE = (
    "孩子打完疫苗为啥要留观三十分钟？",
    "区疾控中心上月处理了两例接种后晕倒，都发生在家长急着带孩子离开的路上。",
    "接种门诊主任祁若兰解释，严重过敏大多在头半小时里出现，离开了就只能叫救护车。",
)
ROAD = (
    "他在悬崖上修了四十年路，昨天把铁锹交给了徒弟",
    "昨天下午，养路工柴长顺把一把磨短了半截的铁锹交到徒弟手里，在云岭道班办了退休手续。",
    "徒弟鲍小川是大学生，带来了无人机和测缝仪。老柴说，机器看得远，人要走得到。",
)


@pytest.mark.parametrize(
    "writer",
    [
        "记者 卓晚晴 实习生 罗小满",
        "□本报记者 向东",
        "卓晚晴",
        "——卓晚晴",
        "文/卓晚晴 图/罗小满",
        "（卓晚晴）",
        "供稿：卓晚晴",
        "读者 卓晚晴",
        "市民 王先生",
    ],
)
def test_what_stands_below_who_wrote_the_text_above_is_a_headline(writer: str) -> None:
    stories = (MARKET, VACCINE, ROAD)
    page = [line for story in stories for line in (*story, writer)]
    assert headlines(*page) == [story[0] for story in stories]


@pytest.mark.parametrize("writer", ["本报记者 卓晚晴", "卓晚晴"])
def test_a_subhead_is_none_where_the_writer_stands_elsewhere(writer: str) -> None:
    headline, opening, more = (*MARKET[:2], f"{MARKET[2]}夜市开到十一月底，逢大风停摆。")
    subhead = "夜市能开到什么时候？"
    assert headlines(headline, writer, opening, subhead, more) == [headline]
    assert headlines(headline, opening, subhead, more, writer) == [headline]
