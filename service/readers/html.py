"""Web pages of e-papers: an article, or the index of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from service.errors import ReadError
from service.readers.base import PageText
from service.readers.encodings import decode

_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_MARKUP = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WIDE = "\u2014-\u2026\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
# Where the source was wrapped in Chinese text a browser would show a space that nobody meant.
_WRAP = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n]\s*(?=[{_WIDE}])")
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")

_NEVER_TEXT = re.compile(
    "script|style|noscript|template|iframe|object|svg|head|select|option|button|textarea|map|nav|"
    "footer"
)
_INLINE = re.compile(
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|em|font|i|img|ins|kbd|label|mark|q|ruby|s|small|span|"
    "strike|strong|sub|sup|tt|u|var|wbr"
)
# A list, table or box with this much of its text in links leads elsewhere.
_NAVIGATION_SHARE = 0.7
_FEWEST_LINKS = 3
_BOXES = frozenset(("ul", "ol", "dl", "table", "div", "td", "header", "aside", "section", "form"))


def is_html(text: str) -> bool:
    """Whether a text is a web page."""
    head = text[:2048].lstrip("\ufeff \t\r\n")
    return head.startswith("<") and _MARKUP.search(head) is not None


def read_html(raw: bytes, name: str) -> tuple[PageText, ...]:
    """Give the text of a web page, a blank line between its blocks.

    Scripts, hidden parts and navigation are left out: blocks that are mostly
    links. Where nothing else is on the page it is an index, and the links are
    its text.

    Raises:
        ReadError: If the page has no text, or its encoding is unknown.
    """
    document = _XML_DECLARATION.sub("", decode(raw, name))
    try:
        root = lxml_html.document_fromstring(document)
    except (etree.ParserError, ValueError) as error:
        raise _empty(name) from error
    text = _text_of(root, skip_navigation=True) or _text_of(root, skip_navigation=False)
    if not text:
        raise _empty(name)
    return (PageText(text),)


def _empty(name: str) -> ReadError:
    return ReadError(
        f"{name}: 网页里没有正文，可能要由脚本载入；请在浏览器里复制正文，存成文本再试 "
        "(no text in this page: copy it from the browser into a text file)"
    )


def _text_of(root: lxml_html.HtmlElement, *, skip_navigation: bool) -> str:
    flowing = "".join(_pieces(root, skip_navigation=skip_navigation))
    blocks = (_lines(block) for block in flowing.split("\0"))
    return "\n\n".join(block for block in blocks if block)


def _lines(block: str) -> str:
    """The lines of a block, white space folded as a browser does it."""
    lines = (_SPACES.sub(" ", _WRAP.sub("", line)).strip() for line in block.split("\1"))
    return "\n".join(line for line in lines if line)


def _pieces(root: lxml_html.HtmlElement, *, skip_navigation: bool) -> Iterator[str]:
    r"""Text in order, with \0 around blocks and \1 for line breaks."""
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event in ("comment", "pi"):
            yield element.tail or ""
        elif event == "end":
            yield _edge(element)
            yield element.tail or ""
        elif _is_left_out(element) or (skip_navigation and _is_navigation(element)):
            walker.skip_subtree()
        else:
            yield _edge(element)
            yield element.text or ""


def _edge(element: etree._Element) -> str:
    if element.tag == "br":
        return "\1"
    return "" if _INLINE.fullmatch(element.tag) else "\0"


def _is_left_out(element: etree._Element) -> bool:
    return (
        _NEVER_TEXT.fullmatch(element.tag) is not None
        or element.get("hidden") is not None
        or _HIDDEN.search(element.get("style") or "") is not None
    )


def _is_navigation(element: etree._Element) -> bool:
    if element.tag not in _BOXES:
        return False
    links = list(element.iter("a"))
    if len(links) < _FEWEST_LINKS:
        return False
    n_linked = sum(_n_characters(link) for link in links)
    return n_linked >= _NAVIGATION_SHARE * _n_characters(element)


def _n_characters(element: etree._Element) -> int:
    return sum(len("".join(str(text).split())) for text in element.itertext())
