"""Good inputs made wrong: bytes, texts and the parts of containers."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

# What the product looks for, and what text should not hold.
TOKENS = (
    *("（下转第二版）", "（上接第一版）", "下转B1", "本报讯（记者 周禾）", "云川日报讯", "周禾 摄"),
    *("“", "”", "（", "）", "……", "。", "，", "；", "\n", "\r\n", "\n\n", "\f", "\v", "\x1c"),
    *("\0", "\x08", "\x1b[31m", "\x7f", "\u200b", "\u202e", "\ufeff", "\ufffd", "\ufe0f"),
    *(
        "\u2028",
        "\u3000",
        "𠮷",
        "⼀",
        "Ａ",
        "ﾊ",
        "e\u0301",
        "👩\u200d👧",
        "تجربة",
        "责任编辑：林青",
    ),
    *("2026年3月18日 星期三 第2版", "<p>", "</div>", "<br/>", "<table><tr><td>", "<script>"),
    *("<!--", "]]>", "&#0;", "&#xD800;", "&nbsp;", "=1+1", '"', '""', ",", "\t", "{", "[1]"),
    *("\\ud800", "null", "-1", "1e999"),
    *("charset=a\0b", "charset*=gbk''%ff", "=?a?q?%00?=", "; filename*0*=", "undefined", "utf-7"),
)
_METHODS = (ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA)
_MOST_CHANGES = 8


def mutate_text(text: str, chance: random.Random) -> str:
    """The text with a few changes."""
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        text = chance.choice(_TEXT_CHANGES)(text, chance)
    return text


def mutate_bytes(raw: bytes, chance: random.Random) -> bytes:
    """The bytes with a few changes; a container is often changed inside its parts."""
    if raw.startswith(b"PK") and chance.random() < 0.7:
        return _mutate_part(raw, chance)
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        raw = chance.choice(_BYTE_CHANGES)(raw, chance)
    return raw


def _cut(content: Sequence[object], chance: random.Random) -> tuple[int, int]:
    first, last = sorted(chance.randint(0, len(content)) for _ in range(2))
    return first, min(last, first + chance.choice((1, 8, 200, len(content))))


def _insert_token(text: str, chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + chance.choice(TOKENS) * chance.choice((1, 1, 2, 30)) + text[at:]


def _insert_character(text: str, chance: random.Random) -> str:
    at, code = chance.randint(0, len(text)), chance.choice((0x250, 0x3100, 0xD7FF, 0x10FFFF))
    return text[:at] + chr(chance.randint(0, code)) + text[at:]


def _drop(text: str, chance: random.Random) -> str:
    first, last = _cut(text, chance)
    return text[:first] + text[last:]


def _double(text: str, chance: random.Random) -> str:
    first, last = _cut(text, chance)
    at = chance.randint(0, len(text))
    return text[:at] + text[first:last] + text[at:]


def _rearrange(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    chance.shuffle(lines)
    return "\n".join(lines)


def _flip(raw: bytes, chance: random.Random) -> bytes:
    changed = bytearray(raw or b" ")
    for _ in range(chance.choice((1, 4, 40))):
        changed[chance.randrange(len(changed))] = chance.choice((0, 0x3C, 0x80, 0xFF, 0x27))
    return bytes(changed)


def _drop_bytes(raw: bytes, chance: random.Random) -> bytes:
    first, last = _cut(raw, chance)
    return raw[:first] + raw[last:]


def _double_bytes(raw: bytes, chance: random.Random) -> bytes:
    first, last = _cut(raw, chance)
    return raw[:last] + raw[first:last] * chance.choice((1, 1, 5)) + raw[last:]


def _insert_bytes(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(raw))
    return raw[:at] + chance.choice(TOKENS).encode("utf-8", errors="replace") + raw[at:]


def _change_number(raw: bytes, chance: random.Random) -> bytes:
    """Another number, such as a length, a count or a reference."""
    places = [place for place, byte in enumerate(raw) if 0x30 <= byte <= 0x39]
    if not places:
        return raw
    at = chance.choice(places)
    return raw[:at] + chance.choice((b"0", b"9", b"-1", b"99999999", b"4294967295")) + raw[at + 1 :]


def _cut_off(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randint(0, len(raw))]


_TEXT_CHANGES: tuple[Callable[[str, random.Random], str], ...] = (
    *(_insert_token, _insert_token, _insert_character, _drop, _double, _rearrange),
)
_BYTE_CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_flip, _flip, _drop_bytes, _double_bytes, _insert_bytes, _change_number, _cut_off),
)


def _mutate_part(raw: bytes, chance: random.Random) -> bytes:
    """A container one of whose parts is wrong, gone, doubled, or compressed in a rare way."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(raw)) as before, ZipFile(made, "w", chance.choice(_METHODS)) as after:
        names = before.namelist()
        wrong = chance.choice(names)
        for name in names:
            content = before.read(name)
            if name != wrong:
                after.writestr(ZipInfo(name), content, after.compression)
            elif chance.random() < 0.9:
                text = content.decode("utf-8", errors="surrogateescape")
                change = mutate_text(text, chance) if chance.random() < 0.6 else None
                changed = mutate_bytes(content, chance) if change is None else change
                after.writestr(ZipInfo(name), _as_bytes(changed), after.compression)
    packed = made.getvalue()
    return _flip(packed, chance) if chance.random() < 0.3 else packed


def _as_bytes(changed: str | bytes) -> bytes:
    if isinstance(changed, bytes):
        return changed
    return changed.encode("utf-8", errors="surrogatepass")
