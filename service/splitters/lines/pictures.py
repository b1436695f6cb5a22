"""Captions amid a story, told from headlines and items of a list by what stands around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from service.splitters.lines.captions import is_by_sign, is_counted_caption
from service.splitters.lines.edges import is_paragraph
from service.splitters.lines.line import Line

_SIGNS = "▲△▼▽"
_MOST_PICTURES = 12
_LONE = re.compile(r"[▲▼]\s*(?!.*(?:链接|阅读|背景|提[示醒]))[^。▲▼]{4,32}")
_N_ABOVE, _N_BELOW = 6, 2  # lines of the story that say again what a picture shows
_SAID_AGAIN = 2  # pairs of characters


def find_pictures(lines: Sequence[Line]) -> frozenset[int]:
    """Which lines say what a picture amid a story shows, or who gave it.

    Args:
        lines: The printed lines of an issue, in order.
    """
    first_at = {line.text[:1]: index for index, line in reversed([*enumerate(lines)])}
    times = Counter(line.text[0] for line in lines)
    return frozenset(
        index
        for index, line in enumerate(lines)
        if (line.is_caption and _is_amid_story(lines, index, first_at))
        or (times[line.text[0]] == 1 and _is_lone(lines, index))
    )


def _is_amid_story(lines: Sequence[Line], index: int, first_at: Mapping[str, int]) -> bool:
    """Whether what may be a caption stands below a text, or else right above one.

    Not beside a line with the same sign, as in a list, nor above the name of who took the
    picture. A sign alone will do where the first such line stands below a text.
    """
    line, above, below = lines[index], lines[max(index - 1, 0)], lines[index + 1 : index + 2]
    near = (above, *below) if index else below
    sign = line.text[0]
    if not index or line.starts_page or any(other.text[0] == sign in _SIGNS for other in near):
        return False
    following = lines[index + 1 : index + 1 + _MOST_PICTURES]
    end = next((other for other in following if not other.is_caption), None)
    if end is not None and end.is_credit and (end.is_byline or is_counted_caption(line.text)):
        return False
    if is_by_sign(line.text):
        return first_at[sign] > 0 and is_paragraph(lines[first_at[sign] - 1].text)
    is_above_text = any(is_paragraph(other.text) and not other.starts_page for other in below)
    return is_paragraph(above.text) or above.tells is not None or is_above_text


def _is_lone(lines: Sequence[Line], index: int) -> bool:
    """Whether the only line with its sign stands between two texts and is of that above.

    A headline says what the text below it says.
    """
    line, below = lines[index], lines[index + 1 : index + 1 + _N_BELOW]
    if not index or line.starts_page or not _LONE.fullmatch(line.text) or line.byline:
        return False
    above = lines[max(index - _N_ABOVE, 0) : index]
    is_amid = bool(below) and not below[0].starts_page and is_paragraph(below[0].text)
    if not (is_amid and is_paragraph(above[-1].text)):
        return False
    shared = _n_shared(line, above)
    return shared >= _SAID_AGAIN and shared > _n_shared(line, below)


def _n_shared(line: Line, others: Sequence[Line]) -> int:
    """How many pairs of characters of a line stand in some others."""
    pairs = {one + other for one, other in pairwise(line.text[1:].strip())}
    text = "\n".join(other.text for other in others)
    return sum(pair in text for pair in pairs)
