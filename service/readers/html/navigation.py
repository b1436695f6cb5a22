"""What a web page prints to lead elsewhere rather than to be read."""

from __future__ import annotations

import re

from lxml import etree
from lxml import html as lxml_html

_INLINE = re.compile(
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|em|font|i|img|ins|kbd|label|mark|q|ruby|s|small|span|"
    "strike|strong|sub|sup|tt|u|var|wbr"
)
# A list, table or box with this much of its text in links leads elsewhere.
_NAVIGATION_SHARE = 0.7
_FEWEST_LINKS = 3
_BOXES = frozenset(("ul", "ol", "dl", "table", "div", "td", "header", "aside", "section", "form"))

_BETWEEN = r"[\s⊕⊖○◎+＋\-－—|｜/·:：<>《》\[\]【】]*"
# What e-paper systems print around an article and beside the picture of a page.
_CONTROL = (
    r"(?:[上下前后]一?[篇版期条页]|(?:版面|标题|本版|今日)(?:导航|目录|概览)|返回(?:目录|首页)?|"
    r"往期回顾|字号[\s:：]*[大中小\s]*|放大|缩小|默认|朗读|打印|收藏|分享|关闭|(?:查看|下载)?PDF版?(?:下载)?)"
)
_CONTROLS = re.compile(rf"{_BETWEEN}(?:{_CONTROL}{_BETWEEN})+", re.IGNORECASE)
_PAGE = r"第?\s*[A-Z]?[\d一二三四五六七八九十]{1,3}\s*版\s*[:：]?\s*\S{0,8}"
_PAGES = re.compile(rf"{_BETWEEN}(?:{_PAGE}{_BETWEEN})+")
# What stands in the footer of a site, on pages without the element of that name.
_IMPRINT = re.compile(r"版权所有|ICP备|公网安备|(?:未经|不得|禁止)\S{0,12}(?:转载|镜像)")
_PROSE = re.compile("[，。！？]")
_LONGEST_CONTROLS = 100


def remove_controls(root: lxml_html.HtmlElement) -> None:
    """Take out what holds nothing but controls, links to pages or the imprint of the site.

    A link within prose stays, whatever it says.
    """
    controls = [element for element in root.iterdescendants(etree.Element) if _is_control(element)]
    for element in controls:
        if element.getparent() is not None:
            element.drop_tree()


def is_navigation(element: etree._Element) -> bool:
    """Whether a list, table or box holds hardly anything but links."""
    if element.tag not in _BOXES:
        return False
    links = list(element.iter("a"))
    if len(links) < _FEWEST_LINKS:
        return False
    n_linked = sum(_n_characters(link) for link in links)
    return n_linked >= _NAVIGATION_SHARE * _n_characters(element)


def is_inline(element: etree._Element) -> bool:
    """Whether an element stands within a line of text."""
    return _INLINE.fullmatch(element.tag) is not None


def _is_control(element: lxml_html.HtmlElement) -> bool:
    text = element.text_content()
    if len(text) > _LONGEST_CONTROLS:
        return False
    if element.tag == "a":
        return _CONTROLS.fullmatch(text) is not None and not _PROSE.search(_block_around(element))
    if is_inline(element):
        return False
    has_links = element.find(".//a") is not None
    if has_links and _PAGES.fullmatch(text):
        return True
    return bool(_CONTROLS.fullmatch(text) or _is_imprint(element))


def _is_imprint(element: lxml_html.HtmlElement) -> bool:
    """Whether a block of one line says whose the site is."""
    is_line = all(is_inline(inner) or inner.tag == "br" for inner in element.iterdescendants("*"))
    return is_line and _IMPRINT.search(element.text_content()) is not None


def _block_around(element: lxml_html.HtmlElement) -> str:
    """The text of the nearest block that an inline element stands in."""
    while is_inline(element) and element.getparent() is not None:
        element = element.getparent()
    return str(element.text_content())


def _n_characters(element: etree._Element) -> int:
    return sum(len("".join(str(text).split())) for text in element.itertext())
