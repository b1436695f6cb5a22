"""The encoding of a text, told by its content."""

from __future__ import annotations

import codecs

from service.characters import as_unicode
from service.errors import ReadError
from service.readers.chinese_codecs import detect_chinese_codec

# The longer mark first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# GB18030 has a third of its bytes in accidental UTF-8 sequences, 0.63 at the worst of 3,000 news
# texts; UTF-8 with a damaged place has nearly all of them in true ones.
_DAMAGED_UTF8_SHARE = 0.8

# Encodings of mail and old pages that look like ASCII.
_SEVEN_BIT = frozenset(("hz-gb-2312", "hz", "iso-2022-jp", "iso-2022-kr", "utf-7"))
# Codecs of Python that no text is in; they take other bytes apart, some in quadratic time.
_NOT_OF_TEXT = frozenset(("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"))
# A page with a few broken characters is a page; one with more is something else.
_FEWEST_BYTES_TO_A_NUL = 16
_MOST_DAMAGED_SHARE, _FEW_DAMAGED = 0.01, 5

# Where Windows puts the blank of GBK for private use; browsers read it as the blank it is.
_BLANK = "\ue5e5"

_LABELS = {"utf-8-sig": "UTF-8", "cp950": "Big5", "big5hkscs": "Big5"}
_REMEDY = "请用文本编辑器另存为 UTF-8 再试 (save it as UTF-8 and try again)"


def decode(raw: bytes, name: str) -> str:
    """Decode a text of unknown encoding.

    Args:
        raw: The whole file.
        name: What messages call it.

    Returns:
        The text without its byte order mark; newlines stay as they stood. The blank that
        Windows makes of GBK's A3A0 is a full-width space.

    Raises:
        ReadError: If the bytes are damaged, binary, or in no encoding that
            `detect_encoding` knows; the message names file and byte offset.
    """
    encoding = detect_encoding(raw, name)
    try:
        return raw.decode(encoding).replace(_BLANK, "\u3000")
    except UnicodeDecodeError as error:
        raise _damaged(name, _LABELS.get(encoding, encoding.upper()), error) from error


def decode_leniently(raw: bytes, name: str, declared: str | None) -> tuple[str, str | None]:
    """Decode what says its encoding itself, such as a web page, and read on where it is damaged.

    What it says counts only where the content does not tell: it is often wrong.

    Args:
        raw: The whole file.
        name: What messages call it.
        declared: The encoding that it says it has, None if it says none.

    Returns:
        The text, with U+FFFD for each damaged place, and a warning that counts
        these; None where there are none.

    Raises:
        ReadError: If the encoding is unknown, or much of the text is damaged.
    """
    if declared and declared.lower() in _SEVEN_BIT and raw.isascii():
        return as_unicode(raw.decode(declared, errors="replace")), None
    try:
        encoding = detect_encoding(raw, name, allow_damage=True)
    except ReadError:
        if not _is_codec(declared):
            raise
        encoding = str(declared)
    text = as_unicode(raw.decode(encoding, errors="replace"))
    text = text.replace("\0", "\ufffd").replace(_BLANK, "\u3000")
    n_damaged = text.count("\ufffd")
    if n_damaged > max(_FEW_DAMAGED, _MOST_DAMAGED_SHARE * len(text)):
        return decode(raw, name), None
    if not n_damaged:
        return text, None
    return text, (
        f"{name}: 有 {n_damaged} 处不是合法的 {_LABELS.get(encoding, encoding.upper())}，"
        f"以 \ufffd 代替；请核对 ({n_damaged} damaged places, shown as \ufffd)"
    )


def _is_codec(name: str | None) -> bool:
    """Whether text may be in what is declared; files declare anything, NUL characters too."""
    try:
        if name is None or codecs.lookup(name).name in _NOT_OF_TEXT:
            return False
        b"a".decode(name)  # base64 and the like are found too, but decode no text
    except (LookupError, ValueError) as error:
        return isinstance(error, UnicodeDecodeError)  # such as UTF-16, of which this is a half
    return True


def detect_encoding(raw: bytes, name: str, *, allow_damage: bool = False) -> str:
    """Tell the encoding of a text by its content.

    A byte order mark decides where there is one. Otherwise UTF-8 comes first,
    because text in another encoding practically never is valid UTF-8; what is
    left is GB18030 or Big5, by the characters it gives.

    Args:
        raw: A text, or its beginning up to some newline.
        name: What messages call it.
        allow_damage: Whether UTF-8 with damaged places is UTF-8 still, and text with a few NUL
            characters text.

    Returns:
        The name of a codec; text that is not valid in it is damaged.

    Raises:
        ReadError: If the bytes are binary, damaged UTF-8 or in no encoding
            that is known here.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return encoding
    nul = raw.find(b"\0")
    few = min(_FEW_DAMAGED, len(raw) // _FEWEST_BYTES_TO_A_NUL) if allow_damage else 0
    if raw.count(b"\0") > few:
        raise ReadError(
            f"{name}: 第 {nul} 字节是 NUL，不像文本：可能是二进制文件，或没有标记的 UTF-16；"
            f"{_REMEDY} (NUL at byte {nul}: binary, or UTF-16 without its mark)"
        )
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if _utf8_share(raw) >= _DAMAGED_UTF8_SHARE:
            if allow_damage:
                return "utf-8"
            raise _damaged(name, "UTF-8", error) from error
        codec = detect_chinese_codec(raw)
        if codec is None:
            raise ReadError(
                f"{name}: 不是 UTF-8（第 {error.start} 字节起），也不像 GB18030 或 Big5；{_REMEDY} "
                f"(no UTF-8 from byte {error.start} on, nor GB18030 or Big5 by its characters)"
            ) from error
        return codec
    return "utf-8"


def _damaged(name: str, label: str, error: UnicodeDecodeError) -> ReadError:
    """An error that says where the text stops being what it seemed to be."""
    found = error.object[error.start]
    return ReadError(
        f"{name}: 第 {error.start} 字节 (0x{found:02X}) 不是合法的 {label}，"
        f"文件可能已损坏或不是文本；{_REMEDY} (byte {error.start} is not valid {label})"
    )


def _utf8_share(raw: bytes) -> float:
    """The share of the bytes above ASCII that stand in valid UTF-8 sequences."""
    high = sum(byte >= 0x80 for byte in raw)
    valid = raw.decode("utf-8", errors="ignore")
    return (len(valid.encode("utf-8")) - sum(c < "\x80" for c in valid)) / high
