"""Which reader a file needs, told by its first bytes rather than by its name."""

from __future__ import annotations

from service.errors import ReadError
from service.readers.base import PageText
from service.readers.docx import is_docx, read_docx
from service.readers.html import is_html, read_html
from service.readers.pdf import read_pdf
from service.readers.plain_text import read_plain_text

PAGE_SUFFIXES = frozenset((".txt", ".text", ".htm", ".html", ".docx", ".pdf"))
"""Files of a folder that are pages; others (pictures, tables) are not."""

_OCR = "请先做文字识别（OCR），再给出文本 (run OCR on it and give the text)"
_UNPACK = "请先解压 (unpack it first)"
_SAVE_AS_DOCX = "请用 Word 或 WPS 另存为不加密的 .docx (save it as .docx without a password)"
_SAVE_AS_TEXT = "请先转成文本 (convert it to text first)"

_PICTURE = "图片 (a picture)"
_UNREADABLE = (
    (
        b"\xd0\xcf\x11\xe0",
        "旧版或加密的 Office 文件 (an old or encrypted Office file)",
        _SAVE_AS_DOCX,
    ),
    (b"\x1f\x8b", "gzip 压缩包 (gzip)", _UNPACK),
    (b"Rar!\x1a", "RAR 压缩包 (RAR)", _UNPACK),
    (b"7z\xbc\xaf", "7z 压缩包 (7z)", _UNPACK),
    (b"\x89PNG", _PICTURE, _OCR),
    (b"\xff\xd8\xff", _PICTURE, _OCR),
    (b"GIF87a", _PICTURE, _OCR),
    (b"GIF89a", _PICTURE, _OCR),
    (b"II*\0", _PICTURE, _OCR),
    (b"MM\0*", _PICTURE, _OCR),
)
_PDF = b"%PDF-"
_ZIP = b"PK\x03\x04"
# Some programs write a few bytes before the mark of a PDF; readers look this far.
_PDF_MARK_WITHIN = 1024


def extract_pages(raw: bytes, name: str) -> tuple[PageText, ...]:
    """Give the text of a file of any kind that can be read.

    Args:
        raw: The whole file.
        name: What messages call it.

    Returns:
        Its pages in order, at least one.

    Raises:
        ReadError: If it is of a kind that holds no text, or is damaged.
    """
    for signature, kind, remedy in _UNREADABLE:
        if raw.startswith(signature):
            raise ReadError(f"{name}: 这是{kind}，不是文本；{remedy}")
    if _PDF in raw[:_PDF_MARK_WITHIN]:
        return read_pdf(raw, name)
    if raw.startswith(_ZIP):
        if not is_docx(raw):
            raise ReadError(
                f"{name}: 这是 ZIP 类文件而不是 DOCX，或已损坏；{_SAVE_AS_TEXT}，压缩包{_UNPACK}"
            )
        return read_docx(raw, name)
    pages = read_plain_text(raw, name)
    return read_html(raw, name) if is_html(pages[0].text) else pages
