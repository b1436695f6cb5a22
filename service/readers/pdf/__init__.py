"""PDF pages with a text layer."""

from service.readers.pdf.reader import is_pdf, read_pdf

__all__ = ["is_pdf", "read_pdf"]
