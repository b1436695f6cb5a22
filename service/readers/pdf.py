"""PDF pages with a text layer, columns in reading order."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2 as pdfium

from service.errors import ReadError
from service.readers.base import PageText
from service.readers.page_layout import Glyph, reading_order

# Above this share of characters without meaning, the fonts hide what they show.
_MOST_UNKNOWN_SHARE = 0.3


def read_pdf(raw: bytes, name: str) -> tuple[PageText, ...]:
    """Give the text of each page, numbered from 1, a blank line between paragraphs.

    Running heads and feet stay in the text: it is the splitter that knows furniture.

    Raises:
        ReadError: If the file is encrypted or damaged, has no text layer (a
            scan), or one that does not say which characters it shows.
    """
    try:
        document = pdfium.PdfDocument(raw)
    except pdfium.PdfiumError as error:
        raise _unopened(name, error) from error
    try:
        pages = tuple(
            PageText(reading_order(list(_glyphs(page))), number)
            for number, page in enumerate(document, start=1)
        )
    except pdfium.PdfiumError as error:
        raise _unopened(name, error) from error
    finally:
        document.close()
    _check_readable("".join(page.text for page in pages), name)
    return pages


def _glyphs(page: pdfium.PdfPage) -> Iterator[Glyph]:
    """The visible characters of a page, in the order of the file."""
    layer = page.get_textpage()
    after_space = False
    try:
        for index in range(layer.count_chars()):
            character = layer.get_text_range(index, 1)
            if character.strip():
                left, bottom, right, top = layer.get_charbox(index, loose=True)
                yield Glyph(character, left, bottom, right, top, after_space)
            after_space = not character.strip()
    finally:
        layer.close()
        page.close()


def _check_readable(text: str, name: str) -> None:
    n_characters = len("".join(text.split()))
    if n_characters == 0:
        raise ReadError(
            f"{name}: PDF 里没有文字层，应是扫描件；请先做文字识别（OCR）再试 "
            "(no text layer, probably a scan: run OCR on it first)"
        )
    n_unknown = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or c < " " for c in text)
    n_unknown -= text.count("\n")
    if n_unknown > _MOST_UNKNOWN_SHARE * n_characters:
        raise ReadError(
            f"{name}: PDF 的字体没有标明文字，取出来是乱码；请先做文字识别（OCR）再试 "
            "(its fonts do not say which characters they show: run OCR on it first)"
        )


def _unopened(name: str, error: pdfium.PdfiumError) -> ReadError:
    if "password" in str(error).lower():
        return ReadError(
            f"{name}: PDF 已加密；请去掉密码后再试 (encrypted: remove the password first)"
        )
    return ReadError(
        f"{name}: PDF 已损坏，打不开：{error}；请重新下载或另存 (damaged: get it again)"
    )
