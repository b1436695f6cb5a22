"""Web pages in forms that readers stumble over, with their blocks as a person sees them."""

from __future__ import annotations

from typing import NamedTuple

TITLE = "石桥镇夜市周五开市"
LEAD = "本报讯（记者 方小棠）石桥镇夜市将于周五开市，首批八十个摊位沿河排开，营业到夜里十一点。"
SECOND = "镇里在两头各设一处停车场，从北岸步行过桥只要五分钟，雨天照常营业，请大家放心前来。"
LAST = "摊主谢阿姨说，她的糖水铺已经备好了料。"
ARTICLE = (TITLE, LEAD, SECOND, LAST)

_WORDS = {
    "{head}": '<!DOCTYPE html><html><head><meta charset="utf-8"><title>夜市</title></head>',
    "{body}": "<h1>{title}</h1><p>{lead}</p><p>{second}</p><p>{last}</p>",
    "{title}": TITLE,
    "{lead}": LEAD,
    "{second}": SECOND,
    "{last}": LAST,
}


class WebPage(NamedTuple):
    """A document, its blocks, and words that are seen but told in a warning."""

    document: str
    blocks: tuple[str, ...] = ARTICLE
    told: tuple[str, ...] = ()


def _page(*pieces: str, blocks: tuple[str, ...] = ARTICLE, told: tuple[str, ...] = ()) -> WebPage:
    document = "".join(pieces)
    for name, words in _WORDS.items():
        document = document.replace(name, words)
    return WebPage(document, blocks, told)


def _by_script(selector: str, does: str) -> str:
    return f"<script>document.querySelectorAll('{selector}').forEach(e => {{ {does} }})</script>"


SEVERAL_DOCUMENTS = {
    "two pages in one file": _page(
        "<html><body><h1>{title}</h1><p>{lead}</p></body></html>\n<!DOCTYPE html>\n<html><head>",
        "<title>又一页</title></head><body><p>{second}</p><p>{last}</p></body></html>",
    ),
    "three pages, the first empty": _page(
        "<html><body></body></html><html><body><h1>{title}</h1></body></html>",
        "<html><body><p>{lead}</p><p>{second}</p><p>{last}</p></body></html>",
    ),
    "text behind the end": _page(
        "{head}<body><h1>{title}</h1><p>{lead}</p></body></html><p>{second}</p>\n{last}\n"
    ),
    "text between the ends": _page(
        "{head}<body><h1>{title}</h1><p>{lead}</p></body>{second}</html><div>{last}</div>"
    ),
    "footer before the body": _page(
        "<html><footer><p>云川日报社版权所有</p></footer></html><html><body>{body}</body></html>",
        told=("云川日报社版权所有",),
    ),
    "footer never closed": _page(
        "{head}<body><footer>主办：云川日报社{body}</body></html>",
        blocks=("主办：云川日报社", *ARTICLE),
    ),
    "a document inside a document": _page(
        "{head}<body><div><html><head><title>内</title></head><body>{body}</body></html></div>",
        "</body></html>",
    ),
    "text before the document": _page(
        "<!-- 缓存 --><div>{title}</div><html><body><p>{lead}</p><p>{second}</p><p>{last}</p>"
    ),
}

HIDDEN_BODIES = {
    "an invisible body": _page(
        '{head}<body style="visibility:hidden">{body}',
        _by_script("body", 'e.style.visibility = ""'),
    ),
    "main with the attribute hidden": _page(
        "{head}<body><main hidden>{body}</main>",
        _by_script("main", "e.hidden = false"),
        "<p>正在载入</p></body></html>",
        blocks=(*ARTICLE, "正在载入"),
    ),
    "not displayed": _page(
        '{head}<body><div>夜市</div><div style="color:red;DISPLAY: None !important">{body}</div>',
        _by_script("div", 'e.removeAttribute("style")'),
        blocks=("夜市", *ARTICLE),
    ),
    "each paragraph fades in": _page(
        '{head}<body><h1 style="opacity:0">{title}</h1><p style="opacity: 0.0">{lead}</p>',
        '<p style="opacity:0%">{second}</p><p style="transform:none; opacity:0;">{last}</p>',
        _by_script("[style]", "e.style.opacity = 1"),
    ),
    "in a template": _page(
        "{head}<body><div></div><template>{body}</template>",
        _by_script("div", 'e.append(document.querySelector("template").content)'),
    ),
    "in a script as a template": _page(
        '{head}<body><div></div><script type="text/html">{body}</script>',
        _by_script("div", 'e.innerHTML = document.querySelector("script").textContent'),
    ),
    "as text in a hidden field": _page(
        "{head}<body><div></div><textarea style='display:none'>&lt;h1&gt;{title}&lt;/h1&gt;",
        "&lt;p&gt;{lead}&lt;/p&gt;<p>{second}</p>&lt;p&gt;{last}&lt;/p&gt;</textarea>",
        _by_script("div", 'e.innerHTML = document.querySelector("textarea").value'),
    ),
    "hidden in hidden": _page(
        '{head}<body><div id=a style="display:none"><div id=b style="visibility:hidden">{body}',
        '</div><div style="display:none">扫码分享</div></div>',
        _by_script("#a, #b", 'e.style = ""'),
    ),
    "the rest behind a button": _page(
        '{head}<body><h1>{title}</h1><p>{lead}</p><div style="display:none"><p>{second}</p>',
        "<p>{last}</p></div>",
        _by_script("div", 'e.style = ""'),
    ),
    "for browsers without scripts": _page(
        '{head}<body><div style="display:none">请开启脚本</div><noscript>{body}</noscript></body>'
    ),
}

INLINE = {
    "smart tags of Word": _page(
        "{head}<body><h1>{title}</h1><p>本报讯（记者 <st1:personname>方小棠</st1:personname>）",
        "<st1:place>石桥镇</st1:place>夜市将于<st1:chsdate>周五</st1:chsdate>开市，首批八十个摊位",
        "沿河排开，营业到夜里十一点。<o:p></o:p></p><p>{second}</p><p>{last}<o:p>&nbsp;</o:p></p>",
    ),
    "inline elements of HTML": _page(
        "{head}<body><h1>石桥镇<wbr>夜市<nobr>周五</nobr>开市</h1><p>本报讯（记者 <dfn>方小棠",
        "</dfn>）石桥镇<data value=1>夜市</data>将于<time>周五</time>开市，首批<var>八十</var>个",
        "摊位沿河排开，营业到<del>夜里</del>十一点。</p><p><output>{second}</output></p><p>{last}",
    ),
    "elements of the site's own": _page(
        "{head}<body><h1><x-title>{title}</x-title></h1><p>本报讯（<app-byline>记者 方小棠",
        "</app-byline>）石桥镇夜市将于<founder-date>周五</founder-date>开市，首批八十个摊位沿河排开，",
        "营业到夜里十一点。</p><p>{second}</p><p>{last}</p>",
    ),
    "readings beside characters": _page(
        "{head}<body><h1>{title}</h1><p>本报讯（记者 方小<ruby>棠<rp>(</rp><rt>táng</rt><rp>)</rp>",
        "</ruby>）石桥镇夜市将于周五开市，首批八十个<ruby><rb>摊</rb><rt>tān</rt><rb>位</rb><rt>wèi",
        "</rt></ruby>沿河排开，营业到夜里十一点。</p><p>{second}</p><p>{last}</p>",
        told=("táng", "tān", "wèi"),
    ),
    "a reading that never ends": _page(
        "{head}<body><h1>{title}</h1><rt>{lead}</rt><p><ruby>镇<rt>{second}<p>{last}",
        blocks=(TITLE, LEAD, f"镇{SECOND}", LAST),
    ),
    "display in the style": _page(
        '{head}<body><span style="display:block">{title}</span><span>{lead}</span><p><span style="',
        'display: block">{second}</span><div style="display:inline">摊主谢阿姨说，</div>',
        '<p style="display:inline-block">她的糖水铺已经备好了料。</p>',
    ),
}

PARTS = {
    "paragraphs": _page("<p>{title}</p><p>{lead}</p>\n<p>{second}</p>\n<p>{last}</p>"),
    "a box": _page(
        '\n<div class="content"><h2>{title}</h2>{lead}<br/><br/>{second}<p>{last}</div>'
    ),
    "text first": _page("{title}<p>{lead}</p><p>{second}</p><p>{last}</p>"),
    "lines broken by markup": _page(
        "{title}<br>\n　　{lead}<br>\n　　{second}<br>\n　　{last}<br>",
        blocks=("\n".join(ARTICLE),),
    ),
    "a comment first": _page("<!--enpcontent-->\n<TABLE><TR><TD>{body}</TD></TR></TABLE>"),
    "a cell without its table": _page("<td>{title}<p>{lead}<p>{second}<p>{last}</td>"),
    "a custom element": _page("<founder-content>{body}</founder-content>"),
    "the middle of a page": _page(
        "{title}</h1></div><div><p>{lead}<p>{second}<p>{last}</div></body>"
    ),
}

STRUCTURES = {
    "preformatted": _page(
        f"{{head}}<body><pre>\n{{title}}\n\n    {LEAD[:20]}\n{LEAD[20:]}\n\n{{second}}\n{{last}}\n",
        "</pre>",
        blocks=(TITLE, f"{LEAD[:20]}\n{LEAD[20:]}", f"{SECOND}\n{LAST}"),
    ),
    "lines kept by style": _page(
        '{head}<body><div style="white-space: pre-wrap">{title}\n{lead}\n\n{second}\n{last}</div>',
        blocks=(f"{TITLE}\n{LEAD}", f"{SECOND}\n{LAST}"),
    ),
    "nested tables": _page(
        "{head}<body><table><tr><td><table><tr><td><b>{title}</b></td></tr><tr><td><table><tr><td>",
        "{lead}<p>{second}</td></tr></table></td></tr></table></td></tr><tr><td>{last}</table>",
    ),
    "text astray in a table": _page(
        "{head}<body><table><tr>{title}<p>{lead}</p><td>{second}</td></tr></table>{last}"
    ),
    "a picture with text": _page(
        "{head}<body><h1>{title}</h1><svg width=900><title>图标</title>",
        "<foreignObject width=900 height=90><div>{lead}</div></foreignObject></svg><p>{second}",
        "<p>{last}",
    ),
    "characters by number and name": _page(
        "{head}<body><h1>&#30707;桥镇夜市周五开市</h1><p>&#x3000;&emsp;本报讯（记者&nbsp;方小棠）",
        f"{LEAD[11:]}<p>{{second}}<p>{{last}}",
    ),
    "an article in links": _page(
        '{head}<body><div><a href="1">{title}</a><a href="2"><p>{lead}</p></a><a href="3">',
        '<p>{second}</p></a><a href="4"><p>{last}</p></a></div>',
    ),
    "an article in a field": _page(
        "{head}<body><h1>{title}</h1><textarea>{lead}\n\n{second}</textarea><p>{last}"
    ),
    "the footer of an article": _page(
        "{head}<body><article><h1>{title}</h1><p>{lead}</p><footer>（方小棠）</footer></article>",
        "<footer>地址：云川市中山路</footer>",
        blocks=(TITLE, LEAD, "（方小棠）"),
        told=("地址：云川市中山路",),
    ),
    "what no browser shows": _page(
        "{head}<body>{body}<video>请更换浏览器</video><iframe>框架</iframe><!-- 注释 --><style>p{}",
        "</style><datalist><option>选项</datalist><noframes>无框架</noframes><dialog>登录</dialog>",
    ),
    "controls": _page(
        "{head}<body><nav>首页</nav>{body}<form><button>提交</button><select><option>正序</select>",
        '</form><div><a href="1">上一篇</a> <a href="2">下一篇</a></div>',
        told=("首页", "提交", "正序", "上一篇", "下一篇"),
    ),
    "a frame with its page": _page(
        '{head}<body><h1>{title}</h1><iframe srcdoc="<p>{lead}</p><p>{second}</p>"></iframe>{last}'
    ),
    "a frame without its page": _page(
        '{head}<body>{body}<iframe src="comments.html"></iframe><iframe width=0 src="count.html">',
        '</iframe><iframe style="display: none" src="count.html"></iframe>',
        told=("comments.html",),
    ),
    "controls between texts": _page(
        "{head}<body><h1>{title}</h1>{lead}<footer>首页</footer>{second}<p><button>打印</button></p>",
        "<div>{last}</div>",
        told=("首页", "打印"),
    ),
    "a small hidden notice": _page(
        '{head}<body>{body}<div style="display:none">',
        "本站提醒您，只有登录之后才可以在文章下面发表评论。</div>",
        told=("本站提醒您，只有登录之后才可以在文章下面发表评论。",),
    ),
}

_NOTICE = ("停水通知", "请各位居民提前储水，工期两天，如遇下雨顺延，给大家带来不便请谅解。")
LISTS = {
    "items of a list": _page(
        f"{{head}}<body><h1>{_NOTICE[0]}</h1><ol><li>北岸<li><p>南岸</p><li></ol>",
        f"<ol start=5><li>东岸<li value=8>西岸<ul><li>码头</ul><li>老街</ol><p>{_NOTICE[1]}</p>",
        blocks=(
            _NOTICE[0],
            "1. 北岸",
            "2. 南岸",
            "5. 东岸",
            "8. 西岸",
            "码头",
            "9. 老街",
            _NOTICE[1],
        ),
    ),
    "items in other numbers": _page(
        f'{{head}}<body><h1>{_NOTICE[0]}</h1><ol style="list-style: cjk-ideographic"><li>北岸</li>',
        '<li>南岸<ol type="a"><li>一处<li>二处</ol></ol><ol type="I" reversed start="2">',
        f'<li>东岸<li>西岸</ol><ol style="list-style-type:none"><li>老街</ol><p>{_NOTICE[1]}</p>',
        blocks=(
            *(_NOTICE[0], "一、北岸", "二、南岸", "a. 一处", "b. 二处", "II. 东岸", "I. 西岸"),
            *("老街", _NOTICE[1]),
        ),
    ),
    "items whose numbers are switched off": _page(
        "<html><head><style>ul, ol { margin: 0; list-style: none outside }</style></head><body>",
        f"<h1>{_NOTICE[0]}</h1><ol><li>北岸</li><li>南岸</li></ol><p>{_NOTICE[1]}</p>",
        blocks=(_NOTICE[0], "北岸", "南岸", _NOTICE[1]),
    ),
    "items of an index": _page(
        '<html><body><ol><li><a href="1">夜市开市</a></li><li><a href="2">环线试运行</a></li></ol>',
        blocks=("夜市开市", "环线试运行"),
    ),
}

WEB_PAGES = {**LISTS, **SEVERAL_DOCUMENTS, **HIDDEN_BODIES, **INLINE, **PARTS, **STRUCTURES}
