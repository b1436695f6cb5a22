"""What a library raises for wrong bytes is told as an error of the file."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest

from service.datamodels import Issue
from service.errors import ReadError
from service.readers.encodings import decode_leniently
from service.readers.formats import extract_pages
from service.readers.tables import read_table
from tests.documents import make_docx, paragraph

BODY = "word/document.xml"


def packed(method: int) -> bytearray:
    """A document whose text is compressed in some way."""
    stream = io.BytesIO()
    whole = ZipFile(io.BytesIO(make_docx(paragraph("云川今天开通新路。" * 20))))
    with whole as parts, ZipFile(stream, "w", method) as again:
        for part in parts.namelist():
            again.writestr(part, parts.read(part))
    return bytearray(stream.getvalue())


def place_of_body(content: bytearray) -> int:
    """Where the compressed bytes of the text begin."""
    with ZipFile(io.BytesIO(content)) as parts:
        return parts.getinfo(BODY).header_offset + 30 + len(BODY)


@pytest.mark.parametrize("method", [ZIP_DEFLATED, ZIP_LZMA, ZIP_BZIP2])
@pytest.mark.parametrize("offset", [0, 4, 9, 20])
def test_damage_in_any_compression_is_told(method: int, offset: int) -> None:
    content = packed(method)
    start = place_of_body(content) + offset
    content[start : start + 8] = b"\xff" * 8
    with pytest.raises(ReadError, match=r"^p\.docx: (?:DOCX 已损坏|这是 ZIP)"):
        extract_pages(bytes(content), "p.docx")


@pytest.mark.parametrize("control", ["\x00", "\x08", "\x1b", "\x7f", "\ufffe"])
@pytest.mark.parametrize(
    "left_out", ["<button>x</button>", "<select><option>y</select>", "<nav>z</nav>"]
)
def test_a_control_character_behind_what_is_left_out_is_read(control: str, left_out: str) -> None:
    page = f"<html><body><p>云川今天开通新路。{left_out}{control}居民都说方便。</p></body></html>"
    (read,) = extract_pages(page.encode(), "p.html")
    assert "居民都说方便。" in read.text


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "<",
        "\0",
        "<w:document/>",
        "<a>" * 300,
        "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        "<a b='1' b='2'/>",
    ],
    ids=["empty", "sign", "nul", "prefix", "deep", "entity", "twice"],
)
def test_text_that_is_no_xml_is_told(xml: str) -> None:
    stream = io.BytesIO()
    with ZipFile(io.BytesIO(make_docx(""))) as parts, ZipFile(stream, "w") as again:
        for part in parts.namelist():
            again.writestr(part, xml.encode() if part == BODY else parts.read(part))
    told = ""
    try:
        told = "".join(page.text for page in extract_pages(stream.getvalue(), "p.docx"))
    except ReadError as error:
        told = str(error).removeprefix("p.docx: DOCX 已损坏")
    assert "云川" not in told
    assert not told.strip() or "另存" in told


def test_damage_in_a_packed_table_is_told(tmp_path: Path) -> None:
    path = tmp_path / "t.csv.gz"
    path.write_bytes(b"\x1f\x8b\x08" + b"\0" * 20)
    with pytest.raises(ReadError, match=r"t\.csv\.gz: 读到此处出错"):
        list(read_table(path, ("id", "text")))


def mail(*headers: bytes) -> bytes:
    """A mail of several parts, the last one attached; one has the headers given."""
    page = "<p>云川今天开通新路，居民都说方便。</p>".encode("gb18030")
    shown = [b"\r\n--b\r\n" + head + b"\r\n\r\n" + page for head in headers]
    head = b"MIME-Version: 1.0\r\nTo: a\r\nContent-Type: multipart/mixed; boundary=b\r\n"
    return b"".join((head, *shown, b"\r\n--b\r\nContent-Disposition: attachment\r\n\r\nx\r\n--b--"))


@pytest.mark.parametrize(
    "headers",
    [
        b'Content-Type: text/html; charset="a\0b"',
        b"Content-Type: text/html; charset*=a\0b''gbk",
        b"Content-Type: text/html; charset=\xff",
        b"Content-Type: text/html\r\nContent-ID: <\xe4\xba\xff>\r\nContent-Location: \xff",
        b"Content-Type: text/html\r\nContent-Disposition: inline; filename*=a\0''%ff",
    ],
)
def test_a_header_that_the_library_fails_at_says_nothing(headers: bytes) -> None:
    raw = mail(headers, headers)
    for given in (raw, raw.replace(b"To: a", b"To: a\r\nSubject: =?a\0b?q?x?=")):
        (read,) = extract_pages(given, "p.eml")
        assert "居民都说方便" in read.text


@pytest.mark.parametrize(
    "name", ["a\0b", "undefined", "idna", "punycode", "base64", "unicode-escape"]
)
def test_a_codec_that_no_text_is_in_is_no_encoding(name: str) -> None:
    raw = b"\x81\xff\xfd\x80" * 400 + b"-a"
    with pytest.raises(ReadError, match=r"^p: "):
        decode_leniently(raw, "p", name)


def test_halves_of_characters_in_utf_7_are_shown_as_damage() -> None:
    assert decode_leniently(b"a+2AA-b", "p", "utf-7")[0] == "a\ufffdb"


@pytest.mark.parametrize("half", [chr(0xD800), chr(0xDFFF)])
def test_an_issue_holds_no_half_of_a_character(half: str) -> None:
    with pytest.raises(ReadError, match=rf"^p1: 第 3 字是半个字符 U\+{ord(half):04X}"):
        Issue("p1", f"开馆{half}了")
