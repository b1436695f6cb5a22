"""A digest as a DOCX bulletin (简报) that an editor sends on."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.run import Run

from service.config import TopicsConfig
from service.datamodels import Article, Digest
from service.writers.wording import (
    articles_by_topic,
    facts_about,
    headline_of,
    left_out_count,
    left_out_words,
    summary_words,
    title_of,
    topic_words,
)

# Named so that Word and WPS have them on every Chinese system; others substitute.
_HEADING_FONT = "黑体"
_BODY_FONT = "宋体"
_LATIN_FONT = "Times New Roman"
_GREY = RGBColor(0x47, 0x54, 0x67)
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands for the time of making, so that the same digest gives the same bytes."""

# Characters XML cannot hold, of which pages out of a PDF have some.
_NOT_IN_XML = {n: None for n in range(0x20) if n not in (0x9, 0xA, 0xD)} | {
    0xFFFE: None,
    0xFFFF: None,
}


def to_docx(digest: Digest, topics: TopicsConfig) -> bytes:
    """Write a bulletin: title, paper and date, contents by topic, then the articles.

    Each topic is a heading of level 1 and each article one of level 2, so the
    navigation pane and the automatic contents of Word and WPS know them.

    Args:
        digest: Scored or not; what was not scored stands under 未分类.
        topics: The label set, for titles and their order.

    Returns:
        The file. The same digest gives the same bytes.
    """
    document = Document()
    _set_up(document, digest)
    title = document.add_paragraph(_clean(f"{title_of(digest)} 报摘"), style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    groups = articles_by_topic(digest, topics)
    counts = "，".join(f"{name} {len(articles)}" for name, articles in groups)
    _add_facts(document, f"共 {len(digest.articles)} 篇{f'：{counts}' if counts else ''}")
    _add_contents(document, groups)
    for name, articles in groups:
        document.add_heading(name, level=1)
        for article in articles:
            _add_article(document, article, digest, topics)
    _add_left_out(document, digest)
    stream = io.BytesIO()
    document.save(stream)
    return _without_times(stream)


def _set_up(document: DocxDocument, digest: Digest) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin = section.bottom_margin = Cm(2.5)
    _set_font(document, "Normal", _BODY_FONT, 12)
    _set_font(document, "Title", _HEADING_FONT, 22)
    _set_font(document, "Heading 1", _HEADING_FONT, 16)
    _set_font(document, "Heading 2", _HEADING_FONT, 13)
    document.styles["Heading 1"].paragraph_format.keep_with_next = True
    properties = document.core_properties
    properties.title = _clean(f"{title_of(digest)} 报摘")
    properties.author = "报摘"
    properties.language = "zh-CN"
    properties.created = properties.modified = _UNDATED


def _set_font(document: DocxDocument, name: str, font: str, size: float) -> None:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.font.name = _LATIN_FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    # Theme fonts would win over the named ones.
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for attribute in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(attribute), _LATIN_FONT)
    fonts.set(qn("w:eastAsia"), font)


def _add_contents(document: DocxDocument, groups: list[tuple[str, list[Article]]]) -> None:
    for name, articles in groups:
        paragraph = document.add_paragraph()
        paragraph.add_run(name).bold = True
        for article in articles:
            entry = document.add_paragraph(_clean(headline_of(article)), style="List Bullet")
            entry.paragraph_format.space_after = Pt(0)


def _add_article(
    document: DocxDocument, article: Article, digest: Digest, topics: TopicsConfig
) -> None:
    document.add_heading(_clean(headline_of(article)), level=2)
    for line in filter(None, summary_words(article).split("\n")):
        paragraph = document.add_paragraph(_clean(line))
        paragraph.paragraph_format.first_line_indent = Pt(24)
        paragraph.paragraph_format.line_spacing = 1.5
    chip = [("分类", topic_words(article.topic, topics))] if article.topic else []
    facts = [f"{name}：{fact}" for name, fact in chip + facts_about(article, digest)]
    _add_facts(document, "　".join(facts))


def _add_left_out(document: DocxDocument, digest: Digest) -> None:
    if not digest.left_out:
        return
    document.add_heading(f"未收入 {len(digest.left_out)} 处", level=1)
    _add_facts(document, left_out_count(digest))
    for passage in digest.left_out:
        _add_facts(document, left_out_words(passage, digest))


def _add_facts(document: DocxDocument, words: str) -> None:
    run: Run = document.add_paragraph().add_run(_clean(words))
    run.font.size = Pt(9)
    run.font.color.rgb = _GREY


def _without_times(package: io.BytesIO) -> bytes:
    """Pack the parts once more, because the library stamps each with the time of the day."""
    stream = io.BytesIO()
    with ZipFile(package) as parts, ZipFile(stream, "w", ZIP_DEFLATED) as packed:
        for name in parts.namelist():
            packed.writestr(ZipInfo(name), parts.read(name), ZIP_DEFLATED)
    return stream.getvalue()


def _clean(text: str) -> str:
    return text.translate(_NOT_IN_XML)
