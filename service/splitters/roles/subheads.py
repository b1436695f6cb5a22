"""Subheads of one story that are set alike: short, and as long as one another or all questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from service.notices import is_notice
from service.splitters.lines.edges import ends_sentence, is_paragraph
from service.splitters.lines.line import Line
from service.splitters.roles.looks import BOX_LABEL, BRIEFS, is_short
from service.splitters.roles.photos import RUBRIC

_SHORTEST, _LONGEST = 4, 8  # characters
_SHORT = 6  # longer headlines are often as long as one another
_ASKS = re.compile(r"怎么|如何|为何|为什么|为啥|哪|谁|吗$|能否|什么|多少|几[个时多]")
_NUMBERED = re.compile(
    r"[【\[]?(?:案例|镜头|故事|场景|现场|人物|问题|误区|骗局|套路|片段|关键词)"
    r"[一二三四五六七八九十\d]{1,2}[】\]：:\s、]"
)
_LABEL = re.compile(r"[【\[][^【】\[\]]+[】\]]")
_MOST_BETWEEN = 12  # lines
_TEXT = 16  # characters


def find_parallel(lines: Sequence[Line]) -> frozenset[int]:
    """Which short lines, each between two texts, are like the one before or behind.

    That is as long, a question or in brackets too.

    Args:
        lines: The lines of an issue.
    """
    heads = [index for index in range(1, len(lines) - 1) if _parts_texts(lines, index)]
    alike = [
        pair
        for pair in pairwise(heads)
        if pair[1] - pair[0] <= _MOST_BETWEEN and _are_alike(*(lines[i].text for i in pair))
    ]
    return frozenset(
        index for pair in alike if all(_is_short(lines, i) for i in pair) for index in pair
    )


def _are_alike(one: str, other: str) -> bool:
    is_same = any(
        all(map(form, (one, other))) for form in (_ASKS.search, _LABEL.fullmatch, _NUMBERED.match)
    )
    return is_same or len(one) == len(other) <= _SHORT


def _parts_texts(lines: Sequence[Line], index: int) -> bool:
    line, above, below = lines[index], lines[index - 1], lines[index + 1]
    is_amid = not (line.starts_page or below.starts_page or above.is_furniture)
    is_head = is_short(line.text) and not is_paragraph(line.text)
    are_texts = all(len(o.text) >= _TEXT and ends_sentence(o.text) for o in (above, below))
    return is_amid and is_head and are_texts


def _is_short(lines: Sequence[Line], index: int) -> bool:
    line, lead = lines[index], lines[index + 1].lead
    is_known = any(name.fullmatch(line.text) for name in (BOX_LABEL, BRIEFS, RUBRIC))
    is_signed = line.author is not None or line.byline is not None
    is_other = line.is_furniture or line.is_row or line.brief is not None or is_signed
    is_other = is_other or is_known or is_notice(line.text)
    opens = lead is not None and lead.opens
    is_alike = len(line.text) <= _LONGEST or _NUMBERED.match(line.text) is not None
    return len(line.text) >= _SHORTEST and is_alike and not (is_other or opens)
