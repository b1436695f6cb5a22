"""The bulletin opens, has real headings and names Chinese fonts."""

from __future__ import annotations

import io
from dataclasses import replace
from zipfile import ZipFile

from docx import Document
from docx.document import Document as DocxDocument
from docx.oxml.ns import qn

from service.config import TopicsConfig, load_config
from service.datamodels import Digest
from service.writers.as_docx import to_docx
from tests.factories import make_digest

TOPICS = load_config("configs/topics.yaml", TopicsConfig)


def _open(digest: Digest) -> DocxDocument:
    return Document(io.BytesIO(to_docx(digest, TOPICS)))


def _of_style(document: DocxDocument, style: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style is not None and p.style.name == style]


def test_reads_back_as_the_digest() -> None:
    digest = make_digest()
    document = _open(digest)
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert _of_style(document, "Title") == ["云川日报 2024-01-05 报摘"]
    assert _of_style(document, "Heading 1") == ["民生", "医药", "未收入 2 处"]
    assert _of_style(document, "Heading 2") == [article.headline for article in digest.articles]
    assert _of_style(document, "List Bullet") == [article.headline for article in digest.articles]
    for article in digest.articles:
        assert article.summary is not None
        assert article.summary.text in texts
    assert "分类：医药 60% 存疑　出处：p1.txt" in texts
    assert "重复 1 处，版面信息 1 处" in texts


def test_fonts_are_named_for_chinese_and_no_theme_overrides_them() -> None:
    document = _open(make_digest())
    for name, font in {"Normal": "宋体", "Title": "黑体", "Heading 1": "黑体"}.items():
        fonts = document.styles[name].element.rPr.rFonts
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
