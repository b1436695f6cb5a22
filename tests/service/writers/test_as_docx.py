"""The bulletin opens, has real headings and names Chinese fonts."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as DocxDocument
from docx.oxml.ns import qn
from docx.shared import Cm

from service.config import TopicSet, load_config
from service.datamodels import Digest
from service.writers.as_docx import to_docx
from tests.factories import make_digest

TOPICS = load_config("configs/topics.yaml", TopicSet)


def _open(digest: Digest) -> DocxDocument:
    return Document(io.BytesIO(to_docx(digest, TOPICS)))


def _of_style(document: DocxDocument, style: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style is not None and p.style.name == style]


def _all(element: Any, name: str) -> list[Any]:
    return list(element.iter(qn(f"w:{name}")))


def _words(element: Any) -> str:
    return "".join(run.text for run in _all(element, "t"))


def test_reads_back_as_the_digest() -> None:
    digest = make_digest()
    document = _open(digest)
    assert _of_style(document, "Title") == ["云川日报 2024-01-05 报摘"]
    assert _of_style(document, "Subtitle") == ["共 2 篇：民生 1，医药 1"]
    assert _of_style(document, "Heading 1") == ["民生", "医药"]
    assert _of_style(document, "Heading 2") == [article.headline for article in digest.articles]
    assert _of_style(document, "List Bullet") == [article.headline for article in digest.articles]
    summaries = [article.summary.text for article in digest.articles if article.summary]
    assert _of_style(document, "摘要") == summaries
    assert _of_style(document, "出处") == [
        "分类：民生 60%　出处：p1.txt",
        "分类：医药 60% 存疑　出处：p1.txt",
        "原文另有 2 处未收入：重复 1 处，版面信息 1 处",
    ]


def test_the_contents_are_links_to_the_headlines() -> None:
    body = _open(make_digest()).element.body
    links = {link.get(qn("w:anchor")): _words(link) for link in _all(body, "hyperlink")}
    marks = {m.get(qn("w:name")): _words(m.getparent()) for m in _all(body, "bookmarkStart")}
    assert links == marks == {"a1": "社区食堂开张", "a2": "新药进医保"}


def test_pages_are_a4_and_numbered() -> None:
    section = _open(make_digest()).sections[0]
    assert section.page_width == pytest.approx(Cm(21), rel=1e-3)
    assert section.page_height == pytest.approx(Cm(29.7), rel=1e-3)
    (footer,) = section.footer.paragraphs
    assert footer.text.replace(" ", "").startswith("第")
    assert [field.get(qn("w:instr")) for field in _all(footer._p, "fldSimple")] == [
        "PAGE",
        "NUMPAGES",
    ]


def test_fonts_are_named_for_chinese_and_no_theme_overrides_them() -> None:
    document = _open(make_digest())
    fonts_of = {
        "Normal": "宋体",
        "Title": "黑体",
        "Heading 1": "黑体",
        "摘要": "宋体",
        "出处": "仿宋",
    }
    for name, font in fonts_of.items():
        properties = document.styles[name].element.rPr
        assert properties.find(qn("w:lang")).get(qn("w:eastAsia")) == "zh-CN"
        fonts = properties.rFonts
        assert fonts.get(qn("w:eastAsia")) == font
        assert not [key for key in fonts.attrib if "Theme" in key]


def test_the_same_digest_gives_the_same_bytes_at_any_time() -> None:
    content = to_docx(make_digest(), TOPICS)
    with ZipFile(io.BytesIO(content)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert to_docx(make_digest(), TOPICS) == content


def test_characters_that_xml_cannot_hold_are_dropped() -> None:
    digest = make_digest()
    first = replace(digest.articles[0], headline="社区\x0c食堂\x00开张\ufffe")
    document = _open(replace(digest, articles=(first, digest.articles[1])))
    assert "社区食堂开张" in _of_style(document, "Heading 2")


def test_an_unscored_digest_stands_under_a_heading_of_its_own() -> None:
    digest = make_digest()
    bare = tuple(replace(article, topic=None, summary=None) for article in digest.articles)
    assert "未分类" in _of_style(_open(replace(digest, articles=bare)), "Heading 1")


def test_an_empty_digest_opens_too() -> None:
    document = _open(replace(make_digest(), articles=(), left_out=()))
    assert [paragraph.text for paragraph in document.paragraphs][1] == "共 0 篇"
