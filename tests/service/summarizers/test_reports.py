from __future__ import annotations

from dataclasses import replace

import pytest

from service.summarizers.picking import AS_EDITORS
from service.summarizers.reports import is_report
from service.summarizers.selection import select_sentences
from service.text import split_sentences
from tests.factories import make_article

NEWS = "渔港三号泊位昨天清淤完工，比计划提前十天。首批四条渔船当晚进港。"


@pytest.mark.parametrize(
    "text",
    [
        f"本报讯（记者 苏禾）{NEWS}",
        f"云川网11月3日电 {NEWS}",
        f"云川网消息（记者 苏禾）{NEWS}",
        f"{NEWS}（记者 苏禾 林舟）",
        f"{NEWS}\n（编译/林舟）",
        f"{NEWS}\n苏禾摄",
    ],
)
def test_leads_and_bylines_show_a_report(text: str) -> None:
    assert is_report(make_article(text), split_sentences(text))


@pytest.mark.parametrize("text", [NEWS, f"本台消息：{NEWS}", f"云川广电网消息：{NEWS}", ""])
def test_what_has_neither_may_be_of_a_broadcast(text: str) -> None:
    article = make_article(text)
    assert not is_report(article, split_sentences(text))
    assert is_report(replace(article, byline="苏禾"), split_sentences(text))


def test_a_report_is_told_further_below_its_headline() -> None:
    first, second = "渔港三号泊位昨天清淤完工，比计划提前十天。", "首批四条渔船当晚进港。"
    text = f"{first}{second}" + "海风很大，浪花打在堤上，看热闹的人站了一排。" * 20
    sentences = split_sentences(text)
    scores = [0.9, 0.3] + [0.01] * (len(sentences) - 2)
    article = make_article(text)
    brief = select_sentences(article, sentences, scores, max_chars=150, rule=AS_EDITORS)
    report = replace(article, byline="苏禾")
    full = select_sentences(report, sentences, scores, max_chars=150, rule=AS_EDITORS)
    assert (brief.text, full.text) == (first, first + second)
