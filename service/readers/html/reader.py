"""Web pages of e-papers: an article, or the index of a page."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from service.errors import ReadError
from service.readers.base import PageText
from service.readers.encodings import decode
from service.readers.html.navigation import is_inline, is_navigation, remove_controls

_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_MARKUP = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WIDE = "\u2014-\u2026\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
# Where the source was wrapped in Chinese text a browser would show a space that nobody meant.
_WRAP = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n]\s*(?=[{_WIDE}])")
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")

_NEVER_TEXT = re.compile(
    "script|style|noscript|template|iframe|object|svg|head|select|option|button|textarea|map|nav|"
    "footer"
)
# The least that tells an article from the titles and captions of an index.
_FEWEST_PROSE = 20
_STOP = re.compile("[。！？]")


def is_html(raw: bytes) -> bool:
    """Whether a file is a web page."""
    # Markup is ASCII, which every encoding but UTF-16 keeps as it is.
    encoding = "utf-16" if raw.startswith(_UTF16_MARKS) else "latin-1"
    head = raw.removeprefix(codecs.BOM_UTF8)[:2048].decode(encoding, errors="replace").lstrip()
    return head.startswith("<") and _MARKUP.search(head) is not None


def read_html(raw: bytes, name: str) -> tuple[PageText, ...]:
    """Give the text of a web page, a blank line between its blocks.

    Scripts, hidden parts and navigation are left out: controls and imprint of
    e-paper systems, links to other pages of the paper, and blocks that are mostly
    links. Where no prose is left the page is an index, and those blocks are
    its text.

    Raises:
        ReadError: If the page has no text, or its encoding is unknown.
    """
    document = _XML_DECLARATION.sub("", decode(raw, name))
    try:
        root = lxml_html.document_fromstring(document)
    except (etree.ParserError, ValueError) as error:
        raise _empty(name) from error
    remove_controls(root)
    text = _text_of(root, skip_navigation=True)
    is_index = not _has_prose(text)
    if is_index:
        text = _text_of(root, skip_navigation=False)
    if not text:
        raise _empty(name)
    return (PageText(text, is_index=is_index),)


def _empty(name: str) -> ReadError:
    return ReadError(
        f"{name}: 网页里没有正文，可能要由脚本载入；请在浏览器里复制正文，存成文本再试 "
        "(no text in this page: copy it from the browser into a text file)"
    )


def _has_prose(text: str) -> bool:
    return any(len(line) >= _FEWEST_PROSE and _STOP.search(line) for line in text.splitlines())


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
        elif _is_left_out(element) or (skip_navigation and is_navigation(element)):
            walker.skip_subtree()
        else:
            yield _edge(element)
            yield element.text or ""


def _edge(element: etree._Element) -> str:
    if element.tag == "br":
        return "\1"
    return "" if is_inline(element) else "\0"


def _is_left_out(element: etree._Element) -> bool:
    return (
        _NEVER_TEXT.fullmatch(element.tag) is not None
        or element.get("hidden") is not None
        or _HIDDEN.search(element.get("style") or "") is not None
    )
