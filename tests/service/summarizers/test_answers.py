from __future__ import annotations

import pytest

from service.summarizers.answers import ACCUSATION, DANGER, TRIAL, Question, open_question
from service.summarizers.picking import AS_EDITORS
from service.summarizers.selection import select_sentences
from service.text import split_sentences
from tests.factories import make_article

ACCUSED = "11月3日，程女士向本报报料，她在东岸超市买的鱼罐头里有玻璃渣。"
ANSWER = "东岸超市负责人回应，同批罐头已全部下架，愿意十倍赔偿。"
OTHER = "鱼罐头是云川人过冬常备的食物，家家户户的柜子里都有几罐。"


def summarize(text: str, shares: list[float], max_chars: int = 100) -> str | None:
    sentences = split_sentences(text)
    return select_sentences(
        make_article(text), sentences, shares, max_chars=max_chars, rule=AS_EDITORS
    ).text


def test_an_accusation_is_told_with_its_answer() -> None:
    text = f"{ACCUSED}{OTHER}{ANSWER}{OTHER[:10]}。" * 2
    shares = [0.9, 0.01, 0.05, 0.01] * 2
    assert summarize(text, shares) == ACCUSED + ANSWER


def test_an_answer_that_does_not_fit_is_left_out() -> None:
    text = f"{ACCUSED}{OTHER}{ANSWER}"
    assert summarize(text, [0.9, 0.01, 0.05], len(ACCUSED) + 10) == ACCUSED


def test_the_best_of_several_answers_is_told() -> None:
    better = "市市场监管局已立案调查，罐头送检。"
    text = f"{ACCUSED}{OTHER}{ANSWER}{better}{OTHER}"
    assert summarize(text, [0.9, 0.01, 0.02, 0.06, 0.01], 60) == ACCUSED + better


def test_a_likely_answer_takes_the_place_of_more_accusation() -> None:
    more = "她说，罐头是给八岁的女儿买的，幸好发现得早，没有咽下去，不然后果不堪设想。"
    text = f"{ACCUSED}{more}{OTHER}{ANSWER}"
    budget = len(ACCUSED + more) + 5
    assert summarize(text, [0.9, 0.8, 0.01, 0.3], budget) == ACCUSED + ANSWER
    assert summarize(text, [0.9, 0.8, 0.01, 0.1], budget) == ACCUSED + more


def test_what_accuses_nobody_stays_alone() -> None:
    text = f"11月3日，东岸超市重新开业。{OTHER}{ANSWER}"
    assert summarize(text, [0.9, 0.01, 0.02], 60) == "11月3日，东岸超市重新开业。"


@pytest.mark.parametrize(
    "accusation",
    [
        "网友发帖称，东岸公园的票价一年涨了三次。",
        "多名业主投诉，小区停水两天没有人管。",
        "一名网友在社交平台发文称，渡口的船票涨了价。",
        "近日，一段“渡船超载”的视频引发关注。",
        "苏某实名举报东岸码头偷排废油。",
    ],
)
@pytest.mark.parametrize(
    "answer",
    [
        "码头管理处答复称，已经整改。",
        "涉事公司在声明中致歉。",
        "警方已介入调查。",
        "街道办一名工作人员表示，正在核实。",
        "渡口管理条例第九条写明，依法对船主处五百元罚款。",
        "该船主已被行拘。",
    ],
)
def test_knows_accusations_and_answers(accusation: str, answer: str) -> None:
    assert open_question([accusation]) is ACCUSATION
    assert ACCUSATION.is_settled_by(answer)
    assert open_question([accusation, answer]) is None


@pytest.mark.parametrize("sentence", ["渔港昨天开市。", "孩子们在公园里放风筝。", "市民反应热烈。"])
def test_news_that_leaves_nothing_open(sentence: str) -> None:
    assert open_question([sentence]) is None


@pytest.mark.parametrize(
    ("asked", "told", "question"),
    [
        ("东岸法院审理了一起罐头侵权案。", "法院判令超市赔偿三千元。", TRIAL),
        ("程女士把超市诉至东岸区人民法院。", "经调解，双方达成协议。", TRIAL),
        ("检察院以盗窃罪对苏某提起公诉。", "苏某被判有期徒刑八个月。", TRIAL),
        ("渔港三号泊位一条渔船起火。", "火势半小时后被扑灭。", DANGER),
        ("两名船工被困底舱。", "凌晨两点，两人先后获救。", DANGER),
        ("货车追尾公交车。", "司机腿部轻伤。", DANGER),
    ],
)
def test_trials_want_a_judgement_and_dangers_an_outcome(
    asked: str, told: str, question: Question
) -> None:
    assert open_question([asked]) is question
    assert open_question([asked, told]) is None
    text = f"{asked}{OTHER}{told}{OTHER}" * 2
    assert summarize(text, [0.9, 0.01, 0.05, 0.01] * 2, 60) == asked + told
