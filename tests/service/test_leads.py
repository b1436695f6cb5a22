from __future__ import annotations

import pytest

from service.leads import find_lead, without_lead
from service.reporters import parse_reporters

NEWS = "昨天下午，柳堤街的旧书市重新开张。"


@pytest.mark.parametrize(
    ("lead", "names"),
    [
        ("本报讯 ", None),
        ("本网讯：", None),
        ("中新网柳城9月3日 (周禾 苏木林)", "周禾 苏木林"),
        ("中新网柳城9月3日(记者 周禾)", "周禾"),
        ("本报综合消息 ", None),
        ("云川日报讯 ", None),
        ("柳城晚报5月3日讯（通讯员 卓玛）", "卓玛"),
        ("云川新闻网5月3日讯 ", None),
        ("云川发布讯 ", None),
        ("柳城日报东山讯", None),
        ("柳都讯 ", None),
        ("柳都讯 记者苏禾 通讯员白一鸣 ", "苏禾 白一鸣"),
        ("云川广播电视台讯（记者 苏禾）", "苏禾"),
        ("云川讯（记者 苏禾）", "苏禾"),
        ("柳城东山电（本台记者 苏禾）", "苏禾"),
        ("云川融媒讯（全媒体记者 娜仁格日乐 措姆）", "娜仁格日乐 措姆"),
        ("讯（记者 苏禾）", "苏禾"),
        ("【本报讯】", None),
        ("［柳城晚报讯］", None),
        ("【环球网报道 记者 周禾】", "周禾"),
        ("【云川时报－云川网报道 记者周禾 苏木林】", "周禾 苏木林"),
        ("（云川晚报综合报道 通讯员 苏木林）", "苏木林"),
        ("【环球网综合报道】", None),
        ("本报讯 【环球网报道】", None),
        ("本报讯 记者苏禾报道:", "苏禾"),
        ("本报讯　特约记者 苏禾 通讯员 白一鸣报道：", "苏禾 白一鸣"),
        ("本报讯（记者 苏禾）（通讯员 白一鸣）", "苏禾 白一鸣"),
        ("本报讯（通讯员 市文旅局 白一鸣）", "白一鸣"),
        ("本报北京3月5日电（记者苏禾）", "苏禾"),
        ("新华社北京三月五日电 ", None),
        ("据新华社电 ", None),
        ("中新网柳城8月8日电 (苏禾 白一鸣)", "苏禾 白一鸣"),
        ("人民网杭州7月29日电 (记者 古丽米热·买买提)", "古丽米热·买买提"),
        ("央视网消息（新闻联播）：", None),
        ("中国青年报客户端长春7月21日电（中青报·中青网记者 苏禾）", "苏禾"),
        ("参考消息网7月20日报道 ", None),
        ("（全媒体记者 苏禾）", "苏禾"),
        ("（本报首席记者 苏禾 文/图）", "苏禾"),
        ("〔記者蘇禾／柳城報導〕", "苏禾"),
        ("【記者蘇禾／柳城報導】", "苏禾"),
        ("（中央社記者林一帆台北9日電）", "林一帆"),
        ("（中央社台北9日電）", None),
        ("記者蘇禾／柳城報導 ", "苏禾"),
        ("本报记者 苏禾 北京报道：", "苏禾"),
        ("柳城网（柳城日报网）讯（通讯员 苏禾）", "苏禾"),
        ("11月3日讯（记者 苏禾）", "苏禾"),
        ("11月3日消息 ", None),
        ("11月3日讯", None),
        ("本报讯（云川日报、云川晚报全媒体记者 苏禾、白一鸣）", "苏禾 白一鸣"),
        ("本报讯（柳城日报/柳城网主任记者 苏禾）", "苏禾"),
        ("柳城新闻记者 苏禾 白一鸣", "苏禾 白一鸣"),
        ("柳城晚报记者 苏禾 通讯员 白一鸣：", "苏禾 白一鸣"),
        ("记者 苏禾通讯员 宋娜 白一鸣", "苏禾 宋娜 白一鸣"),
        ("记者 苏禾）", "苏禾"),
        ("（文/柳城晚报全媒体记者 苏禾）", "苏禾"),
        ("本\u200b报讯（\ufeff记者 苏禾）", "苏禾"),
        ("本报讯 融媒体记者 苏禾 ", "苏禾"),
        ("本报讯 记者 苏禾 通讯员 宋娜 白一鸣 ", "苏禾 宋娜 白一鸣"),
        ("〈記者蘇慧禾／台中報導〉", "苏慧禾"),
        ("【本報記者蘇慧禾雲川報導】", "苏慧禾"),
        ("（中央社記者蘇慧禾海灣9日電）", "苏慧禾"),
        ("【蘇慧禾／海灣報導】", "苏慧禾"),
        ("｜記者蘇慧禾｜雲川報導｜", "苏慧禾"),
        ("實習記者蘇慧禾∕雲川報導 ", "苏慧禾"),
        ("編譯蘇慧禾／綜合外電 ", "苏慧禾"),
        ("中央社記者蘇慧禾／海灣9日電 ", "苏慧禾"),
        ("法新社／路透社9日電 ", None),
        ("（法新社、路透社海灣9日電）", None),
        ("路透海灣9日電 ", None),
        ("（綜合外電報導）", None),
        ("（中央社海灣9日綜合外電報導）", None),
        ("记者 努尔·江、热依汗古丽报道：", "努尔·江 热依汗古丽"),
        ("本报讯（记者 尕藏才让）", "尕藏才让"),
    ],
)
def test_reads_a_lead(lead: str, names: str | None) -> None:
    found = find_lead(lead + NEWS)
    assert found is not None
    assert (lead + NEWS)[found.end :] == NEWS == without_lead(lead + NEWS)
    assert (found.names, found.opens) == (names, True)
    if names:
        assert found.byline is not None
        start, end = found.byline
        assert find_lead((lead + NEWS)[start:end] + NEWS) is not None or start > 0
        assert end == found.end


@pytest.mark.parametrize("lead", ["据央视新闻客户端消息，", "据市气象台消息，", "美联社消息，"])
def test_a_dispatch_told_in_a_clause_opens_no_article(lead: str) -> None:
    found = find_lead(lead + NEWS)
    assert found is not None
    assert (found.end, found.opens) == (len(lead), False)


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("记者苏禾从市交通局获悉，", "苏禾"),
        ("首席记者苏慧禾近日走访发现，", "苏慧禾"),
        ("实习生苏慧禾、记者宋娜在渡口看到，", "苏慧禾 宋娜"),
        ("记者古丽米热·买买提从", "古丽米热·买买提"),
        ("记者节前夕，", None),
        ("记者站从市区迁往渡口，", None),
        ("记者多方了解，", None),
        ("全媒体记者大赛昨日开锣，", None),
        ("通讯员队伍从去年起，", None),
        ("记者从市交通局获悉，", None),
    ],
)
def test_reporters_named_in_the_first_sentence_stay_in_it(sentence: str, names: str | None) -> None:
    lead = find_lead(f"本报讯 {sentence}{NEWS}")
    assert lead is not None
    assert lead.names == names
    assert without_lead(f"本报讯 {sentence}{NEWS}") == sentence + NEWS


@pytest.mark.parametrize(
    "text",
    [
        "",
        NEWS,
        "（苏禾）" + NEWS,
        "（记者 苏禾）",
        "记者从市交通局获悉，" + NEWS,
        "记者苏禾" + NEWS,
        "记者 苏禾" + NEWS,
        "11月3日，" + NEWS,
        "11月3日讯息中断。" + NEWS,
        "记者 苏禾：请问" + NEWS,
        "记者温馨提醒：" + NEWS,
        "记者手记：" + NEWS,
        "记者：请问" + NEWS,
        "卫星通讯社8月1日报道，" + NEWS,
        "据外媒报道，" + NEWS,
        "路透社报道称，" + NEWS,
        "电装机容量又有增加。",
        "市广播电台5月3日电话采访了他。",
        "消息人士说，" + NEWS,
        "人民网消息称" + NEWS,
        "（图片由记者提供）" + NEWS,
    ],
)
def test_sees_no_lead_in_text(text: str) -> None:
    assert find_lead(text) is None
    assert without_lead(text) == text


def test_a_lead_may_stand_alone() -> None:
    found = find_lead("本报讯（记者 苏禾）")
    assert found is not None
    assert (found.end, found.names) == (10, "苏禾")


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("中央社记者李明台北9日电", "李明"),
        ("记者李家豪、王小明台中9日电", "李家豪 王小明"),
        ("记者 苏禾 文/图", "苏禾"),
        ("记者 斯琴图雅 其其格 摄影报道", "斯琴图雅 其其格"),
        ("记者张三北京报道", "张三"),
        ("记者 冯英 云川报道", "冯英"),
        ("记者　冯英　云川报道", "冯英"),
        ("本报记者 周晓燕 王一 江州报道", "周晓燕 王一"),
        ("记者马军国 周伟报道", "马军国 周伟"),
        ("新闻联播", None),
        ("图片由记者提供", None),
    ],
)
def test_reads_who_reported_from_where(printed: str, names: str | None) -> None:
    assert parse_reporters(printed) == names


def test_a_long_line_costs_no_more_than_its_head() -> None:
    assert find_lead("记者、" * 200_000 + "报道：") is None
    assert find_lead("本报" + "北" * 200_000 + "讯") is None
