"""DOCX documents."""

from service.readers.docx.reader import is_docx, read_docx

__all__ = ["is_docx", "read_docx"]
