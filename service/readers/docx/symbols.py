"""Signs of the symbol fonts of Word, which stand in private places of Unicode."""

from __future__ import annotations

# Wingdings, by far the most used for bullets, and Symbol; the lower byte of the place.
_SIGNS = {
    0x6C: "●",
    0x6D: "❍",
    0x6E: "■",
    0x6F: "□",
    0x70: "□",
    0x71: "❑",
    0x72: "❒",
    0x74: "◆",
    0x75: "◆",
    0x76: "❖",
    0x77: "◆",
    0x9F: "•",
    0xA7: "▪",
    0xA8: "□",
    0xAB: "★",
    0xB2: "☆",
    0xB7: "•",
    0xD8: "➢",
    0xE0: "→",
    0xFB: "✗",
    0xFC: "✓",
    0xFE: "☑",
}
_PRIVATE = range(0xF000, 0xF100)


def symbol(place: str) -> str:
    """The character at a place given in hexadecimal; nothing where there is none."""
    try:
        return chr(int(place, 16))
    except (OverflowError, ValueError):
        return ""


def as_printed(text: str) -> str:
    """Text with the signs of symbol fonts as the characters that look like them."""
    return "".join(_sign(character) for character in text)


def _sign(character: str) -> str:
    place = ord(character)
    if place not in _PRIVATE:
        return character
    low = place - _PRIVATE.start
    # Other signs keep their place: no character looks like them, and letters are letters.
    return _SIGNS.get(low, character)
