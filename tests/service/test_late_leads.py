from __future__ import annotations

import pytest

from service.late_leads import find_late_lead
from service.text import split_sentences
from tests.factories import make_article

PORT = "渔港昨日开市，渔港首日成交九万斤。"


@pytest.mark.parametrize(
    "lead",
    [
        "记者 周禾苗",
        "云川晚报记者 周禾通讯员 苏木林",
        "云岭新闻记者 周禾 江畔报道",
        "开市见闻云川网8月13日电(周禾 苏木林)",
        "云川之家 7 月 21 日消息，",
        "记者 周禾苗 图/受访者提供",
        "记者 周禾苗】",
        "首日便订空！云川晚报记者 周禾通讯员 苏木林",
        "“开渔季”活动现场云川网记者 周禾 江畔报道",
    ],
)
def test_finds_the_text_behind_names_glued_to_it(lead: str) -> None:
    assert find_late_lead(lead + PORT) == len(lead)
    (before, sentence) = split_sentences(lead + PORT)
    assert (before.text, sentence.text) == (lead.strip(), PORT)


@pytest.mark.parametrize(
    ("lead", "text"),
    [
        ("记者 苏木", "近日从渔港获悉，首日成交九万斤。"),
        ("记者 苏木林", "“鱼还没上岸就订完了。”船主说。"),
        ("云川渔港 云川图库 资料图", "8月2日，渔港开市。"),
        ("记者 苏木 ", "因台风临近，渔港今日停市。"),
        ("记者 苏木林通讯员 周禾苗", "暑期将至，渔港开了夜市。"),
    ],
)
def test_names_end_at_what_opens_a_text(lead: str, text: str) -> None:
    assert find_late_lead(lead + text) == len(lead)


@pytest.mark.parametrize(
    "text",
    [
        "记者 从渔港管理处获悉，首日成交九万斤。",
        "记者 苏木林悄然退休。",
        "记者证的年审今日开始。",
        PORT,
    ],
)
def test_what_is_not_shown_to_be_names_stays(text: str) -> None:
    assert find_late_lead(text) == 0


def test_no_character_is_lost() -> None:
    text = f"记者 周禾苗{PORT}"
    assert "".join(s.text for s in split_sentences(make_article(text).text)) == text


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        ("东岸渔港夜市开张", "8月13日，东岸渔港夜市迎来首批摊主。"),
        ("云川一中旧址将建书房 老校友回校寻桌椅", "近日，云川一中旧址动工改建。"),
        ("晚报记者 周禾 苏木", "昨天下午，晚报记者在渔港看到，摊位已满。"),
    ],
)
def test_finds_the_text_behind_a_headline_that_it_takes_up(headline: str, text: str) -> None:
    assert find_late_lead(headline + text) == len(headline)


@pytest.mark.parametrize(
    "line",
    [
        "东岸渔港定于8月13日，东湖渔港定于次日开市。",
        "渔港夜市近日，渔港夜市。",
        "东岸渔港开市，东岸渔港的摊主说8月13日，东岸渔港最忙。",
        "8月13日，东岸渔港开市。8月14日，东岸渔港休市。",
    ],
)
def test_a_line_that_only_names_a_day_is_a_text(line: str) -> None:
    assert find_late_lead(line) == 0
