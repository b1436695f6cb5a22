"""Saved pages and mails give the text that their program shows."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable

import pytest

from service.errors import ReadError
from service.readers.formats import extract_pages
from service.readers.mht import is_mht
from tests.documents import make_docx

LEAD = "本报讯（记者 方小棠）石桥镇夜市将于周五开市，首批八十个摊位沿河排开，营业到夜里十一点。"
SECOND = "镇里在两头各设一处停车场，从北岸步行过桥只要五分钟，雨天照常营业，请大家放心前来。"
PAGE = f"<html><head><title>无</title></head><body><h1>夜市开市</h1><p>{LEAD}</p></body></html>"
SAVED = "From: <Saved by Blink>\r\nSubject: =?utf-8?Q?x?=\r\nMIME-Version: 1.0\r\n"
TRADITIONAL = "<html><h1>夜市開市</h1><p>本報訊，石橋鎮夜市將於週五開市，攤位沿河排開。</p></html>"
TRANSFERS: dict[str, Callable[[bytes], bytes]] = {
    "quoted-printable": quopri.encodestring,
    "base64": base64.encodebytes,
    "8bit": bytes,
}


def _part(text: str, encoding: str, transfer: str, headers: str = "") -> bytes:
    kind = "" if "Content-Type" in headers else "Content-Type: text/html\r\n"
    written = f"{kind}{headers}Content-Transfer-Encoding: {transfer}\r\n\r\n".encode()
    return written + TRANSFERS[transfer](text.encode(encoding))


def _message(*parts: bytes, head: str = SAVED, kind: str = "related", more: str = "") -> bytes:
    headers = f'{head}Content-Type: multipart/{kind};\r\n\tboundary="--=b"{more}\r\n\r\n'
    return (
        headers.encode() + b"".join(b"----=b\r\n" + part + b"\r\n" for part in parts) + b"----=b--"
    )


def _text(raw: bytes) -> str:
    (page,) = extract_pages(raw, "p.mht")
    return page.text


@pytest.mark.parametrize("transfer", TRANSFERS)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16", "hz-gb-2312"])
def test_a_saved_page_is_read_in_any_encoding(encoding: str, transfer: str) -> None:
    page = TRADITIONAL if encoding == "big5" else PAGE
    headers = f'Content-Type: text/html; charset="{encoding}"\r\n'
    raw = _message(_part(page, encoding, transfer, headers))
    expected = page.partition("<h1>")[2].partition("</p>")[0].replace("</h1><p>", "\n\n")
    assert _text(raw) == expected


@pytest.mark.parametrize(
    "raw",
    [
        SAVED.encode() + _part(PAGE, "utf-8", "base64"),
        b"\xef\xbb\xbf\r\n" + _message(_part(PAGE, "gb18030", "8bit")),
        _message(_part(PAGE, "gb18030", "quoted-printable")).replace(b"\r\n", b"\n"),
        _message(
            _part("<p>页眉</p>", "utf-8", "8bit", "Content-Location: header.htm\r\n"),
            _part(PAGE, "utf-8", "base64", "Content-ID: <main>\r\n"),
            more='; start="<main>"',
        ),
        _message(_part(PAGE, "utf-8", "base64"), head="Subject: x\r\n"),
        _message(
            _part(PAGE, "utf-8", "base64"),
            _part("p {}", "utf-8", "8bit", "Content-Type: text/css\r\n"),
        ),
    ],
    ids=[
        "one part",
        "mark and empty line",
        "newlines of Unix",
        "named start",
        "no version",
        "with a style",
    ],
)
def test_a_saved_page_may_have_other_forms(raw: bytes) -> None:
    assert _text(raw) == f"夜市开市\n\n{LEAD}"


@pytest.mark.parametrize(
    ("source", "header"),
    [
        ("cid:frame-1@mhtml.blink", "Content-ID: <frame-1@mhtml.blink>\r\n"),
        ("http://paper.example/left.htm", "Content-Location: http://paper.example/left.htm\r\n"),
        ("left.htm", "Content-Location: file:///C:/saved/left.htm\r\n"),
    ],
)
def test_frames_in_the_file_are_read_in_their_places(source: str, header: str) -> None:
    outer = f"<html><body><h1>夜市开市</h1><iframe src='{source}'></iframe><p>{SECOND}</p></body>"
    raw = _message(
        _part(outer, "utf-8", "base64"), _part(f"<p>{LEAD}</p>", "gb18030", "base64", header)
    )
    assert _text(raw) == f"夜市开市\n\n{LEAD}\n\n{SECOND}"


def test_a_page_of_frames_is_read() -> None:
    outer = "<html><frameset><frame src='a.htm'><frame src='b.htm'></frameset></html>"
    parts = (f"<p>{LEAD}</p>", f"<p>{SECOND}</p>")
    raw = _message(
        _part(outer, "utf-8", "8bit"),
        *(
            _part(part, "utf-8", "base64", f"Content-Location: http://x/{name}.htm\r\n")
            for name, part in zip("ab", parts, strict=True)
        ),
    )
    assert _text(raw) == f"{LEAD}\n\n{SECOND}"


MAIL = (
    "Received: by x\r\nFrom: a@b\r\nTo: c@d\r\nMIME-Version: 1.0\r\n"
    "Subject: =?gb2312?B?0rnK0L+qytA=?=\r\n"
)


def test_a_mail_begins_with_its_subject_and_tells_what_is_attached() -> None:
    attached = (
        "Content-Type: application/x\r\nContent-Disposition: attachment; filename=gao.docx\r\n"
    )
    text = _part(f"<p>{LEAD}</p>", "gb18030", "base64")
    (page,) = extract_pages(
        _message(text, _part("x", "utf-8", "base64", attached), head=MAIL, kind="mixed"), "a.eml"
    )
    assert page.text == f"夜市开市\n\n{LEAD}"
    (warning,) = page.warnings
    assert "附件没有读入：gao.docx" in warning


def test_a_mail_of_plain_text_keeps_its_lines() -> None:
    plain = _part(f"{LEAD}\n{SECOND}", "gb18030", "base64", "Content-Type: text/plain\r\n")
    assert _text(_message(plain, head=MAIL, kind="alternative")).endswith(f"{LEAD}\n{SECOND}")


def test_a_message_without_text_says_what_to_do() -> None:
    picture = _part("x", "utf-8", "base64", "Content-Type: image/png\r\n")
    with pytest.raises(ReadError, match=r"p\.mht: 这是 MIME 文件.*另存为 HTML"):
        extract_pages(_message(picture), "p.mht")


def test_a_page_of_frames_without_their_pages_names_them() -> None:
    raw = b"<html><frameset><frame src='left.htm'><frame src='main.htm'></frameset></html>"
    with pytest.raises(ReadError, match=r"正文在 left\.htm main\.htm 里；请给出那个文件"):
        extract_pages(raw, "p.html")


def test_a_document_may_take_in_a_saved_page() -> None:
    raw = make_docx(
        '<w:altChunk r:id="rId-a.mht"/>',
        {"aFChunk/a.mht": _message(_part(PAGE, "gb18030", "quoted-printable"))},
    )
    (page,) = extract_pages(raw, "稿.docx")
    assert page.text == f"夜市开市\n\n{LEAD}"


@pytest.mark.parametrize(
    "text",
    [
        "From: 张三\nSubject: 夜市\n\n正文",
        "MIME-Version: 1.0 是邮件的一行。\n正文",
        "地点:石桥镇\n时间:周五\n\n正文",
        "",
    ],
)
def test_a_text_may_begin_like_a_message(text: str) -> None:
    assert not is_mht(text.encode())
