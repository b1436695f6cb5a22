from __future__ import annotations

import pytest

from service.summarizers.eligibility import judge_sentences
from service.summarizers.references import goes_on, names_nobody, points_back
from service.text import split_sentences
from tests.factories import make_article


@pytest.mark.parametrize(
    "sentence",
    [
        "据港务局统计，这一吞吐量是三年来最高的。",
        "化验结果显示，这一批次没有问题。",
        "还有三条渔船没有回港。",
        "可就在两人准备上岸时，船翻了。",
        "谁知当晚起了大风。",
        "更有船主连夜排队。",
    ],
)
def test_points_back(sentence: str) -> None:
    assert points_back(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "更正启事刊登在昨天的第二版。",
        "更换后的水表由水务公司免费安装。",
        "还清房贷的市民可以到窗口办理解押。",
        "也门首都的港口昨天重新开放。",
        "均价每平方米九千元的楼盘开盘。",
        "并购东岸渔业的合同昨天签订。",
        "港务局表示，这几天渡船照常开行。",
        "记者昨天在渔港看到，这里已经开市。",
    ],
)
def test_points_to_nothing_before_it(sentence: str) -> None:
    assert not points_back(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "据当地媒体报道，该国的渔港已经封闭。",
        "另据渔政部门消息，禁渔期延长十天。",
        "先后有四十名船员获救。",
    ],
)
def test_goes_on_and_does_not_begin(sentence: str) -> None:
    assert goes_on(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "民警随即上船检查。",
        "医院的绿色通道为她开了整夜。",
        "项目占地九十亩，明年六月完工。",
        "展览将持续到月底。",
        "当地渔民已全部上岸。",
    ],
)
def test_names_nobody(sentence: str) -> None:
    assert names_nobody(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "东岸医院开出首张处方。",
        "项目部昨天搬进新楼。",
        "当地时间3日，台风登陆。",
        "店家们领到了新招牌。",
        "巴拿马运河管理局日前宣布，由于该国持续干旱，限行延长。",
        "记者从云川渔业大学获悉，该校育成新的鱼苗。",
    ],
)
def test_may_begin(sentence: str) -> None:
    assert not goes_on(sentence)
    assert not names_nobody(sentence)


def test_what_opens_the_story_may_open_its_summary() -> None:
    text = "民警昨晚把走失的老人送回了家。民警提醒，出门要带联系卡。"
    assert judge_sentences(make_article(text), split_sentences(text)).ties.to_any == {1}


@pytest.mark.parametrize("first", ["首先，", "一是", "其一，"])
def test_the_first_of_several_points_needs_no_question_before_it(first: str) -> None:
    point = f"{first}渡船从周五起加开夜班。二是票价不变。"
    for before, is_tied in (("渡口有哪些变化？", False), ("渡口管理站公布了安排。", True)):
        article = make_article(f"{before}{point}")
        ties = judge_sentences(article, split_sentences(article.text)).ties
        assert (1 in ties.to_previous) is is_tied
        assert 2 in ties.to_previous
