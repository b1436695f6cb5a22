"""What a web page prints to lead elsewhere rather than to be read."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field

from service.readers.html.rendering import is_block
from service.readers.html.tree import Element, HtmlPage

# A list, table or box with this much of its text in links leads elsewhere.
_NAVIGATION_SHARE = 0.7
_FEWEST_LINKS = 3
_SITE_PARTS = frozenset(("nav", "button", "select", "textarea"))
_ARTICLES = frozenset(("article", "main"))
_BOXES = frozenset(("ul", "ol", "dl", "table", "div", "td", "header", "aside", "section", "form"))

# No repetition below gives back what it took, or a page of spaces would keep the server busy.
_BETWEEN = r"[\s⊕⊖○◎+＋\-－—|｜/·:：<>《》\[\]【】]*+"
# What e-paper systems print around an article and beside the picture of a page.
_CONTROL = (
    r"(?:[上下前后]一?[篇版期条页]|(?:版面|标题|本版|今日)(?:导航|目录|概览)|返回(?:目录|首页)?|"
    r"往期回顾|字号[\s:：]*+[大中小\s]*+|放大|缩小|默认|朗读|打印|收藏|分享|关闭|(?:查看|下载)?PDF(?:版(?!面))?(?:下载)?)"
)
_CONTROLS = re.compile(rf"{_BETWEEN}(?:{_CONTROL}{_BETWEEN})++", re.IGNORECASE)
_PAGE = r"(?:第\s*+)?[A-Z]?[\d一二三四五六七八九十]{1,3}\s*+版"
_TITLED_PAGE = rf"{_PAGE}\s*+(?:[:：]\s*+)?(?:(?!{_PAGE})\S){{0,8}}+"
_PAGES = re.compile(rf"{_BETWEEN}(?:{_TITLED_PAGE}{_BETWEEN})++")
# What stands in the footer of a site, on pages without the element of that name.
_IMPRINT = re.compile(r"版权所有|ICP备|公网安备|(?:未经|不得|禁止)\S{0,12}(?:转载|镜像)")
_PROSE = re.compile("[，。！？]")
_LONGEST_CONTROLS = 100
# Titles may end in ！ or ？; what ends in 。 after this many characters is part of an article.
_SHORTEST_SENTENCE = 20


@dataclass(frozen=True, slots=True)
class Navigation:
    """What leads elsewhere: the parts of the site around its pages, and boxes full of links."""

    site_parts: frozenset[Element]
    link_boxes: frozenset[Element]


@dataclass(slots=True)
class _Words:
    """The text of an element, as far as it may be a control."""

    is_block: bool
    texts: list[str] = field(default_factory=list)
    length: int = 0
    has_links: bool = False
    has_prose: bool = False
    has_blocks: bool = False
    controls: list[Element] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Text in the element itself."""
        self.length += len(text)
        self.has_prose = self.has_prose or _PROSE.search(text) is not None
        if self.length <= _LONGEST_CONTROLS:
            self.texts.append(text)

    def take_in(self, inner: _Words) -> None:
        """What an element inside holds."""
        self.length += inner.length
        self.has_links |= inner.has_links
        self.has_prose |= inner.has_prose
        self.has_blocks |= inner.has_blocks or inner.is_block
        if self.length <= _LONGEST_CONTROLS:
            self.texts += inner.texts
        if not inner.is_block:
            self.controls += inner.controls


@dataclass(slots=True)
class _Links:
    """How much of an element is links."""

    n_characters: int = 0
    n_links: int = 0
    n_linked: int = 0
    has_sentence: bool = False

    def add(self, text: str) -> None:
        """Text in the element itself."""
        self.n_characters += len("".join(text.split()))
        self.has_sentence = self.has_sentence or any(
            len(sentence.strip()) >= _SHORTEST_SENTENCE for sentence in text.split("。")[:-1]
        )

    def take_in(self, inner: _Links) -> None:
        """What an element inside holds."""
        self.n_characters += inner.n_characters
        self.n_links += inner.n_links
        self.n_linked += inner.n_linked
        self.has_sentence |= inner.has_sentence


def controls_in(page: HtmlPage, left_out: Set[Element]) -> frozenset[Element]:
    """Find what holds nothing but controls, links to pages or the imprint of the site.

    A link within prose is none, whatever it says.
    """
    found: set[Element] = set()
    around = [_Words(is_block=True)]
    for step in page.walk(left_out):
        if isinstance(step, str):
            around[-1].add(step)
        elif isinstance(step, Element):
            around.append(_Words(is_block(step)))
        else:
            words = around.pop()
            if _is_control(step.element, words):
                (found.add if words.is_block else words.controls.append)(step.element)
            if words.is_block and not words.has_prose:
                found.update(words.controls)
            words.has_links |= step.element.tag == "a"
            around[-1].take_in(words)
    return frozenset(found)


def navigation_in(page: HtmlPage, left_out: Set[Element]) -> Navigation:
    """Find what leads elsewhere.

    Parts of the site are `nav`, footers that are not those of an article, buttons
    and fields of forms; boxes of links are lists, tables and others that hold
    hardly anything else. What holds a sentence of an article is neither.
    """
    site_parts: set[Element] = set()
    link_boxes: set[Element] = set()
    around = [_Links()]
    n_articles = 0
    for step in page.walk(left_out):
        if isinstance(step, str):
            around[-1].add(step)
        elif isinstance(step, Element):
            around.append(_Links())
            n_articles += step.tag in _ARTICLES
        else:
            links = around.pop()
            tag = step.element.tag
            n_articles -= tag in _ARTICLES
            is_site_part = tag in _SITE_PARTS or (tag == "footer" and not n_articles)
            if is_site_part and not links.has_sentence:
                site_parts.add(step.element)
                continue
            if tag == "a":
                links.n_links += 1
                links.n_linked = links.n_characters
            elif tag in _BOXES and _is_full_of(links):
                link_boxes.add(step.element)
            around[-1].take_in(links)
    return Navigation(frozenset(site_parts), frozenset(link_boxes))


def _is_control(element: Element, words: _Words) -> bool:
    if words.length > _LONGEST_CONTROLS or not (words.is_block or element.tag == "a"):
        return False
    text = "".join(words.texts)
    if _CONTROLS.fullmatch(text):
        return True
    if not words.is_block:
        return False
    is_imprint = not words.has_blocks and _IMPRINT.search(text) is not None
    return is_imprint or (words.has_links and _PAGES.fullmatch(text) is not None)


def _is_full_of(links: _Links) -> bool:
    return (
        not links.has_sentence
        and links.n_links >= _FEWEST_LINKS
        and links.n_linked >= _NAVIGATION_SHARE * links.n_characters
    )
