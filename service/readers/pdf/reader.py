"""PDF pages with a text layer, columns in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw_pdfium

from service.errors import ReadError
from service.readers.base import PageText
from service.readers.excerpts import excerpt
from service.readers.pdf.annotations import annotated_text
from service.readers.pdf.directions import page_text
from service.readers.pdf.text_layer import UNKNOWN, TextLayer, text_layer_of

# Above this share of characters in doubt, the fonts hide what they show.
_MOST_DOUBTFUL_SHARE = 0.3
# A page with pictures and no more text than a running head is taken for a scan.
_FEWEST_CHARACTERS = 20
_PICTURES = (raw_pdfium.FPDF_PAGEOBJ_IMAGE, raw_pdfium.FPDF_PAGEOBJ_SHADING)
_DRAWINGS = (*_PICTURES, raw_pdfium.FPDF_PAGEOBJ_PATH)


def read_pdf(raw: bytes, name: str) -> tuple[PageText, ...]:
    """Give the text of each page, numbered from 1, a blank line between paragraphs.

    Running heads and feet stay in the text: it is the splitter that knows furniture.
    Lines may run level, down or turned. A page that shows a picture or drawing
    in place of text comes with a warning, an empty one does not; so does one
    with characters that its fonts do not name.

    Raises:
        ReadError: If the file is encrypted or damaged, has no text layer (a
            scan), or one that does not say which characters it shows.
    """
    try:
        document = pdfium.PdfDocument(raw)
    except pdfium.PdfiumError as error:
        raise _unopened(name, error) from error
    try:
        read = [_read_page(page, number, name) for number, page in enumerate(document, start=1)]
    except pdfium.PdfiumError as error:
        raise _unopened(name, error) from error
    finally:
        document.close()
    pages = tuple(page for page, _ in read)
    _check_readable(pages, sum(n_doubtful for _, n_doubtful in read), name)
    return pages


def _read_page(page: pdfium.PdfPage, number: int, name: str) -> tuple[PageText, int]:
    """The text of a page, and how many of its characters are in doubt."""
    try:
        layer = text_layer_of(page)
        text = page_text(layer.glyphs, layer.turns)
        warnings = (
            *_picture_warning(page, text, number, name),
            *_gap_warning(text, number, name),
            *_annotation_warning(page, number, name),
            *_left_out_warning(layer, number, name),
        )
        return PageText(text, number, warnings), layer.n_doubtful
    finally:
        page.close()


def _picture_warning(page: pdfium.PdfPage, text: str, number: int, name: str) -> Iterator[str]:
    """What to tell of a page whose text is in a picture, or drawn as curves."""
    n_characters = len("".join(text.split()))
    if n_characters >= _FEWEST_CHARACTERS:
        return
    hiding = _PICTURES if n_characters else _DRAWINGS
    if next(page.get_objects(filter=hiding), None) is not None:
        yield (
            f"{name}: 第 {number} 页只有 {n_characters} 个字，其余是图像，可能是扫描件或文字已转曲"
            f"，图里的字没有读；请对这一页做文字识别（OCR）再试 (page {number} has {n_characters} "
            "characters and a picture, which was not read: run OCR on it)"
        )


def _gap_warning(text: str, number: int, name: str) -> Iterator[str]:
    """What to tell of characters that the fonts do not name."""
    if n_gaps := text.count(UNKNOWN):
        yield (
            f"{name}: 第 {number} 页有 {n_gaps} 个字，字体没有标明是什么字，以 {UNKNOWN} 代替；"
            f"请对照原版补上 ({n_gaps} characters of page {number} are not told by their fonts)"
        )


def _annotation_warning(page: pdfium.PdfPage, number: int, name: str) -> Iterator[str]:
    """What to tell of text that lies over the page."""
    if texts := annotated_text(page):
        yield (
            f"{name}: 第 {number} 页上加注和表单里的文字没有读入：{excerpt(texts)} "
            f"(text of annotations and form fields of page {number} is left out)"
        )


def _left_out_warning(layer: TextLayer, number: int, name: str) -> Iterator[str]:
    """What to tell of characters that are in the file and no part of the text."""
    if layer.aslant:
        yield (
            f"{name}: 第 {number} 页斜着的字（如水印）没有读入：{excerpt([layer.aslant])} "
            f"(text that runs aslant on page {number} is left out)"
        )
    if layer.unseen:
        yield (
            f"{name}: 第 {number} 页有看不见的字，没有读入：{excerpt([layer.unseen])} "
            f"(text that page {number} does not draw is left out)"
        )


def _check_readable(pages: Sequence[PageText], n_doubtful: int, name: str) -> None:
    n_characters = sum(len("".join(page.text.split())) for page in pages)
    if n_characters == 0:
        raise ReadError(
            f"{name}: PDF 里没有文字层，应是扫描件；请先做文字识别（OCR）再试 "
            "(no text layer, probably a scan: run OCR on it first)"
        )
    if n_doubtful > _MOST_DOUBTFUL_SHARE * n_characters:
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
        f"{name}: PDF 已损坏，打不开；请重新下载或另存 (damaged, get it again: {error})"
    )
