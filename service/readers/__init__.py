"""Raw files to issues."""

from service.readers.base import PageText
from service.readers.content import STDIN, printable_name
from service.readers.encodings import decode, detect_encoding
from service.readers.formats import PAGE_SUFFIXES, extract_pages, is_plain
from service.readers.issues import (
    PAGE_BREAK,
    default_issue_id,
    issue_from_files,
    read_files,
    read_issue,
)
from service.readers.natural_order import natural_key

__all__ = [
    "PAGE_BREAK",
    "PAGE_SUFFIXES",
    "STDIN",
    "PageText",
    "decode",
    "default_issue_id",
    "detect_encoding",
    "extract_pages",
    "is_plain",
    "issue_from_files",
    "natural_key",
    "printable_name",
    "read_files",
    "read_issue",
]
