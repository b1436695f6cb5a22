"""The page stands alone and shows what the digest holds."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import html

from service.config import TopicSet, load_config
from service.datamodels import Digest
from service.writers.as_html import to_html
from tests.factories import make_digest

TOPICS = load_config("configs/topics.yaml", TopicSet)


def _page(digest: Digest) -> html.HtmlElement:
    return html.fromstring(to_html(digest, TOPICS))


def test_reads_back_as_the_digest() -> None:
    digest = make_digest()
    articles = _page(digest).findall(".//article")
    assert [article.get("id") for article in articles] == ["a1", "a2"]
    for element, article in zip(articles, digest.articles, strict=True):
        assert article.headline is not None
        assert article.summary is not None
        assert element.findtext(".//h2/span").split()[0] in ("民生", "医药")
        assert element.find(".//h2").text_content().endswith(article.headline)
        assert element.findtext(".//p[@class='summary']") == article.summary.text
        assert element.findtext(".//details/p") == article.text


def test_contents_lead_to_the_articles_by_topic() -> None:
    contents = _page(make_digest()).find(".//nav")
    assert contents is not None
    assert [title.text for title in contents.findall("h3")] == ["民生 1", "医药 1"]
    assert [link.get("href") for link in contents.findall(".//a")] == ["#a1", "#a2"]


def test_subheads_stay_subheads() -> None:
    digest = make_digest()
    text = "大桥昨天通车。\n桥面换新\n施工队换掉了全部支座，重新铺了桥面。"
    changed = replace(digest, articles=(replace(digest.articles[0], text=text),))
    paragraphs = _page(changed).findall(".//details/p")
    assert [p.get("class") for p in paragraphs] == [None, "subhead", None]
    assert "\n".join(p.text_content() for p in paragraphs) == text


def test_asks_for_nothing_from_anywhere() -> None:
    page = to_html(make_digest(), TOPICS)
    assert not re.search(r"https?:|src=|@import|<script|<link|url\(", page)


def test_what_is_printed_is_never_markup() -> None:
    digest = make_digest()
    evil = '<script>alert("1")</script> & <b>'
    first = replace(digest.articles[0], headline=evil, text=evil, byline=evil, id='a"1')
    page = to_html(replace(digest, paper=evil, articles=(first, digest.articles[1])), TOPICS)
    assert "<script" not in page
    assert "<b>" not in page
    assert 'id="a&#34;1"' in page


def test_marks_doubt_and_lists_what_was_left_out() -> None:
    page = _page(make_digest())
    (doubtful,) = page.xpath("//span[contains(@class, 'doubt')]")
    assert doubtful.text == "医药 60% 存疑"
    (section,) = page.xpath("//section[contains(@class, 'left-out')]")
    assert "重复 1 处，版面信息 1 处" in section.text_content()


def test_an_empty_digest_is_a_page_too() -> None:
    page = _page(replace(make_digest(), articles=(), left_out=()))
    assert page.find(".//nav") is None
    assert "0 篇" in page.text_content()
