"""Web pages of e-papers give their text, without what leads elsewhere."""

from __future__ import annotations

import pytest

from service.errors import ReadError
from service.readers.formats import extract_pages
from service.readers.html import is_html

ARTICLE = """<!DOCTYPE html>
<html><head><meta charset="gb2312"><title>云川日报</title><style>p { color: red }</style>
<script>var hidden = "脚本";</script></head>
<body>
<nav><a href="/">首页</a></nav>
<div class="menu"><ul><li><a href="1">第一版</a></li><li><a href="2">第二版</a></li>
<li><a href="3">第三版</a></li></ul></div>
<h1>社区食堂<br>昨天开张</h1>
<!-- 正文开始 --><div id="ozoom"><p>　　本报讯　社区食堂昨天
开张，<a href="x">居民</a>都说<b>方便</b>。</p><p>下一站是&nbsp;B&amp;B 小区。</p></div>
<p style="display: none">看不见</p>
<table><tr><td>早餐</td><td>三元</td></tr></table>
<footer>版权所有</footer>
</body></html>"""
INDEX = """<html><body><ul>
<li><a href="1">社区食堂开张</a></li><li><a href="2">新药进医保</a></li>
<li><a href="3">环线通车</a></li></ul></body></html>"""

EPAPER_ARTICLE = """<html><body><map><area href="content_1.html" title="图上的标题"></map>
<table><tr><td>2024年05月06日　星期一</td><td><a href="n">版面导航</a> <a href="t">标题导航</a></td>
</tr></table>
<table><tr><td>第05版：民生　<a href="3">上一篇</a>　<a href="2">下一篇</a></td>
<td><a href="javascript:zoom(18)">放大⊕</a>　<span onclick="zoom(14)">缩小⊖</span>　默认○　朗读</td>
</tr></table>
<founder-title><p>环线公交试运行</p></founder-title><founder-author>苏禾</founder-author>
<div id="ozoom"><founder-content><p>　　本报讯　市民可以<a href="v">朗读</a>站名，看<a href="n">
第六版</a>的地图。</p></founder-content></div>
<div><a href="3">上一篇</a> | <a href="2">下一篇</a></div>
<div>云川日报社<b>版权所有</b><br>云ICP备00000000号</div></body></html>"""
EPAPER_INDEX = """<html><body><table><tr><td>2024年05月06日</td><td><a href="3">上一期</a></td></tr>
<tr><td><img usemap="#m"><map name="m"><area href="c1" title="图上的标题"></map>
<a href="4">上一版</a> <a href="6">下一版</a> <a href="5.pdf">PDF版</a></td><td>
<strong>第05版：民生</strong><div>标题导航</div>
<ul><li><a href="c1">环线公交试运行</a></li><li><a href="c2">针灸门诊开到晚上</a></li>
<li><a href="c3">春笋坐上冷链班车</a></li></ul><div>版面目录</div>
<table><tr><td><a href="n1">第01版：要闻</a></td></tr><tr><td><a href="n2">第二版 时政</a></td></tr>
<tr><td><a href="n5">第05版：民生</a></td></tr></table></td></tr></table>
<div>云川日报社版权所有</div></body></html>"""


def _read(document: str, encoding: str = "utf-8") -> str:
    (page,) = extract_pages(document.encode(encoding), "p.html")
    return page.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_gives_the_blocks_of_an_article(encoding: str) -> None:
    assert _read(ARTICLE, encoding).split("\n\n") == [
        "社区食堂\n昨天开张",
        "本报讯　社区食堂昨天开张，居民都说方便。",
        "下一站是 B&B 小区。",
        "早餐\u3000三元",
    ]


def test_an_index_gives_its_links() -> None:
    assert _read(INDEX) == "社区食堂开张\n\n新药进医保\n\n环线通车"


def test_controls_of_an_e_paper_are_left_out() -> None:
    assert _read(EPAPER_ARTICLE).split("\n\n") == [
        *("2024年05月06日　星期一", "第05版：民生", "环线公交试运行", "苏禾"),
        "本报讯　市民可以朗读站名，看第六版的地图。",
    ]


def test_an_index_of_an_e_paper_gives_its_titles() -> None:
    assert _read(EPAPER_INDEX).split("\n\n") == [
        *("2024年05月06日", "第05版：民生"),
        *("环线公交试运行", "针灸门诊开到晚上", "春笋坐上冷链班车"),
    ]


@pytest.mark.parametrize("text", ["大", "——", "放大的图", "第一版印了三千册。", "○"])
def test_a_paragraph_that_is_no_control_stays(text: str) -> None:
    assert _read(
        f"<html><body><p>社区食堂昨天开张，居民都说很方便很便宜。</p><p>{text}</p>"
    ).endswith(text)


def test_an_xml_declaration_does_not_matter() -> None:
    document = '<?xml version="1.0" encoding="gb2312"?>\n<html><body><p>正文。</p></body></html>'
    assert _read(document) == "正文。"


def test_broken_markup_loses_no_text() -> None:
    assert _read("<html><body><p>一<div>二</p>三<p>四").split() == ["一", "二", "三", "四"]


@pytest.mark.parametrize(
    "document",
    ["<html><body></body></html>", "<html><script>load()</script></html>", "<html></html>"],
)
def test_a_page_without_text_says_what_to_do(document: str) -> None:
    with pytest.raises(ReadError, match=r"p\.html: 网页里没有正文"):
        _read(document)


@pytest.mark.parametrize("text", ["<社区>开张", "1 < 2", "云川日报\n<html>是标记", ""])
def test_plain_text_stays_plain_text(text: str) -> None:
    assert not is_html(text.encode())


def test_a_page_with_a_broken_character_is_read_and_told() -> None:
    raw = "<html><body><p>社区食堂昨天开张，居民都说很方便很便宜。</p>云川</body>".encode("gb18030")
    (page,) = extract_pages(raw.replace("云".encode("gb18030"), b"\xd4\x20"), "p.html")
    assert page.text.endswith("。\n\n\ufffd 川")
    (warning,) = page.warnings
    assert warning.startswith("p.html: 有 1 处不是合法的 GB18030，以 \ufffd 代替；")


def test_a_broken_character_out_of_sight_does_not_matter() -> None:
    raw = '<html><head><meta name="description" content="社区食?"></head><p>社区食堂昨天开张。'
    (page,) = extract_pages(raw.encode("gb18030").replace(b"?", b"\xcc"), "p.html")
    assert (page.text, page.warnings) == ("社区食堂昨天开张。", ())


@pytest.mark.parametrize("declared", ["gb2312", "big5", "iso-8859-1", "x-unknown"])
def test_what_a_page_says_of_its_encoding_does_not_matter_where_its_content_tells(
    declared: str,
) -> None:
    document = f'<html><meta charset="{declared}"><p>社区食堂昨天开张，居民都说很方便。</p></html>'
    assert _read(document) == _read(document, "gb18030") == "社区食堂昨天开张，居民都说很方便。"


@pytest.mark.parametrize("declared", ["hz-gb-2312", "iso-2022-jp", "utf-7"])
def test_what_a_page_says_of_its_encoding_counts_where_its_content_does_not_tell(
    declared: str,
) -> None:
    document = f'<html><meta charset="{declared}"><p>日本</p></html>'
    assert _read(document, declared) == "日本"


def test_pages_one_behind_the_other_are_pages_of_their_own() -> None:
    articles = [
        f"<html><head><title>{n}</title></head><body><h1>{title}</h1><p>社区食堂昨天开张，{n}楼的住户都说很"
        "方便。</p></body></html>"
        for n, title in enumerate(("食堂开张", "环线通车", "书柜进站"), start=1)
    ]
    pages = extract_pages("\n<!DOCTYPE html>".join(articles).encode(), "p.html")
    assert [page.text.partition("\n")[0] for page in pages] == ["食堂开张", "环线通车", "书柜进站"]


@pytest.mark.parametrize(
    "second",
    [
        "<p>镇里在两头各设一处停车场，雨天照常营业，请大家放心。</p>",
        "<ul><li><a href=1>环线通车</a><li><a href=2>书柜进站</a><li><a href=3>夜市</a></ul>",
        "",
        '<script>write("</html><html>")</script><h1>环线通车</h1><p>环线公交下周一试运行，票价两元。',
    ],
    ids=["more text", "links", "nothing", "in a script"],
)
def test_parts_of_one_page_are_one_page(second: str) -> None:
    first = "<html><body><h1>食堂开张</h1><p>社区食堂昨天开张，居民都说很方便。</p></body></html>"
    pages = extract_pages(f"{first}<html><body>{second}</body></html>".encode(), "p.html")
    assert len(pages) == 1


def test_a_page_nested_without_end_is_refused() -> None:
    with pytest.raises(ReadError, match=r"p\.html: 网页的标记嵌套超过"):
        _read("<div>" * 30_000 + "字")


@pytest.mark.timeout(60)
def test_a_page_of_many_controls_and_levels_is_read_at_once() -> None:
    assert _read("<div><b>甲</b><a href=1>上一篇</a>" * 3_000 + "社区").endswith("社区")
