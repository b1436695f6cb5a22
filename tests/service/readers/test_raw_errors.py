"""What a library raises for wrong bytes is told as an error of the file."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest

from service.errors import ReadError
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
