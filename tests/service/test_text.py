from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text import find_subheads, split_sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("食堂开张。居民说好！", ["食堂开张。", "居民说好！"], id="two"),
        pytest.param("真的？！是的。", ["真的？！", "是的。"], id="doubled stop"),
        pytest.param("增长3.5%。共1.2万人。", ["增长3.5%。", "共1.2万人。"], id="decimals"),
        pytest.param(
            "他说：“好。行！”走了。", ["他说：“好。行！”", "走了。"], id="stop in a quote"
        ),
        pytest.param("“真方便！”他说。", ["“真方便！”他说。"], id="attribution"),
        pytest.param("等等……", ["等等……"], id="ellipsis ends a line"),
        pytest.param("要清扫……打开手机。", ["要清扫……打开手机。"], id="ellipsis inside"),
        pytest.param("食堂（第一。）开张。", ["食堂（第一。）开张。"], id="stop in brackets"),
        pytest.param("小标题\n正文。", ["小标题", "正文。"], id="line without a stop"),
        pytest.param("本报讯 食堂开张。", ["本报讯", "食堂开张。"], id="lead"),
        pytest.param(
            "云川晚报讯 食堂开张。", ["云川晚报讯", "食堂开张。"], id="lead-of-another-paper"
        ),
        pytest.param("本网讯 食堂开张。", ["本网讯", "食堂开张。"], id="lead-of-a-site"),
        pytest.param(
            "座谈会现场。云川网8月2日讯（记者 苏禾）食堂开张。",
            ["座谈会现场。云川网8月2日讯（记者 苏禾）", "食堂开张。"],
            id="lead-behind-a-caption",
        ),
        pytest.param(
            "云川食堂办到家门口云川客户端讯（通讯员苏禾、闻立诚） 食堂开张。",
            ["云川食堂办到家门口云川客户端讯（通讯员苏禾、闻立诚）", "食堂开张。"],
            id="lead-behind-a-headline",
        ),
        pytest.param(
            "市集开张图为市集一角。摊主在理货。云川网看台8月2日讯（记者 苏禾）食堂开张。",
            ["市集开张图为市集一角。摊主在理货。云川网看台8月2日讯（记者 苏禾）", "食堂开张。"],
            id="lead-behind-two-captions",
        ),
        pytest.param(
            "江畔集市开进社区通讯员 周禾 记者 闻立诚近日，集市开张。",
            ["江畔集市开进社区通讯员 周禾 记者 闻立诚", "近日，集市开张。"],
            id="reporters-behind-a-headline",
        ),
        pytest.param(
            "本报记者 苏禾 摄云川食堂开张。",
            ["本报记者 苏禾 摄", "云川食堂开张。"],
            id="photographer",
        ),
        pytest.param(
            "云川网记者苏禾、闻立诚8月2日报道：食堂开张。",
            ["云川网记者苏禾、闻立诚8月2日报道：", "食堂开张。"],
            id="reporters-who-report",
        ),
        pytest.param("8月2日报道 食堂开张。", ["8月2日报道", "食堂开张。"], id="day-of-the-report"),
        pytest.param(
            "网友8月2日报道说，食堂开张。",
            ["网友8月2日报道说，食堂开张。"],
            id="report-that-is-told-of",
        ),
        pytest.param(
            "记者 苏禾8月2日，食堂开张。", ["记者 苏禾", "8月2日，食堂开张。"], id="one-reporter"
        ),
        pytest.param(
            "云川网-看云川8月2日讯为方便老人，食堂开张。",
            ["云川网-看云川8月2日讯", "为方便老人，食堂开张。"],
            id="lead-of-a-page-of-a-site",
        ),
        pytest.param("捷报讯息传来。", ["捷报讯息传来。"], id="no-lead"),
        pytest.param(
            "记者苏禾近日走访了食堂。", ["记者苏禾近日走访了食堂。"], id="reporter-who-is-told-of"
        ),
        pytest.param(
            "本报北京2月5日电 食堂开张。", ["本报北京2月5日电", "食堂开张。"], id="dateline"
        ),
        pytest.param(
            "本报北京2月5日电 （记者闻立诚）食堂开张。",
            ["本报北京2月5日电 （记者闻立诚）", "食堂开张。"],
            id="dateline with byline",
        ),
        pytest.param("It is 3.5. Yes it is.", ["It is 3.5. Yes it is."], id="number before a stop"),
        pytest.param("It rains. He left.", ["It rains.", "He left."], id="latin"),
        pytest.param(
            "云川河堤昨日合龙.全长3.14公里,投资1.5亿元.市民9:00起可上堤.",
            ["云川河堤昨日合龙.", "全长3.14公里,投资1.5亿元.", "市民9:00起可上堤."],
            id="dots for stops",
        ),
        pytest.param(
            "云川河堤昨日合龙．总投资增长１２％．详见 www.yunchuan.cn/a.html 一页．",
            ["云川河堤昨日合龙．", "总投资增长１２％．", "详见 www.yunchuan.cn/a.html 一页．"],
            id="full-width dots for stops",
        ),
        pytest.param(
            "书店开业了。读者说：“很好.”他常来.店员也说好.7月还有讲座。",
            ["书店开业了。", "读者说：“很好.”", "他常来.", "店员也说好.", "7月还有讲座。"],
            id="dots and stops",
        ),
        pytest.param(
            "艾力.吐尔逊领了奖。他很高兴。",
            ["艾力.吐尔逊领了奖。", "他很高兴。"],
            id="dot in a name",
        ),
        pytest.param(
            "云川河堤昨日合龙｡市民说︰“好﹗”明天能上堤吗︖能︒",
            ["云川河堤昨日合龙｡", "市民说︰“好﹗”", "明天能上堤吗︖", "能︒"],
            id="stops of half width, small and vertical",
        ),
        pytest.param(
            "云川河堤昨日合龙·全长３公里,投资1.5亿元·市民可以上堤·",
            ["云川河堤昨日合龙·", "全长３公里,投资1.5亿元·", "市民可以上堤·"],
            id="middle dots for stops",
        ),
        pytest.param(
            "艾力·吐尔逊和玛丽亚·伊万诺娃领了奖",
            ["艾力·吐尔逊和玛丽亚·伊万诺娃领了奖"],
            id="middle dots in names",
        ),
        pytest.param(
            "本 报 讯 （ 记 者 苏 禾 ） 云 川 河 堤 合 龙 。 市 民 来 了 。",
            ["本 报 讯 （ 记 者 苏 禾 ）", "云 川 河 堤 合 龙 。", "市 民 来 了 。"],
            id="lead of a line set wide",
        ),
        pytest.param(
            "A B C D 四 家 公 司 参 展 。", ["A B C D 四 家 公 司 参 展 。"], id="no lead, set wide"
        ),
        pytest.param("1.修路\n2.架桥.", ["1.修路", "2.架桥."], id="numbered items"),
    ],
)
def test_splits(text: str, expected: list[str]) -> None:
    assert [sentence.text for sentence in split_sentences(text)] == expected


@pytest.mark.parametrize(
    ("text", "whole"),
    [("开张。", True), ("开张", False), ("他说“好。”", True), ("本报讯 ", False), ("等等……", True)],
)
def test_tells_whole_sentences(text: str, whole: bool) -> None:
    assert [sentence.is_whole for sentence in split_sentences(text)] == [whole]


def test_a_very_long_quotation_is_split_inside() -> None:
    text = "他说：“" + "我们要把食堂办好。" * 20 + "”"
    assert len(split_sentences(text)) > 10


@given(st.text(alphabet="社区。！？“”（）…\n .a1本报讯", max_size=200))
def test_offsets_hold_and_nothing_is_lost(text: str) -> None:
    sentences = split_sentences(text)
    for sentence in sentences:
        assert text[sentence.start : sentence.end] == sentence.text
        assert "\n" not in sentence.text
    assert "".join("".join(s.text.split()) for s in sentences) == "".join(text.split())
    assert list(sentences) == sorted(sentences, key=lambda s: s.start)


@pytest.mark.parametrize(
    ("paragraphs", "places"),
    [
        (["大桥通车了。", "桥面换新", "施工队重新铺了桥面。"], {1}),
        (["一夜东风过短墙", "满川新绿染衣裳", "笑问行人菜可香"], set()),
        (["技术被展示，", "农户免费选，很方便。"], set()),
        (["谁来修桥？", "施工队换掉了全部支座，重新铺了桥面。"], {0}),
        (["桥面换新"], set()),
        ([], set()),
    ],
)
def test_finds_subheads_by_their_look(paragraphs: list[str], places: set[int]) -> None:
    assert find_subheads(paragraphs) == places
