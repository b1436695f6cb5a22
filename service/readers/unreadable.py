"""Files that hold no text to be read here, told by their content, and what to do with them."""

from __future__ import annotations

import codecs
import io
import json
import lzma
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from zipfile import BadZipFile, ZipFile

from service.errors import ReadError

DOCUMENT_SUFFIXES = frozenset(
    (".caj", ".doc", ".epub", ".kdh", ".odt", ".ofd", ".pages", ".rtf", ".wps", ".xps")
)
"""How names of documents end that hold pages of a paper but cannot be read here."""

_AS_DOCX = "请用 Word 或 WPS 另存为不加密的 .docx (save it as .docx without a password)"
_AS_TEXT = "请把文字存成文本再试 (save its text as a text file)"
_AS_PDF = "请导出为带文字的 PDF 或文本 (export it as PDF with text, or as text)"
_AS_ARTICLES = (
    "现成的文章请用 batch --articles，版面请存成文本 "
    "(ready articles: batch --articles; pages: save as text)"
)
_OCR = "请先做文字识别（OCR），再给出文本 (run OCR on it and give the text)"
_TRANSCRIBE = "请先转写成文字 (transcribe it first)"
_UNPACK = "请先解压 (unpack it first)"
_CONVERT = "请先转成 .docx 或文本 (convert it to .docx or text first)"

_PICTURE, _RECORDING = "图片 (a picture)", "音频或视频 (a recording)"
_AS_HTML = "请在浏览器里另存为 HTML (save the page as HTML)"
_WEB_ARCHIVE, _XML = "Safari 网页归档 (a web archive of Safari)", "XML 数据 (XML data)"
_OLD_OFFICE = "旧版或加密的 Office 文件 (an old or encrypted Office file)"

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_XML_HEAD_BYTES = 4096
# Data in elements of its own; with paragraphs of HTML it may be a part of a web page.
_XML_ROOT = re.compile(rb"<([A-Za-z][\w.:-]*+)[\s>]")
_OF_HTML = re.compile(rb"<(?:p|br|div|td|li|span|font|b|a)[\s/>]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of file that cannot be read: how to know it, its name and the way out."""

    is_it: Callable[[bytes], bool]
    name: str
    remedy: str


def _starts(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda raw: raw.startswith(marks)


def _at(place: int, *marks: bytes) -> Callable[[bytes], bool]:
    return lambda raw: raw.startswith(marks, place)


def _riff(kind: bytes) -> Callable[[bytes], bool]:
    return lambda raw: raw.startswith(b"RIFF") and raw.startswith(kind, 8)


def _ole(stream: str) -> Callable[[bytes], bool]:
    """OLE containers name their streams in UTF-16."""
    mark = stream.encode("utf-16-le")
    return lambda raw: raw.startswith(_OLE) and mark in raw


def _zip(*marks: str) -> Callable[[bytes], bool]:
    """ZIP containers tell their kind by the names of their parts, or in a part `mimetype`."""
    return lambda raw: (
        raw.startswith(_ZIP) and any(entry.startswith(marks) for entry in _zip_entries(raw))
    )


def _xml(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda raw: (
        raw.startswith(b"<?xml") and any(mark in raw[:_XML_HEAD_BYTES] for mark in marks)
    )


def _zip_entries(raw: bytes) -> Iterator[str]:
    try:
        with ZipFile(io.BytesIO(raw)) as parts:
            yield from parts.namelist()
            if "mimetype" in parts.namelist():
                yield parts.read("mimetype")[:_XML_HEAD_BYTES].decode("ascii", errors="replace")
    except (BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, RuntimeError, ValueError):
        return


def _is_bitmap(raw: bytes) -> bool:
    return raw.startswith(b"BM") and raw[6:10] == b"\0\0\0\0"


def _is_caj(raw: bytes) -> bool:
    """As the readers of CNKI's formats tell them: a mark padded with NUL."""
    return raw.startswith((b"CAJ\0", b"HN\0\0", b"TEB\0")) or (
        raw.startswith((b"KDH ", b"\xc8")) and b"\0" in raw[:16]
    )


def _is_xml_data(raw: bytes) -> bool:
    """Whether bytes are an XML element without a prolog, and no web page either."""
    root = _XML_ROOT.match(raw)
    ends_it = root is not None and raw.rstrip().endswith(b"</" + root[1] + b">")
    return ends_it and _OF_HTML.search(raw) is None


def _is_json(raw: bytes) -> bool:
    """Whether bytes are a JSON value or JSON lines, not just text that begins with a bracket."""
    if not raw.lstrip().startswith((b"{", b"[")):
        return False
    first_line = raw.strip().split(b"\n", 1)[0]
    for candidate in (first_line, raw):
        try:
            found = json.loads(candidate)
        except (RecursionError, ValueError):
            continue
        # A list of numbers may be a line of text.
        return isinstance(found, dict) or any(isinstance(item, dict) for item in found)
    return False


_KINDS = (
    _Kind(_starts(rb"{\rtf", rb"{\urtf", rb"{\pwd"), "RTF 文档 (RTF)", _AS_DOCX),
    _Kind(_ole("EncryptedPackage"), "加密的 Office 文件 (an encrypted Office file)", _AS_DOCX),
    _Kind(_ole("WordDocument"), "旧版 Word 或 WPS 文档 (an old .doc or .wps)", _AS_DOCX),
    _Kind(_ole("Workbook"), "旧版 Excel 表格 (an old .xls)", _AS_ARTICLES),
    _Kind(_ole("PowerPoint Document"), "旧版幻灯片 (an old .ppt)", _AS_TEXT),
    _Kind(_ole("__properties_version1.0"), "Outlook 邮件 (a message of Outlook)", _AS_TEXT),
    _Kind(_ole("HwpSummaryInformation"), "HWP 文档 (HWP)", _AS_DOCX),
    _Kind(_starts(_OLE), _OLD_OFFICE, _AS_DOCX),
    _Kind(_zip("xl/"), "Excel 表格 (.xlsx)", _AS_ARTICLES),
    _Kind(_zip("ppt/"), "幻灯片 (.pptx)", _AS_TEXT),
    _Kind(_zip("application/epub+zip"), "EPUB 电子书 (EPUB)", _CONVERT),
    _Kind(
        _zip("application/vnd.oasis.opendocument"),
        "OpenDocument 文档，如 .odt (OpenDocument)",
        "请用 LibreOffice 或 WPS 另存为 .docx (save it as .docx)",
    ),
    _Kind(_zip("OFD.xml"), "OFD 版式文件 (OFD)", _AS_PDF),
    _Kind(_zip("FixedDoc"), "XPS 版式文件 (XPS)", _AS_PDF),
    _Kind(_zip("Index/Document.iwa", "Index.zip"), "Pages 文稿 (Pages)", _CONVERT),
    _Kind(_zip("application/hwp+zip"), "HWPX 文档 (HWPX)", _AS_DOCX),
    _Kind(
        _starts(_ZIP, b"PK\x05\x06"),
        "ZIP 类文件而不是 DOCX，或已损坏 (a ZIP file but no DOCX, or damaged)",
        f"{_CONVERT}，压缩包{_UNPACK}",
    ),
    _Kind(_is_caj, "知网的 CAJ 类文件 (CAJ)", _AS_PDF),
    _Kind(_starts(b"\x1f\x8b"), "gzip 压缩包 (gzip)", _UNPACK),
    _Kind(_starts(b"Rar!\x1a"), "RAR 压缩包 (RAR)", _UNPACK),
    _Kind(_starts(b"7z\xbc\xaf"), "7z 压缩包 (7z)", _UNPACK),
    _Kind(_starts(b"BZh", b"\xfd7zXZ\0", b"(\xb5/\xfd", b"MSCF\0"), "压缩包 (an archive)", _UNPACK),
    _Kind(_at(257, b"ustar"), "tar 归档 (tar)", _UNPACK),
    _Kind(
        _starts(
            *(b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"8BPS", b"AT&TFORM"),
            *(b"II*\0", b"MM\0*", b"II+\0", b"\0\0\0\x0cjP  ", b"\xd7\xcd\xc6\x9a"),
        ),
        _PICTURE,
        _OCR,
    ),
    _Kind(_is_bitmap, _PICTURE, _OCR),
    _Kind(_riff(b"WEBP"), _PICTURE, _OCR),
    _Kind(_at(4, b"ftyphei", b"ftyphev", b"ftypmif1", b"ftypavif"), _PICTURE, _OCR),
    _Kind(_at(40, b" EMF"), _PICTURE, _OCR),
    _Kind(_at(4, b"ftyp"), _RECORDING, _TRANSCRIBE),
    _Kind(
        _starts(*(b"ID3", b"OggS", b"fLaC", b"#!AMR", b"\xff\xfb", b"\x1aE\xdf\xa3", b"FLV\x01")),
        _RECORDING,
        _TRANSCRIBE,
    ),
    _Kind(_riff(b"WAVE"), _RECORDING, _TRANSCRIBE),
    _Kind(_riff(b"AVI "), _RECORDING, _TRANSCRIBE),
    _Kind(_starts(b"%!PS", b"\xc5\xd0\xd3\xc6"), "PostScript 文件 (PostScript)", _AS_PDF),
    _Kind(_starts(b"\x06\x06\xed\xf5\xd8\x1d\x46\xbd"), "InDesign 版面 (InDesign)", _AS_PDF),
    _Kind(_at(60, b"BOOKMOBI"), "MOBI 电子书 (MOBI)", _CONVERT),
    _Kind(_starts(b"ITSF"), "CHM 帮助文件 (CHM)", _CONVERT),
    _Kind(_starts(b"bplist00"), _WEB_ARCHIVE, _AS_HTML),
    _Kind(_xml(b"<key>WebMainResource</key>"), _WEB_ARCHIVE, _AS_HTML),
    _Kind(_starts(b"WARC/1."), "抓取的网页归档 WARC (a WARC archive)", _AS_HTML),
    _Kind(_starts(b"SQLite format 3\0"), "SQLite 数据库 (SQLite)", _AS_ARTICLES),
    _Kind(_starts(b"PAR1"), "Parquet 表 (Parquet)", _AS_ARTICLES),
    _Kind(
        _xml(b'progid="Word.Document"', b"<w:wordDocument", b"<pkg:package"),
        "Word 的 XML 文档 (an XML document of Word)",
        _AS_DOCX,
    ),
    _Kind(_xml(b"<uof:", b"<office:document"), "XML 办公文档 (an XML document)", _AS_DOCX),
    _Kind(_xml(b"<rss", b"<feed"), "RSS 订阅 (a feed)", _AS_ARTICLES),
    _Kind(_xml(b"<svg"), _PICTURE, _OCR),
    _Kind(_starts(b"<?xml"), _XML, _AS_TEXT),
    _Kind(_is_xml_data, _XML, _AS_TEXT),
    _Kind(_is_json, "JSON 数据 (JSON data)", _AS_ARTICLES),
)


def is_unreadable(raw: bytes) -> bool:
    """Whether a file that no reader knows is of a kind that is no text either."""
    return _kind_of(raw) is not None


def refusal(raw: bytes, name: str) -> ReadError:
    """The error that names the kind of an unreadable file and what to make of it instead.

    Raises:
        ValueError: If the file is of no such kind, see `is_unreadable`.
    """
    kind = _kind_of(raw)
    if kind is None:
        raise ValueError(f"{name} is no unreadable file: ask is_unreadable first")
    return ReadError(f"{name}: 这是 {kind.name}，不是文本；{kind.remedy}")


def _kind_of(raw: bytes) -> _Kind | None:
    bare = raw.removeprefix(codecs.BOM_UTF8)
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        bare = raw.decode("utf-16", errors="replace").encode(errors="replace")
    bare = bare.lstrip()
    return next((kind for kind in _KINDS if kind.is_it(bare)), None)
