"""Questions and answers stay together below what heads them."""

from __future__ import annotations

import pytest

from service.datamodels import Issue
from service.splitters import ArticleSplitter
from service.splitters.lines.line import read_lines
from service.splitters.roles.interviews import find_interviews

HEADLINE = "渡口夜班怎么坐"
QUESTIONS = ("夜班从哪天开起？", "末班船几点离岸？", "老人坐船要不要票？")
ANSWERS = (
    "从下周五起每晚加开四班，班次表贴在候船室门口，也可以在手机上查到。",
    "末班船晚上十点离岸，错过的乘客可以改坐对岸的十二路公交车回城。",
    "六十五岁以上的老人凭身份证免票，带孩子的家长只买一张票。",
)
BEFORE = "山货进城卖得俏\n本报讯（记者 冯英）山货昨天进城展销，三天卖出八十万元。"
AFTER = "桥头换新灯\n本报讯（记者 苏禾）渡口桥头的四十盏路灯昨天全部换新。"
FORMS = {
    "asked and answered": "问：{}\n答：{}",
    "in letters": "Q：{}\nA：{}",
    "by name": "记者：{}\n站长：{}",
    "a reader asks": "市民：{}\n周站长：{}",
    "numbered": "{n}.{}\n{}",
    "numbered in Chinese": "{c}、{}\n{}",
    "in letters with numbers": "Q{n}：{}\nA{n}：{}",
}


def _turns(form: str) -> list[str]:
    return [
        form.format(question, answer, n=n, c="一二三"[n - 1])
        for n, (question, answer) in enumerate(zip(QUESTIONS, ANSWERS, strict=True), start=1)
    ]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["close", "apart"])
def test_an_interview_is_one_story_below_its_headline(form: str, between: str) -> None:
    interview = between.join([HEADLINE, *_turns(form)])
    page = "\n\n".join([BEFORE, interview, AFTER])
    articles = ArticleSplitter().split(Issue("page", page)).articles
    assert [article.headline for article in articles] == ["山货进城卖得俏", HEADLINE, "桥头换新灯"]
    assert articles[1].text.split("\n") == "\n".join(_turns(form)).split("\n")


@pytest.mark.parametrize(
    "lines",
    [
        ("问：夜班从哪天开起？", ANSWERS[0]),
        ("1.夜班从哪天开起？", ANSWERS[0], "3.末班船几点离岸？", ANSWERS[1]),
        ("渡口：夜班下周开", ANSWERS[0], "桥头：路灯换新", ANSWERS[1]),
        (
            "问：夜班从哪天开起？",
            "答：下周五。",
            "本报讯 桥头换灯。",
            "问：几时换完？",
            "答：月底。",
        ),
    ],
    ids=["one", "out of order", "headlines", "a report between"],
)
def test_what_is_no_run_of_questions(lines: tuple[str, ...]) -> None:
    assert find_interviews(read_lines("\n".join(lines))) == ()


@pytest.mark.parametrize("above", ["渡口管理站答疑", "苏禾"])
def test_a_subhead_above_the_questions_is_no_headline(above: str) -> None:
    lines = [HEADLINE, above, "内容提要", *_turns("Q：{}\nA：{}")]
    (interview,) = find_interviews(read_lines("\n".join(lines)))
    assert interview.head is None
