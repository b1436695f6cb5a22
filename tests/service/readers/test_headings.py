from __future__ import annotations

import io

import docx
import pytest

from service.readers import extract_pages
from service.readers.headings import Block, join_blocks

TEXT = Block("河西早市昨天搬进新建的大棚，三百个摊位统一编号，下雨天也能照常买菜。")
DAY = Block("3月9日")


def _apart(*blocks: Block) -> list[str]:
    """The blocks that stand two blank lines below the one above."""
    return [part.split("\n\n")[0] for part in join_blocks(blocks).split("\n\n\n")[1:]]


@pytest.mark.parametrize(
    "above",
    [[], [Block("柳城日报", 1)], [Block("柳城晚报 3月9日", 1), Block("民生新闻", 2)]],
    ids=["none", "paper", "paper and section"],
)
def test_headings_of_one_level_with_text_below_begin_stories(above: list[Block]) -> None:
    blocks = [Block("早市搬进大棚", 3), TEXT, Block("渡口添了趸船", 3), DAY, TEXT]
    headlines = ["早市搬进大棚", "渡口添了趸船"]
    assert _apart(*above, *blocks) == headlines[not above :]


def test_one_short_sentence_below_a_heading_is_text() -> None:
    short = Block("昨夜小雨，今晨雨停。")
    blocks = [Block("早市搬进大棚", 1), TEXT, Block("昨夜有雨", 1), short]
    assert _apart(*blocks) == ["昨夜有雨"]
    assert _apart(*blocks[2:], *blocks[:2]) == ["早市搬进大棚"]


def test_a_day_below_a_heading_is_no_text() -> None:
    assert _apart(Block("早市搬进大棚", 1), TEXT, Block("唐静", 1), DAY) == []


def test_subheads_below_a_headline_begin_nothing() -> None:
    subheads = [Block("摊位编号", 2), TEXT, Block("车辆停在北侧", 2), TEXT]
    assert _apart(Block("河西早市搬进大棚", 1), TEXT, *subheads) == []
    assert _apart(Block("河西早市搬进大棚三百个摊位有了编号", 1), *subheads) == []


def test_headings_without_text_between_begin_nothing() -> None:
    assert _apart(Block("早市搬进大棚", 2), Block("渡口添了趸船", 2), TEXT) == []


def test_an_article_of_a_web_page_begins_a_story() -> None:
    story = "<article><p><b>{}</b></p><p>" + TEXT.text + "</p></article>"
    document = "".join(map(story.format, ("早市搬进大棚", "渡口添了趸船")))
    (page,) = extract_pages(document.encode(), "p.html")
    assert "\n\n\n渡口添了趸船\n\n" in page.text


def test_headings_of_a_document_begin_stories() -> None:
    document = docx.Document()
    document.add_heading("柳城日报 3月9日要闻", 0)
    for headline in ("早市搬进大棚", "渡口添了趸船"):
        document.add_heading(headline, 1)
        document.add_paragraph(TEXT.text)
    file = io.BytesIO()
    document.save(file)
    (page,) = extract_pages(file.getvalue(), "p.docx")
    assert page.text.count("\n\n\n") == 2
    assert f"\n\n\n渡口添了趸船\n\n{TEXT.text}" in page.text


def test_a_row_of_figures_is_one_line() -> None:
    prices = "<tr><th>品种</th><th>最高</th></tr><tr><td>鲫鱼</td><td>12.5</td></tr>"
    layout = f"<tr><td>{TEXT.text}</td><td>左栏</td></tr>"
    document = f"<p>{TEXT.text}</p><table>{prices}{layout}</table>"
    (page,) = extract_pages(document.encode(), "p.html")
    rows = ["品种\u3000最高", "鲫鱼\u300012.5", TEXT.text, "左栏"]
    assert page.text.split("\n\n") == [TEXT.text, *rows]
