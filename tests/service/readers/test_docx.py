"""Documents give paragraphs, tables and text boxes in order."""

from __future__ import annotations

import io
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from service.errors import ReadError
from service.readers.formats import extract_pages

BOX = """<w:r {w} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">
<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent><w:p><w:r><w:t>框里
</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>
<w:p><w:r><w:t>框里</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent>
</w:r>"""
DELETED = "<w:del {w}><w:r><w:delText>删去</w:delText></w:r></w:del>"


def _saved(document: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream)  # type: ignore[attr-defined]  # python-docx names its class like its factory
    return stream.getvalue()


def _zipped(**parts: str) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w") as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


def test_gives_paragraphs_tables_and_text_boxes_once_and_in_order() -> None:
    document = Document()
    document.add_heading("社区食堂开张", level=1)
    paragraph = document.add_paragraph("本报讯 昨天开张。")
    paragraph._p.append(parse_xml(BOX.format(w=nsdecls("w"))))
    paragraph._p.append(parse_xml(DELETED.format(w=nsdecls("w"))))
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("早餐", "三元", "午餐", "七元"), strict=True):
        cell.text = text
    document.add_paragraph("")
    document.add_paragraph("左\t右").add_run().add_break()
    (page,) = extract_pages(_saved(document), "p.docx")
    assert page.number is None
    assert page.text.split("\n\n") == [
        *(
            "社区食堂开张",
            "本报讯 昨天开张。",
            "框里",
            "早餐\u3000三元",
            "午餐\u3000七元",
            "左\t右",
        ),
    ]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (_zipped(word__document_xml="<w:坏"), "DOCX 已损坏"),
        (_zipped(workbook_xml="<a/>"), "ZIP 类文件而不是 DOCX"),
        (b"PK\x03\x04 cut off", "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存为不加密的 .docx"),
    ],
    ids=["damaged", "another zip", "cut off", "encrypted or old"],
)
def test_what_is_no_document_says_what_to_do(raw: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=f"p.docx: .*{message}"):
        extract_pages(raw, "p.docx")
