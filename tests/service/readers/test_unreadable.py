"""What holds no text is named by its content and comes with a way out, whatever its name."""

from __future__ import annotations

import io
from zipfile import ZipFile

import pytest

from service.errors import ReadError
from service.readers.formats import extract_pages

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def _ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(64)


def _zip(**parts: str) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w") as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("raw", "kind", "remedy"),
    [
        (rb"{\rtf1\ansi\ansicpg936 \'b1\'a8\par}", "RTF", "另存为.*docx"),
        (b"\xef\xbb\xbf" + rb"{\rtf1\ansi}", "RTF", "另存为.*docx"),
        (b"\r\n " + rb"{\urtf1\ansi}", "RTF", "另存为.*docx"),
        (_ole("WordDocument"), "Word 或 WPS 文档", "另存为.*docx"),
        (_ole("EncryptedPackage"), "加密的 Office", "另存为不加密的.*docx"),
        (_ole("Workbook"), "Excel", "batch --articles"),
        (_ole("PowerPoint Document"), "幻灯片", "存成文本"),
        (OLE, "旧版或加密的 Office", "另存为.*docx"),
        (_zip(xl__workbook_xml="<a/>"), "Excel", "batch --articles"),
        (_zip(ppt__presentation_xml="<a/>"), "幻灯片", "存成文本"),
        (_zip(mimetype="application/epub+zip"), "EPUB", "转成"),
        (_zip(mimetype="application/vnd.oasis.opendocument.text"), "odt", "另存为 .docx"),
        (_zip(OFD_xml="<a/>"), "OFD", "导出为带文字的 PDF"),
        (_zip(a="a"), "ZIP", "解压"),
        (b"CAJ\0\1\2", "CAJ", "导出为带文字的 PDF"),
        (b"KDH \0\0\0\0", "CAJ", "导出为带文字的 PDF"),
        (b"\x89PNG\r\n\x1a\n\0", "图片", "OCR"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "图片", "OCR"),
        (b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0", "图片", "OCR"),
        (b"\0\0\0\x18ftypheic\0\0", "图片", "OCR"),
        (b"\0\0\0\x18ftypisom\0\0", "音频或视频", "转写"),
        (b"Rar!\x1a\x07\0", "RAR", "解压"),
        (b"\0" * 257 + b"ustar\0", "tar", "解压"),
        (b"a.html" + bytes(251) + b"ustar\0<p>1</p><p>2</p>", "tar", "解压"),
        (b"%!PS-Adobe-3.0\n", "PostScript", "PDF"),
        (b"bplist00\xd1\1\2", "Safari", "HTML"),
        (b"bplist00\xd1\1\2<html><body><p>1</p><p>2</p></body></html>", "Safari", "HTML"),
        (b'<?xml version="1.0"?><plist><key>WebMainResource</key></plist>', "Safari", "HTML"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n\r\n<html><p>1</p></html>", "WARC", "HTML"),
        (
            b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?><w:wordDocument/>',
            "Word 的 XML",
            "另存为.*docx",
        ),
        ('<?xml version="1.0"?><rss><item><p>文</p></item></rss>'.encode(), "RSS", "batch"),
        ('<?xml version="1.0"?><报><文>云川</文></报>'.encode(), "XML", "存成文本"),
        ('\n<?xml version="1.0"?><报><文>云川</文></报>'.encode("utf-16"), "XML", "存成文本"),
        (
            "<news><head.line>云川</head.line><body.text>日报</body.text></news>".encode(),
            "XML",
            "文本",
        ),
        ('{"text": "<p>云川</p><p>日报</p>"}'.encode(), "JSON", "batch"),
        ('{"id": "1", "text": "云川"}\n{"id": "2", "text": "日报"}\n'.encode(), "JSON", "batch"),
        ('[\n  {"text": "云川"}\n]'.encode(), "JSON", "batch"),
    ],
)
def test_a_file_without_text_is_named_and_told_what_to_make_of_it(
    raw: bytes, kind: str, remedy: str
) -> None:
    with pytest.raises(ReadError, match=rf"^p\.txt: 这是.*{kind}.*不是文本；.*{remedy}"):
        extract_pages(raw, "p.txt")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "BMW在云川建厂",
            "CAJ是知网的格式。",
            "HN省昨天下雨",
            "[本报讯]云川昨天下雨。",
            "{云川}",
            "ID卡",
        ),
        *("[1]", "[1, 2]\n云川", "KDH 是什么", "PK赛昨天开打", "FLV 与 MP4", "%!"),
        "人人都说好",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_text_may_begin_like_something_else(text: str, encoding: str) -> None:
    (page,) = extract_pages(text.encode(encoding), "p.txt")
    assert page.text == text
