"""DOCX documents."""

from service.readers.docx.package import is_docx
from service.readers.docx.reader import read_docx

__all__ = ["is_docx", "read_docx"]
