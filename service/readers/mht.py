"""Web pages saved with all their parts in one file, and mails: MIME."""

from __future__ import annotations

import email
import re
from collections.abc import Callable, Iterator, Sequence
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

from service.errors import ReadError
from service.readers.base import PageText
from service.readers.encodings import decode_leniently
from service.readers.excerpts import excerpt
from service.readers.html import read_web_page

_HEAD_BYTES = 1 << 16
_HEADER = re.compile(rb"[!-9;-~]+:")
_FOLDED = (b" ", b"\t")
_SAVED_PAGE = b"multipart/related"
# Browsers and Word write no such lines.
_OF_MAILS = ("To", "Received", "Message-ID")


def is_mht(raw: bytes) -> bool:
    """Whether a file begins with the headers of a MIME message."""
    head = raw[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip().replace(b"\r\n", b"\n")
    lines = head.partition(b"\n\n")[0].split(b"\n")
    if not all(_HEADER.match(line) or line.startswith(_FOLDED) for line in lines):
        return False
    names = {line.partition(b":")[0].lower() for line in lines}
    return b"content-type" in names and (b"mime-version" in names or _SAVED_PAGE in head.lower())


def read_mht(raw: bytes, name: str) -> tuple[PageText, ...]:
    """Give the text of a saved web page or of a mail.

    Frames of the page that are in the file are read in their places. A mail
    begins with its subject; what is attached to it is told in a warning.

    Raises:
        ReadError: If there is no text in it, or as for a web page.
    """
    try:
        message = email.message_from_bytes(raw.removeprefix(b"\xef\xbb\xbf").lstrip())
        parts = [part for part in message.walk() if not part.is_multipart()]
    except RecursionError as error:
        raise ReadError(
            f"{name}: MIME 文件嵌套过深，不像正常的网页或邮件；请在浏览器里打开，另存为 HTML 再试 "
            "(parts nested too deeply: open it and save it as HTML)"
        ) from error
    bodies = [part for part in parts if part.get_content_disposition() != "attachment"]
    page = _body(message, bodies)
    if page is None:
        raise ReadError(
            f"{name}: 这是 MIME 文件（MHT 网页或邮件），里面没有正文；请在浏览器里打开，另存为 "
            "HTML 再试 (no text in this MIME file: open it and save it as HTML)"
        )
    read = _read(page, bodies, name)
    subject = _subject(message)
    text = f"{subject}\n\n{read.text}" if subject else read.text
    warnings = (*read.warnings, *_attachment_warning(parts, name))
    return (PageText(text, warnings=warnings, navigation=read.navigation),)


def _body(message: Message, parts: Sequence[Message]) -> Message | None:
    """The part that is shown: the one named as such, else the first page, else the first text."""
    start = message.get_param("start")
    for wanted in ("text/html", "application/xhtml+xml", "text/plain"):
        of_kind = [part for part in parts if part.get_content_type() == wanted]
        named = (part for part in of_kind if start and part.get("Content-ID") == start)
        if of_kind:
            return next(named, of_kind[0])
    return None


def _read(page: Message, parts: Sequence[Message], name: str) -> PageText:
    charset = _told(page.get_content_charset)
    if page.get_content_type() == "text/plain":
        text, damage = decode_leniently(_content(page), name, charset)
        return PageText(text, warnings=(damage,) if damage else ())
    frames = {
        address: decode_leniently(_content(part), name, _told(part.get_content_charset))[0]
        for part in parts
        if part is not page and part.get_content_type() == "text/html"
        for address in _addresses(part)
    }
    return read_web_page(_content(page), name, charset=charset, frames=frames)


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _addresses(part: Message) -> Iterator[str]:
    """How pages in the file refer to a part."""
    if identity := part.get("Content-ID"):
        yield f"cid:{str(identity).strip().strip('<>')}"
    if location := part.get("Content-Location"):
        yield "".join(str(location).split())


def _subject(message: Message) -> str:
    """The subject of a mail; a saved page shows its title itself."""
    written = message.get("Subject")
    if written is None or not any(header in message for header in _OF_MAILS):
        return ""
    decoded = _told(lambda: str(make_header(decode_header(written))))
    return " ".join((str(written) if decoded is None else decoded).split())


def _told(ask: Callable[[], str | None]) -> str | None:
    """What a header says; None where the library fails at it, such as for an unknown encoding."""
    try:
        return ask()
    except (HeaderParseError, LookupError, ValueError):
        return None


def _attachment_warning(parts: Sequence[Message], name: str) -> Iterator[str]:
    attached = [
        _told(part.get_filename) or part.get_content_type()
        for part in parts
        if part.get_content_disposition() == "attachment"
    ]
    if attached:
        yield (
            f"{name}: 附件没有读入：{excerpt(attached)}；请另存后一并给出 "
            "(attachments were not read: save them and give them too)"
        )
