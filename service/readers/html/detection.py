"""Web pages told from texts by their markup, whole or in parts."""

from __future__ import annotations

import codecs
import re

from service.readers.unreadable import is_unreadable

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Markup far below the top does not make a page of a text.
_HEAD_BYTES = 1 << 16

_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|frameset)(?![\w.:-])", re.IGNORECASE)
# What parts of pages are made of. Emphasis alone may also be meant for readers of plain text.
_TAG = re.compile(
    r"</?(?:article|blockquote|br|center|dd|div|dl|dt|figure|form|h[1-6]|header|hr|li|main|meta|nav|"
    r"ol|p|pre|section|script|style|table|tbody|td|textarea|th|title|tr|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_FEWEST_TAGS = 2


def is_html(raw: bytes) -> bool:
    """Whether a file is a web page, or a part of one as crawlers keep it.

    A part begins with markup or is divided by it, rather than by newlines; data that hold parts
    of pages, such as JSON, are none.
    """
    # Markup is ASCII, which every encoding but UTF-16 keeps as it is.
    encoding = "utf-16" if raw.startswith(_UTF16_MARKS) else "latin-1"
    head = raw.removeprefix(codecs.BOM_UTF8)[:_HEAD_BYTES].decode(encoding, errors="replace")
    head = head.lstrip("\ufeff \t\r\n")
    if head.startswith("<") and _PAGE.search(head):
        return True
    if head.startswith("<?xml"):
        return False
    if _TAG.match(_without_comments(head)):
        return True
    n_tags = len(_TAG.findall(head))
    n_lines = sum(1 for line in head.replace("\r", "\n").split("\n") if line.strip())
    return n_tags >= max(_FEWEST_TAGS, n_lines - 1) and not is_unreadable(raw)


def _without_comments(head: str) -> str:
    """A page from the first thing on that is no comment."""
    start = 0
    while head.startswith("<!--", start) and (end := head.find("-->", start)) >= 0:
        start = end + len("-->")
        while start < len(head) and head[start].isspace():
            start += 1
    return head[start:]


def declared_encoding(raw: bytes) -> str | None:
    """The encoding that a page says it has, None if it says none."""
    declared = re.search(
        rb"charset\s*+=\s*+(?:[\"']\s*+)?([\w:.-]+)", raw[:_HEAD_BYTES], re.IGNORECASE
    )
    return declared[1].decode("ascii") if declared else None
