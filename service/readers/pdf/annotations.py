"""Text that viewers show on a page without its being part of the page: notes and form fields."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw_pdfium

# Where each kind keeps the text that is seen.
_KEYS = {raw_pdfium.FPDF_ANNOT_FREETEXT: b"Contents", raw_pdfium.FPDF_ANNOT_WIDGET: b"V"}


def annotated_text(page: pdfium.PdfPage) -> list[str]:
    """Give the texts written over a page and into the fields of its form, in order."""
    return [text for text in _texts(page) if text.strip()]


def _texts(page: pdfium.PdfPage) -> Iterator[str]:
    for index in range(raw_pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = raw_pdfium.FPDFPage_GetAnnot(page, index)
        try:
            key = _KEYS.get(raw_pdfium.FPDFAnnot_GetSubtype(annotation))
            if key is not None:
                yield _string(annotation, key)
        finally:
            raw_pdfium.FPDFPage_CloseAnnot(annotation)


def _string(annotation: object, key: bytes) -> str:
    n_bytes = raw_pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = ctypes.create_string_buffer(n_bytes)
    wide = ctypes.cast(buffer, ctypes.POINTER(raw_pdfium.FPDF_WCHAR))
    raw_pdfium.FPDFAnnot_GetStringValue(annotation, key, wide, n_bytes)
    return buffer.raw.decode("utf-16-le", errors="replace").rstrip("\0")
