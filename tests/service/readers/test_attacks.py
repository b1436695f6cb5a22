"""Files made to keep a reader busy are read or refused at once."""

from __future__ import annotations

import io
import stat
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest
from openpyxl import Workbook

from service.errors import ReadError
from service.readers.formats import extract_pages
from service.readers.tables import read_table
from tests.documents import make_docx, paragraph, run

N = 100_000
PROSE = "<p>社区食堂昨天开张，居民都说很方便很便宜。</p>"


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "document",
    [
        " " * N + "社区",
        "<!--" * N,
        "<!---->" * N + PROSE,
        "<" * N,
        f"{PROSE}<p style='{'a' * N}'>社区",
        f"{PROSE}<p style='opacity:{'0' * N}x'>社区",
        f"{PROSE}<p style='{'a:' * N}'>社区",
        f"{PROSE}<style>{'list-style:' * (N // 10)}</style>",
        f"{PROSE}字{chr(10) * N}",
        f"{PROSE}<p>字号{' ' * N}</p>",
        PROSE + "<ruby><rt>" * (N // 10),
        PROSE + '<div style="display:none">' * (N // 10),
        PROSE + "<a href=1>上一篇" * (N // 10),
        PROSE + "<iframe src='x'></iframe>" * (N // 20),
        "<?xml version='1.0'?><html>" + "<p " * N + PROSE,
    ],
    ids=lambda document: document[:40].strip()[:30],
)
def test_a_page_takes_no_longer_than_it_is_long(document: str) -> None:
    try:
        (page,) = extract_pages(document.encode(), "p.html")
    except ReadError:
        return
    assert "社区" in page.text or "<" in page.text


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "raw",
    [
        b"[" * N,
        b'{"a":' * N,
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        + b"--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 2_000,
        b"a:\n" * N,
    ],
    ids=["lists", "objects", "messages", "headers"],
)
def test_nesting_without_end_is_refused_or_text(raw: bytes) -> None:
    try:
        pages = extract_pages(raw, "p")
    except ReadError:
        return
    assert pages[0].text == raw.decode()


@pytest.mark.timeout(30)
def test_a_document_nested_as_deep_as_xml_may_be_is_read() -> None:
    depth = 240
    wrapped = "<w:smartTag>" * depth + run("深处") + "</w:smartTag>" * depth
    (page,) = extract_pages(make_docx(f"<w:p>{wrapped}</w:p>"), "p.docx")
    assert page.text == "深处"


@pytest.mark.timeout(30)
def test_a_field_of_any_length_is_read() -> None:
    instruction = r"EQ \* " + '\\* "' * N
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>'
        f'{instruction}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    (page,) = extract_pages(make_docx(f"<w:p>{field}</w:p>{paragraph('社区')}"), "p.docx")
    assert page.text == "社区"


HOSTILE_ENTRIES = (
    "../../escaped.txt",
    "/tmp/escaped.txt",
    "..\\..\\escaped.txt",
    "C:\\escaped.txt",
    "word/../../escaped.txt",
    "link",
)


def _with_hostile_entries(archive: bytes) -> bytes:
    stream = io.BytesIO(archive)
    with ZipFile(stream, "a") as package:
        for name in HOSTILE_ENTRIES:
            entry = ZipInfo(name)
            if name == "link":
                entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            package.writestr(entry, "/etc/passwd")
    return stream.getvalue()


def test_no_entry_of_an_archive_becomes_a_file_or_is_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    page = make_docx(paragraph("社区食堂开张"), {"header/../../../../etc/passwd": b"root:x"})
    (read,) = extract_pages(_with_hostile_entries(page), "p.docx")
    assert "社区食堂开张" in read.text
    assert "root:x" not in read.text
    book, stream = Workbook(), io.BytesIO()
    sheet = book.create_sheet(index=0)
    for cells in (("id", "text"), ("1", "社区食堂昨天开张。")):
        sheet.append(cells)
    book.save(stream)
    table = inside / "t.xlsx"
    table.write_bytes(_with_hostile_entries(stream.getvalue()))
    (row,) = read_table(table, ("text",))
    assert row.cells["text"] == "社区食堂昨天开张。"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [table]
