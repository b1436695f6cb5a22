"""DOCX documents, tables and text boxes included."""

from __future__ import annotations

import io
from collections.abc import Iterator
from zipfile import BadZipFile, ZipFile

from lxml import etree

from service.errors import ReadError
from service.readers.base import PageText

_BODY = "word/document.xml"
# A day's paper has a few hundred thousand characters; a larger part is an attack or a mistake.
_LARGEST_PART_BYTES = 1 << 28

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TEXT, _BOX = f"{_W}p", f"{_W}t", f"{_W}txbxContent"
_WRITTEN = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
# Deleted text, and the second form of a text box for programs that do not know the first.
_LEFT_OUT = frozenset(
    (
        f"{_W}del",
        f"{_W}moveFrom",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    )
)


def is_docx(raw: bytes) -> bool:
    """Whether a ZIP container holds a DOCX document; a damaged one does not."""
    try:
        with ZipFile(io.BytesIO(raw)) as parts:
            return _BODY in parts.namelist()
    except BadZipFile:
        return False


def read_docx(raw: bytes, name: str) -> tuple[PageText, ...]:
    """Give the paragraphs of a document in order, a blank line between them.

    Cells of a table follow each other row by row; a text box follows the
    paragraph it is anchored to. Headers, footers and deleted text are left out.

    Raises:
        ReadError: If the document is damaged.
    """
    try:
        with ZipFile(io.BytesIO(raw)) as parts:
            if parts.getinfo(_BODY).file_size > _LARGEST_PART_BYTES:
                raise ReadError(f"{name}: 文档展开后过大；请拆成几个 (too large: split it)")
            content = parts.read(_BODY)
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except (BadZipFile, etree.XMLSyntaxError, KeyError, RuntimeError, ValueError) as error:
        raise ReadError(
            f"{name}: DOCX 已损坏或加密；请用 Word 或 WPS 打开后另存，再试 "
            "(damaged or encrypted: open it and save it again)"
        ) from error
    paragraphs = (text.strip() for text in _paragraphs(root))
    return (PageText("\n\n".join(text for text in paragraphs if text)),)


def _paragraphs(element: etree._Element) -> Iterator[str]:
    """Text of the paragraphs below an element, those of text boxes behind their anchor."""
    for child in element:
        if child.tag in _LEFT_OUT:
            continue
        if child.tag == _PARAGRAPH:
            yield "".join(_runs(child))
            for box in _boxes(child):
                yield from _paragraphs(box)
        else:
            yield from _paragraphs(child)


def _runs(element: etree._Element) -> Iterator[str]:
    """What is written in a paragraph itself."""
    for child in element:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _WRITTEN:
            yield _WRITTEN[child.tag]
        elif child.tag not in _LEFT_OUT and child.tag not in (_BOX, _PARAGRAPH):
            yield from _runs(child)


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == _BOX:
            yield child
        elif child.tag not in _LEFT_OUT:
            yield from _boxes(child)
