"""Traditional characters read as simplified ones, each for one, so that offsets stay.

`traditional.txt` holds two lines of equal length, a character of the first being read as the
one below it: the pairs of OpenCC 1.4.2 (https://github.com/BYVoid/OpenCC, Apache-2.0),
`OpenCC("t2s").convert(character)`, whose simplified side is in GB 2312 and whose traditional
side is not, so that simplified text stays as it is; and 徵 後 於 麽, which that
standard holds for names. What a word decides (乾, 著) is left alone. Corner quotes are read
as curved ones.
"""

from __future__ import annotations

from pathlib import Path

_TRADITIONAL, _SIMPLIFIED = (
    (Path(__file__).parent / "traditional.txt").read_text(encoding="utf-8").splitlines()
)
_TABLE = str.maketrans(_TRADITIONAL + "「」『』", _SIMPLIFIED + "“”‘’")


def to_simplified(text: str) -> str:
    """Replace each traditional character by the simplified one.

    Returns:
        Text of the same length; the text itself where all of it is simplified.
    """
    return text.translate(_TABLE)
