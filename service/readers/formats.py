"""Which reader a file needs, told by its content rather than by its name."""

from __future__ import annotations

from service.readers.base import Format, PageText
from service.readers.docx.package import is_docx
from service.readers.html import is_html, read_html
from service.readers.mht import is_mht, read_mht
from service.readers.pdf.mark import is_pdf
from service.readers.plain_text import is_text, read_plain_text
from service.readers.subtitles import is_subtitles, read_subtitles
from service.readers.unreadable import DOCUMENT_SUFFIXES, refusal


# What reads these two is loaded with the first of them: text starts sooner, in less memory.
def _read_pdf(raw: bytes, name: str) -> tuple[PageText, ...]:
    from service.readers.pdf.reader import read_pdf

    return read_pdf(raw, name)


def _read_docx(raw: bytes, name: str) -> tuple[PageText, ...]:
    from service.readers.docx.reader import read_docx

    return read_docx(raw, name)


FORMATS = (
    Format((".pdf",), is_pdf, _read_pdf),
    Format((".docx", ".docm", ".dotx"), is_docx, _read_docx),
    Format((".mht", ".mhtml", ".eml"), is_mht, read_mht),
    Format((".srt", ".vtt", ".ass", ".ssa", ".lrc"), is_subtitles, read_subtitles),
    Format((".htm", ".html", ".xhtml", ".shtml"), is_html, read_html),
    Format((".txt", ".text"), is_text, read_plain_text),
)
"""What can be read; the first that recognizes a file reads it."""

PAGE_SUFFIXES = DOCUMENT_SUFFIXES.union(*(known.suffixes for known in FORMATS))
"""Files of a folder that are pages, unreadable ones too, which fail where they are read.

Others (pictures, tables) are not.
"""


def is_plain(raw: bytes) -> bool:
    """Whether a file is text that takes no more to read than it is long, as far as its head says.

    ZIP containers, whatever they hold, PDF, web pages and mails are none.
    """
    is_other = raw.startswith(b"PK") or is_pdf(raw) or is_mht(raw) or is_html(raw)
    return not is_other


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
    for known in FORMATS:
        if known.recognizes(raw):
            return known.read(raw, name)
    raise refusal(raw, name)
