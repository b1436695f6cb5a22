"""Characters of text: what they are, and one form to compare them in; pure functions."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_HALVES = re.compile("[\ud800-\udfff]")


def is_han(character: str) -> bool:
    """Whether a character is a Chinese one, the rare extension blocks included."""
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"


def is_unicode(text: str) -> bool:
    """Whether text can be written as UTF-8; JSON may escape halves of characters."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def as_unicode(text: str) -> str:
    """The text as it can be written as UTF-8, U+FFFD in the place of halves of characters."""
    return _HALVES.sub("\ufffd", text)


def fold_width(text: str) -> str:
    """Fold full-width and half-width forms into one, character by character.

    The result has the length of `text`, so offsets hold for both.
    """
    return "".join(_fold(character) for character in text)


def content_characters(text: str) -> str:
    """Letters, digits and Chinese characters only, folded in width and case."""
    return "".join(c for c in fold_width(text).lower() if c.isalnum())


def without_controls(text: str, instead: str) -> str:
    """A name on one line that is seen as it is.

    Control characters, turns of direction, ends of lines and halves of characters are replaced.
    """
    return "".join(
        instead if (kind := unicodedata.category(sign))[0] == "C" or kind in ("Zl", "Zp") else sign
        for sign in text
    )


@cache
def _fold(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character
