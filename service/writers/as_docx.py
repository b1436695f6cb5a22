"""A digest as a DOCX bulletin (简报) that an editor sends on."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from service.config import TopicSet
from service.datamodels import Article, Digest
from service.writers.bulletin import PLAIN, Bulletin
from service.writers.wording import (
    headline_of,
    left_out_count,
)

# Named so that Word and WPS have them on every Chinese system; others substitute.
_HEADING_FONT = "黑体"
_BODY_FONT = "宋体"
_NOTE_FONT = "仿宋"
_LATIN_FONT = "Times New Roman"
_SUMMARY = "摘要"
_FACTS = "出处"
# Style, Chinese font, size, space before and after, all in points.
_STYLES = (
    ("Normal", _BODY_FONT, 12, 0, 4),
    ("Title", _HEADING_FONT, 22, 0, 8),
    ("Subtitle", _NOTE_FONT, 11, 0, 10),
    ("Heading 1", _HEADING_FONT, 16, 20, 6),
    ("Heading 2", _HEADING_FONT, 13, 12, 4),
    ("List Bullet", _BODY_FONT, 12, 0, 2),
    ("Footer", _NOTE_FONT, 9, 0, 0),
    (_SUMMARY, _BODY_FONT, 12, 0, 2),
    (_FACTS, _NOTE_FONT, 10, 0, 6),
)
_RED = "B42318"
_GREY = RGBColor(0x47, 0x54, 0x67)
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands for the time of making, so that the same digest gives the same bytes."""

# Characters XML cannot hold, of which pages out of a PDF have some.
_NOT_IN_XML = {n: None for n in range(0x20) if n not in (0x9, 0xA, 0xD)} | {
    0xFFFE: None,
    0xFFFF: None,
}


def to_docx(digest: Digest, topics: TopicSet, bulletin: Bulletin = PLAIN) -> bytes:
    """Write a bulletin: title, paper and date, contents by topic, then the articles.

    Each topic is a heading of level 1 and each article one of level 2, so the
    navigation pane and the automatic contents of Word and WPS know them; the
    entries of the contents are links to the articles.

    Args:
        digest: Scored or not; what was not scored stands under 未分类.
        topics: The label set, for titles and their order.
        bulletin: Title, masthead, sources and order.

    Returns:
        The file. The same digest gives the same bytes.
    """
    document = Document()
    _set_up(document, bulletin.heading(digest))
    if bulletin.masthead:
        document.add_paragraph(_clean(bulletin.masthead), style="Subtitle")
    document.add_paragraph(_clean(bulletin.heading(digest)), style="Title")
    groups = bulletin.groups(digest, topics)
    counts = "，".join(f"{name} {len(articles)}" for name, articles in groups if name)
    document.add_paragraph(
        f"共 {len(digest.articles)} 篇{f'：{counts}' if counts else ''}", style="Subtitle"
    )
    _add_contents(document, groups)
    for name, articles in groups:
        if name:
            document.add_heading(name, level=1)
        for article in articles:
            _add_article(document, article, digest, topics, bulletin)
    if left_out := bulletin.left_out(digest):
        words = f"原文另有 {len(left_out)} 处未收入：{left_out_count(digest)}"
        document.add_paragraph(words, style=_FACTS)
    stream = io.BytesIO()
    document.save(stream)
    return _without_times(stream)


def _set_up(document: DocxDocument, title: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin = section.bottom_margin = Cm(2.5)
    _set_styles(document)
    _number_pages(section.footer.paragraphs[0])
    properties = document.core_properties
    properties.title = _clean(title)
    properties.author = "报摘"
    properties.language = "zh-CN"
    properties.created = properties.modified = _UNDATED


def _set_styles(document: DocxDocument) -> None:
    """Fonts, sizes and distances, all in styles, where an editor can change them."""
    for name in (_SUMMARY, _FACTS):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles[
            "Normal"
        ]
    for name, font, size, before, after in _STYLES:
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        _set_font(style, font, size)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
    for name in ("Title", "Subtitle", "Footer"):
        document.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for name in (_FACTS, "Subtitle", "Footer"):
        document.styles[name].font.color.rgb = _GREY
    for line in document.styles["Title"].element.iter(qn("w:bottom")):
        line.attrib.clear()
        for name, value in {"val": "double", "sz": "6", "space": "6", "color": _RED}.items():
            line.set(qn(f"w:{name}"), value)
    summary = document.styles[_SUMMARY].paragraph_format
    summary.first_line_indent, summary.line_spacing = Pt(24), 1.5
    # A headline, its summary and its facts stay on one page.
    summary.keep_with_next = summary.keep_together = True


def _set_font(style: ParagraphStyle, font: str, size: float) -> None:
    style.font.size = Pt(size)
    style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.font.name = _LATIN_FONT
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    # Theme fonts would win over the named ones.
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for attribute in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(attribute), _LATIN_FONT)
    fonts.set(qn("w:eastAsia"), font)
    # Without it, a substitute font may show the characters as Japan or Taiwan writes them.
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def _number_pages(paragraph: Paragraph) -> None:
    """第 1 页，共 3 页, counted by whatever shows the document."""
    paragraph.add_run("第 ")
    _add_field(paragraph, "PAGE")
    paragraph.add_run(" 页，共 ")
    _add_field(paragraph, "NUMPAGES")
    paragraph.add_run(" 页")


def _add_field(paragraph: Paragraph, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    field.append(paragraph.add_run("1")._r)
    paragraph._p.append(field)


def _add_contents(document: DocxDocument, groups: list[tuple[str, list[Article]]]) -> None:
    for name, articles in groups:
        if name:
            paragraph = document.add_paragraph()
            paragraph.add_run(name).bold = True
            paragraph.paragraph_format.keep_with_next = True
        for article in articles:
            entry = document.add_paragraph(style="List Bullet")
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), _clean(article.id))
            link.append(entry.add_run(_clean(headline_of(article)))._r)
            entry._p.append(link)


def _add_article(
    document: DocxDocument,
    article: Article,
    digest: Digest,
    topics: TopicSet,
    bulletin: Bulletin,
) -> None:
    heading = document.add_heading(_clean(headline_of(article)), level=2)
    _mark(heading, article.id, digest.articles.index(article))
    for line in filter(None, bulletin.summary(article).split("\n")):
        document.add_paragraph(_clean(line), style=_SUMMARY)
    chip = [("分类", bulletin.topic(article.topic, topics))] if article.topic else []
    facts = [f"{name}：{fact}" for name, fact in chip + bulletin.facts(article, digest)]
    document.add_paragraph(_clean("　".join(facts)), style=_FACTS)


def _mark(heading: Paragraph, name: str, number: int) -> None:
    """Put a bookmark around a headline, for the contents to link to."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), _clean(name))
    heading._p.insert(1, start)
    heading._p.append(end)


def _without_times(package: io.BytesIO) -> bytes:
    """Pack the parts once more, because the library stamps each with the time of the day."""
    stream = io.BytesIO()
    with ZipFile(package) as parts, ZipFile(stream, "w", ZIP_DEFLATED) as packed:
        for name in parts.namelist():
            packed.writestr(ZipInfo(name), parts.read(name), ZIP_DEFLATED)
    return stream.getvalue()


def _clean(text: str) -> str:
    return text.translate(_NOT_IN_XML)
