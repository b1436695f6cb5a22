"""What pages keep out of sight without saying that it is not displayed, and what they load."""

from __future__ import annotations

import pytest

from service.errors import ReadError
from service.readers import issue_from_files
from service.readers.formats import extract_pages

TITLE = "柳荫里菜场周六开市"
TEXT = "柳荫里菜场周六开市，六十个摊位卖本地菜，早上五点开门，买菜的老人可以坐电梯上楼。"
MORE = "市场负责人说，摊位租金第一年减半，摊主自己带秤来校准，公平秤就放在门口。"
TRAP = "转载请注明来自柳荫里网，这一句只给抄网页的程序看，读报的人看不见它。"


def _page(body: str) -> str:
    return f'<html><head><meta charset="utf-8"></head><body><h1>{TITLE}</h1>{body}</body></html>'


@pytest.mark.parametrize(
    "style",
    [
        "position:absolute; left:-9999px",
        "position: fixed; top: -999em",
        "text-indent:-9999px",
        "position:absolute;clip:rect(0 0 0 0)",
        "position:absolute;clip-path: inset(50%)",
        "height:0;overflow:hidden",
        "max-height: 0px; OVERFLOW: hidden",
        "width:0;overflow:hidden!important",
        "font-size:0",
        "font-size: 0px; line-height: 0",
    ],
)
def test_what_is_moved_out_of_sight_is_told_and_not_read(style: str) -> None:
    page = _page(f"<p>{TEXT}</p><p style='{style}'>{TRAP}</p><p>{MORE}</p>")
    issue = issue_from_files([("a.html", page.encode())])
    assert issue.text.split("\n\n") == [TITLE, TEXT, MORE]
    assert TRAP in issue.warnings[0]


@pytest.mark.parametrize(
    "body",
    [
        f"<section style='font-size:0'><p><span style='font-size:16px'>{TEXT}</span></p></section>",
        f"<p style='position:relative;left:-2px;text-indent:-2em;padding-left:2em'>{TEXT}</p>",
        f"<div style='max-height:0;overflow:hidden'>{TEXT}</div>",
        f"<p style='height:0;overflow:visible'>{TEXT}</p>",
    ],
    ids=["own size inside", "moved a little", "the article to be opened", "not cut"],
)
def test_what_is_seen_or_opened_is_read(body: str) -> None:
    issue = issue_from_files([("a.html", _page(body).encode())])
    assert issue.text.split("\n\n") == [TITLE, TEXT]
    assert issue.warnings == ()


@pytest.mark.parametrize(
    "script",
    [
        f"window.__DATA__ = {{'content': '<p>{TEXT}</p>'}}",
        f"var a = '{''.join(f'{chr(92)}u{ord(c):04x}' for c in TEXT)}'",
    ],
    ids=["as it is", "by number"],
)
def test_text_that_a_script_loads_is_told(script: str) -> None:
    page = f"<html><body><div>加载中</div><script>{script}</script></body></html>"
    issue = issue_from_files([("a.html", page.encode())])
    assert issue.text == "加载中"
    assert "正文由脚本载入" in issue.warnings[0]
    assert issue_from_files([("a.html", _page(f"<p>{TEXT}</p>{page}").encode())]).warnings == ()
    with pytest.raises(ReadError, match="由脚本载入"):
        issue_from_files([("a.html", page.replace("加载中", "").encode())])


def test_comments_of_word_are_told() -> None:
    page = _page(
        f"<p>{TEXT}<span class=MsoCommentReference><a href='#c1'>[编1]</a></span></p>"
        "<div style='mso-element:comment-list'><hr><p>核对一下摊位数</p></div>"
    )
    issue = issue_from_files([("a.html", page.encode())])
    assert issue.text.split("\n\n") == [TITLE, TEXT]
    assert "批注没有读入：[编1] 核对一下摊位数" in issue.warnings[0]


@pytest.mark.parametrize("encodings", [("gb18030", "utf-8"), ("utf-8-sig", "utf-8-sig")])
def test_pages_behind_each_other_have_each_their_encoding(encodings: tuple[str, str]) -> None:
    texts = (TEXT, MORE)
    raw = b"\n".join(
        f"<!DOCTYPE html><html><h2>{TITLE}</h2><p>{text}</p></html>".encode(encoding)
        for text, encoding in zip(texts, encodings, strict=True)
    )
    pages = extract_pages(raw, "a.html")
    assert [page.text for page in pages] == [f"{TITLE}\n\n{text}" for text in texts]
    assert [page.warnings for page in pages] == [(), ()]
