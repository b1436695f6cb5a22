from __future__ import annotations

import pytest

from service.late_leads import find_address, find_late_lead, find_source
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
        ("通讯员 周禾", "靠养蟹起家的船主，如今带着全村养蟹。"),
        ("记者 周禾", "把夜市的账算给船主听，夜市的账并不难算。"),
        ("记者 周禾 苏木", "据船主介绍，首日成交九万斤。"),
        ("记者 周禾", "渔港昨日开市，渔港首日成交九万斤。"),
        ("评论员 周禾苗", "在渔港，摊位费该由谁定，值得一问。"),
    ],
)
def test_names_end_where_the_text_shows_it(lead: str, text: str) -> None:
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


@pytest.mark.parametrize(
    "lead",
    [
        "“早市”又开！摊主天不亮就来云川新闻网东岸8月9日电 (通讯员：周禾 苏木林)",
        "码头灯光重亮——苏木摄云川网记者周禾、通讯员白一鸣 程雨桐9月1日报道：",
        "开市现场（图片来源：云川市商务局）云川在线8月2日讯 ",
        "云川时刻9月3日综合（东岸日报记者 周禾 通讯员 苏木林 文/图）",
        "【云川财经消息】9月3日消息，",
        "【东岸快讯】",
        "点此领取渔货优惠 ×云川消息网9月3日报道 ",
    ],
)
def test_finds_the_text_behind_a_lead_that_stands_late(lead: str) -> None:
    text = "据渔港管理处介绍，首日成交九万斤。"
    assert find_late_lead(lead + text) == len(lead)


@pytest.mark.parametrize(
    "source",
    [
        "来源：云川晚报",
        "渔港开市 船主返航忙 来源：云川日报网",
        "来源：云岭网－云川频道 原创稿",
        "来源：云川市融媒体中心 ",
        "，正文：",
    ],
)
def test_finds_the_text_behind_where_it_was_taken_from(source: str) -> None:
    assert find_source(source + PORT) == len(source)
    (before, sentence) = split_sentences(source + PORT)
    assert (before.text, sentence.text) == (source.strip(), PORT)


def test_a_lead_may_stand_behind_a_source_and_the_headline_of_a_feature_behind_a_lead() -> None:
    source = "来源：云川晚报\n"
    taken = f"来源：云川晚报本报讯（记者 周禾）{PORT}"
    feature = f"云川社东岸9月1日电 题：一座渔港的夏天云川社记者 周禾 东岸{PORT}"
    assert [s.text for s in split_sentences(source + PORT)] == [source.strip(), PORT]
    assert [s.text for s in split_sentences(taken)][-1] == PORT
    assert [s.text for s in split_sentences(feature)][-1] == f"东岸{PORT}"


def test_a_lead_may_stand_behind_a_picture_of_the_agency() -> None:
    text = f"8月8日，渔船进港。新华社发综合新华社云川8月8日电 {PORT}"
    assert [s.text for s in split_sentences(text)][-1] == PORT


def test_no_source_where_only_a_picture_or_a_clause_names_one() -> None:
    assert find_source("渔港码头（图片来源：云川网）" + PORT) == 0
    assert find_source("货物来源：渔港") == 0


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


@pytest.mark.parametrize(
    "address",
    [
        "编辑同志：",
        "编辑同志：您好！",
        "尊敬的乘客：",
        "亲爱的读者朋友：",
        "广大市民朋友们：",
        "读者苏禾来信：",
        "【云川视野】",
        "#云川开市#",
        "核心提示：",
    ],
)
def test_finds_the_text_behind_whom_it_addresses_or_its_column(address: str) -> None:
    assert find_address(address + PORT) == len(address)
    assert split_sentences(address + PORT)[-1].text == PORT


@pytest.mark.parametrize(
    "text",
    [
        "乘客：太方便了，再也不用排队。",
        "编辑：苏禾，校对：林舟。",
        "责任编辑：苏禾",
        "读者苏禾来信说：灯坏了。",
        PORT,
    ],
)
def test_who_speaks_is_not_whom_a_text_addresses(text: str) -> None:
    assert find_address(text) == 0


def test_a_dispatch_may_name_the_place_of_its_news() -> None:
    lead = "新华社云川8月2日电 江畔消息："
    assert [s.text for s in split_sentences(lead + PORT)] == [lead, PORT]
    told = "云川晚报讯 据港务局消息：" + PORT
    assert split_sentences(told)[-1].text.endswith(PORT)


def test_two_sentences_before_a_credit_are_no_lead() -> None:
    news = "渔港8月2日开市，首批摊位86个。市民在选购海鲜。"
    said = split_sentences(f"{news}本报记者 苏禾 摄摊位费免收三个月。")
    assert [s.text for s in said] == [
        "渔港8月2日开市，首批摊位86个。",
        "市民在选购海鲜。",
        "本报记者 苏禾 摄",
        "摊位费免收三个月。",
    ]
