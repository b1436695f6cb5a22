"""The text of a DOCX document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from service.errors import ReadError
from service.readers.base import PageText
from service.readers.docx.numbering import Numbering
from service.readers.docx.package import Package, W, is_docx
from service.readers.docx.sections import sections_of
from service.readers.docx.story import Story
from service.readers.docx.styles import Styles
from service.readers.excerpts import excerpt
from service.readers.headings import Block, join_blocks
from service.readers.html import is_html, read_html
from service.readers.mht import is_mht, read_mht
from service.readers.plain_text import is_text, read_plain_text
from service.readers.unreadable import refusal

# A document with pictures and no more text than a headline is taken for a scan.
_FEWEST_CHARACTERS = 20
_NUMBER = r"[\W_]*+(?:第|page)?+[\W_]*+\d{1,3}+[\W_]*+[页頁]?+"
_HTML_PARTS = (".htm）", ".html）", ".xhtml）")  # as `Story` names them
_PAGE_NUMBER = re.compile(rf"{_NUMBER}(?:[\W_]*+(?:共|总|of)?+{_NUMBER})?+[\W_]*+", re.IGNORECASE)


def read_docx(raw: bytes, name: str) -> tuple[PageText, ...]:
    """Give the paragraphs of a document in order, a blank line between them, two above a story.

    The text is what Word prints: numbers of lists, headers before and footers
    behind their section, text boxes and notes behind the paragraph that they
    are anchored to, files that the document takes in; not what is deleted or
    hidden. Cells of a table follow each other row by row, those of data on one line.
    Phonetic guides, comments, charts and other objects are left out with a warning.

    Raises:
        ReadError: If the document is damaged.
    """
    package = Package(raw, name)
    styles = Styles(_tree(package, "styles"))
    numbering = Numbering(_tree(package, "numbering"), styles)
    story = Story(package, styles, numbering, _read_part)
    paragraphs = [text for text in map(str.strip, _paragraphs(package, story)) if text]
    levels = story.seen.levels
    text = join_blocks([Block(paragraph, levels.get(paragraph, 0)) for paragraph in paragraphs])
    warnings = (*_warnings(package, story, numbering), *_picture_warning(text, story, name))
    return (PageText(text, warnings=warnings),)


def _paragraphs(package: Package, story: Story) -> Iterator[str]:
    body = package.tree(package.body).find(f"{W}body")
    if body is None:
        raise package.damaged()
    for section in sections_of(body, package):
        yield from _running(section.headers, package, story)
        yield from story.paragraphs(section.elements, package.body)
        yield from _running(section.footers, package, story)


def _running(parts: Sequence[str], package: Package, story: Story) -> Iterator[str]:
    """What headers or footers say besides the number of the page, which is another on each."""
    for part in parts:
        for text in story.paragraphs(package.tree(part), part):
            if not _PAGE_NUMBER.fullmatch(text):
                yield text


def _tree(package: Package, kind: str) -> etree._Element | None:
    part = next(package.related(package.body, kind), None)
    return None if part is None else package.tree(part)


def _read_part(raw: bytes, name: str) -> tuple[PageText, ...]:
    """Read a file that a document takes in."""
    readers = (
        (is_docx, read_docx),
        (is_mht, read_mht),
        (is_html, read_html),
        (is_text, read_plain_text),
    )
    for recognizes, read in readers:
        if recognizes(raw):
            is_page = read is read_plain_text and name.lower().endswith(_HTML_PARTS)
            return (read_html if is_page else read)(raw, name)
    raise refusal(raw, name)


def _warnings(package: Package, story: Story, numbering: Numbering) -> Iterator[str]:
    name, seen = package.name, story.seen
    yield from seen.warnings
    if seen.readings:
        yield (
            f"{name}: 字旁的注音没有读入：{excerpt(seen.readings)} "
            "(phonetic guides are left out of the text)"
        )
    if comments := _comments(package):
        yield f"{name}: 批注没有读入：{excerpt(comments)} (comments are left out)"
    if seen.n_drawings:
        yield (
            f"{name}: {seen.n_drawings} 个图表或嵌入的对象没有读，里面的字不在正文里 "
            f"({seen.n_drawings} charts or embedded objects were not read)"
        )
    if seen.n_number_fields:
        yield (
            f"{name}: {seen.n_number_fields} 个由域（AUTONUM、LISTNUM）给出的编号没有读入；"
            "请对照原稿补上，或在 Word 里改成自动编号 "
            f"({seen.n_number_fields} numbers given by fields are left out)"
        )
    if numbering.unknown_formats:
        yield (
            f"{name}: 编号格式 {'、'.join(sorted(numbering.unknown_formats))} 不认识，编号写作数字 "
            "(unknown formats of numbers, written in digits)"
        )


def _comments(package: Package) -> list[str]:
    comments = _tree(package, "comments")
    found = comments.iterfind(f"{W}comment") if comments is not None else ()
    return ["".join(text.text or "" for text in comment.iter(f"{W}t")) for comment in found]


def _picture_warning(text: str, story: Story, name: str) -> Iterator[str]:
    n_characters = len("".join(text.split()))
    if not story.seen.n_pictures or n_characters >= _FEWEST_CHARACTERS:
        return
    if not n_characters:
        raise ReadError(
            f"{name}: 文档里没有文字，只有图片；请先做文字识别（OCR），再给出文本 "
            "(only pictures, no text: run OCR on it first)"
        )
    yield (
        f"{name}: 文档里只有 {n_characters} 个字，其余是图片，图里的字没有读；"
        "请先做文字识别（OCR）再试 (little text, and pictures that were not read: run OCR)"
    )
