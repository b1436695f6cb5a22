"""Where a story begins that has neither headline nor lead: below a signature, or by its meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.splitters.cohesion import Cohesion
from service.splitters.lines.line import Line, ends_sentence
from service.splitters.roles.looks import SIGNS, is_short

_SHORTEST = 30  # characters of a paragraph that may begin a story
_N_COMPARED = 8  # lines above
_NOTHING_IN_COMMON = 0.04  # as between a photo and the text below it
_NEWS = re.compile(
    r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?:[上下]午|凌晨|晚)?[，,]"
    r"|(?:近日|日前|昨[天日晚]|今[天日晨]|连日来|本周|上周|目前|连日)[，,\u4e00-\u9fff]"
)
_BOX = re.compile(r"(?:链接|提醒|提示|背景|延伸|说明|注|编后|手记)")


def begins_unmarked(lines: Sequence[Line], index: int, cohesion: Cohesion) -> bool:
    """Whether a paragraph rather begins a story than goes on in the one above.

    So it does below the names that sign a story; and, among paragraphs without a headline, where
    it opens as news does and has next to nothing in common with those above.
    """
    line = lines[index]
    if not index or not _may_begin(line) or line.starts_page or not _ends(lines[index - 1]):
        return False
    return _is_signed(lines[index - 1]) or _turns_away(lines, index, cohesion)


def _may_begin(line: Line) -> bool:
    is_other = line.is_furniture or line.markers or line.is_byline or line.is_credit or line.is_row
    is_text = len(line.text) >= _SHORTEST and ends_sentence(line.text)
    return is_text and not is_other and line.text[0] not in SIGNS and not _BOX.match(line.text)


def _ends(line: Line) -> bool:
    return bool(line.bare) and ends_sentence(line.bare)


def _is_signed(line: Line) -> bool:
    """Whether a paragraph ends with the names of who wrote it."""
    return line.byline is not None and line.byline.where == "tail" and len(line.text) >= _SHORTEST


def _turns_away(lines: Sequence[Line], index: int, cohesion: Cohesion) -> bool:
    if not _NEWS.match(lines[index].text):
        return False
    first = index
    while first and not lines[first].starts_page:
        first -= 1
        if is_short(lines[first].text) and not lines[first].is_furniture:
            return False  # a headline or subhead holds what stands below it together
    near = cohesion.pairs_of(
        line.text
        for line in lines[max(first, index - _N_COMPARED) : index]
        if not line.is_furniture
    )
    return cohesion.overlap(near, cohesion.pairs(lines[index].text)) < _NOTHING_IN_COMMON
