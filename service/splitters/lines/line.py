"""The printed lines of an issue, and what can be seen of a line by itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.text import CLOSERS, fold_width

FINAL_STOPS = "。！？!?…"
PAUSES = "，、,—－-·"
_FULL_WIDTH = str.maketrans(",:;()?!", "，：；（）？！")
_WIDEST_COLUMN = 100
_RAGGED = 3  # a line may end so many half-width characters early
_FEWEST_FULL, _SHARE_FULL = 6, 0.35
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line without the white space at its ends.

    Attributes:
        start: First code point in the issue's text.
        end: One past the last.
        text: What stands there; never empty.
        n_blank: Blank lines between this line and the one before.
        starts_page: Whether a form feed, or nothing, stands before it.
    """

    start: int
    end: int
    text: str
    n_blank: int
    starts_page: bool


def read_lines(text: str) -> tuple[Line, ...]:
    """Find the lines that are not blank.

    Whatever `str.splitlines` breaks at ends a line; a form feed starts a page.

    Args:
        text: The issue's text as it came.

    Returns:
        The lines in order; together they hold every non-space character once.
    """
    lines: list[Line] = []
    previous_end = 0
    for match in _LINE.finditer(text):
        stripped = match.group().strip()
        if not stripped:
            continue
        start = match.start() + match.group().index(stripped)
        between = text[previous_end:start]
        n_breaks = len(_BREAK.findall(between))
        lines.append(
            Line(
                start,
                start + len(stripped),
                stripped,
                max(n_breaks - 1, 0),
                not lines or "\f" in between,
            )
        )
        previous_end = start + len(stripped)
    return tuple(lines)


def ends_sentence(text: str) -> bool:
    """Whether a line ends where a sentence or an item of a list may end.

    A closing quote or bracket counts only with a stop before it, or as the
    end of a remark in brackets.
    """
    bare = text.rstrip(CLOSERS + '"')
    if not bare:
        return True
    if bare[-1] in FINAL_STOPS:
        return True
    if len(bare) == len(text):
        return bare[-1] in ":：;；" or bare.endswith("——")
    return text[-1] in ")）" and _opens_late(text)


def closes_bracket(above: str, line: str) -> bool:
    """Whether a line closes the round bracket that the line above left open."""
    above, line = fold_width(above), fold_width(line)
    first, closing, _ = line.partition(")")
    return above.rfind("(") > above.rfind(")") and bool(closing) and "(" not in first


def is_pausing(text: str) -> bool:
    """Whether a line ends at a comma or in an open quotation, so that more must follow."""
    return text[-1] in "，、,“‘《（("


def _opens_late(text: str) -> bool:
    """Whether the bracket that closes the text follows a stop or opens the line."""
    folded = fold_width(text)
    opening = folded.rfind("(")
    return opening == 0 or (opening > 0 and folded[opening - 1] in '。!?…”"')


def widen_punctuation(text: str) -> str:
    """The text with full-width punctuation, as the letters were learned; as long as before."""
    return text.translate(_FULL_WIDTH)


def printed_width(text: str) -> int:
    """How wide a line is printed, in half-width characters."""
    return sum(1 if character.isascii() else 2 for character in text)


def column_width(lines: Sequence[Line]) -> int | None:
    """How wide the columns of an issue are whose lines stand as they were set.

    Then many lines are about as wide as the widest that is common.

    Args:
        lines: The lines of an issue.

    Returns:
        The width in half-width characters; None where paragraphs stand on one line each.
    """
    counts = Counter(printed_width(line.text) for line in lines)
    full = {
        width: sum(counts[width - n] for n in range(_RAGGED + 1))
        for width in counts
        if width <= _WIDEST_COLUMN
    }
    if not full:
        return None
    n, width = max((n, width) for width, n in full.items())
    return width if n >= max(_FEWEST_FULL, _SHARE_FULL * len(lines)) else None


def similarity_bigrams(texts: Sequence[str]) -> set[str]:
    """Pairs of neighbouring letters of some lines, punctuation left out."""
    pairs: set[str] = set()
    for text in texts:
        letters = [c for c in text if c.isalnum()]
        pairs.update(a + b for a, b in pairwise(letters))
    return pairs
