"""Where a story begins that its looks do not tell: below a signature, or by its meaning."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import takewhile

from service.notices import is_correction
from service.splitters.cohesion import Cohesion
from service.splitters.lines.edges import SIGNS, ends_sentence
from service.splitters.lines.line import Line
from service.splitters.roles.looks import BRIEFS, ORDINAL, is_short

_SHORTEST = 30  # characters of a paragraph that may begin a story
_N_COMPARED = 8  # lines above
_NOTHING_IN_COMMON = 0.04  # as between a photo and the text below it
_LITTLE_IN_COMMON = 0.15  # below what says that each paragraph is a piece of news
_SHORTEST_HEADLINE = 8
# Log-odds of headlines against subheads, fitted by logistic regression to lines amid whole
# paragraphs of local and of national articles, set without leads or blank lines: of the headlines
# 92 of 100 are above `_LEAST_ODDS`, of the subheads 1 (of the lines that were fitted to; the mean
# of two fits, with and without `_PAUSES`). The first five weigh how much rare pairs of characters
# say, as logarithms: those of the line, said below, said above, said by both texts.
_OWN, _SAID_BELOW, _SAID_ABOVE, _SHARED, _ABOVE = 1.81, 1.58, -0.97, -2.60, 1.68
_BIAS, _CHARACTER, _ASKS, _PAUSES, _COUNTS = -14.13, 0.056, -1.56, -0.95, 0.92
_ONE_ABOVE, _ONE_BELOW = -1.11, -1.41  # a single paragraph
_LEAST_ODDS, _MOST_ODDS = 1.0, 4.0
_NEWS = re.compile(
    r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?:[上中下]午|凌晨|清晨|早[上晨]|傍晚|深夜|晚[上间]?)?[，,]|(?:截至|[从自])\d{1,2}月"
    r"|(?:近日|日前|[昨前][天日晚]|今[天日晨]|连日来|[本上]周末?|[上本]月|目前|连日|[从自](?:今天|明天|即日)|即日|截至|今年以来|今年(?:一季度|上半年))[，,\u4e00-\u9fff]"
)
_NOTICE = re.compile(rf"[{SIGNS}【\[\s]*(?:温馨|特别|友情)?(?:提示|提醒)[】\]\s：:]*")
_BECAUSE = re.compile(
    r"(?:因|受|由于|为|根据|经|按照|即日|[从自]|目前|近期|[今明]天|[今明]日|\d)|[^，。]{2,12}(?:定于|将于|自)\d"
)
_SAYING = re.compile(r"[“‘「『\"].*[”’」』\"]")
_BOX = re.compile(r"(?:链接|提醒|提示|背景|延伸|说明|注|编后|手记)")


class Unmarked:
    """Which paragraphs of an issue begin a story without any mark of it."""

    def __init__(self, lines: Sequence[Line], cohesion: Cohesion) -> None:
        self._lines, self._cohesion = lines, cohesion
        # Where the page of each line begins; None where a headline or subhead stands in between,
        # which holds together what stands below it.
        self._page_from: list[int | None] = []
        self._of_briefs: set[int] = set()
        begins: int | None = 0
        are_briefs = False
        for index, line in enumerate(lines):
            self._page_from.append(begins)
            if line.starts_page:
                begins = index
            if is_short(line.text) and not line.is_furniture:
                are_briefs = BRIEFS.fullmatch(line.text) is not None
                begins = index if are_briefs else None
            elif are_briefs:
                self._of_briefs.add(index)

    def begins(self, index: int) -> bool:
        """Whether a paragraph rather begins a story than goes on in the one above.

        So it does below the names that sign a story; and, among paragraphs without a headline,
        where it opens as news does and has next to nothing in common with those above.
        """
        line, above = self._lines[index], self._lines[index - 1]
        if not index or line.starts_page or not _ends(above):
            return False
        if is_correction(line.text):
            return not line.is_furniture
        return _may_begin(line) and (_is_signed(above) or self._turns_away(index))

    def heads_notice(self, index: int) -> bool:
        """Whether 温馨提示 heads a notice by itself and no box of the story above it.

        Then its text gives a reason or a day first, and has nothing in common with the story.
        """
        below = self._lines[index + 1 : index + 2]
        if not _NOTICE.fullmatch(self._lines[index].text) or not any(map(_is_notice, below)):
            return False
        above = self._lines[max(index - _N_COMPARED, 0) : index]
        near, here = (
            self._cohesion.pairs_of(line.text for line in side) for side in (above, below)
        )
        return self._cohesion.overlap(near, here) < _NOTHING_IN_COMMON

    def headline_odds(self, index: int) -> float:
        """How surely a line without a full stop amid whole paragraphs heads those below.

        A subhead shares the names of its story: its words stand above it, too, and so do those
        of the text below. Compared are up to eight paragraphs on each side.

        Returns:
            Log-odds from 0 to 4; 0 where it may as well be a subhead or is no such line.
        """
        # Of questions and calls `section_odds` says nothing.
        odds = self._heading_odds(index) * (1 + ends_sentence(self._lines[index].text))
        return min(odds, _MOST_ODDS) if odds > _LEAST_ODDS else 0.0

    def subhead_odds(self, index: int) -> float:
        """The same for subheads: log-odds from 0, where nothing says that it is one.

        Between two single paragraphs, as briefs have them, nothing can be told.
        """
        odds = -self._heading_odds(index)
        if odds <= _LEAST_ODDS or self._stands_amid_briefs(index):
            return 0.0
        return odds

    def _stands_amid_briefs(self, index: int) -> bool:
        return all(
            is_short(self._lines[place].text)
            for place in (index - 2, index + 2)
            if 0 <= place < len(self._lines)
        )

    def _heading_odds(self, index: int) -> float:
        """Log-odds that a line heads a story rather than a part of one; 0 if it does neither."""
        if not self._stands_amid_paragraphs(index):
            return 0.0
        above = self._paragraphs(range(index - 1, max(index - 1 - _N_COMPARED, -1), -1))
        below = self._paragraphs(range(index + 1, min(index + 1 + _N_COMPARED, len(self._lines))))
        line = self._lines[index].text
        own, near, here = map(self._cohesion.pairs_of, ((line,), above, below))
        return (
            _BIAS
            + _OWN * self._log_weight(own)
            + _SAID_BELOW * self._log_weight(own & here)
            + _SAID_ABOVE * self._log_weight(own & near)
            + _SHARED * self._log_weight(near & here)
            + _ABOVE * self._log_weight(near)
            + _CHARACTER * len(line)
            + _ASKS * (line[-1] in "？?")
            + _PAUSES * ("，" in line)
            + _COUNTS * any(map(str.isdigit, line))
            + _ONE_ABOVE * (len(above) == 1)
            + _ONE_BELOW * (len(below) == 1)
        )

    def _log_weight(self, pairs: frozenset[int]) -> float:
        return math.log1p(self._cohesion.weight(pairs))

    def _stands_amid_paragraphs(self, index: int) -> bool:
        if not 0 < index < len(self._lines) - 1 or not _may_head(self._lines[index]):
            return False
        n = len(self._lines[index].text)
        sides = self._lines[index - 1], self._lines[index + 1]
        return all(len(side.text) > n and _ends(side) and not is_short(side.text) for side in sides)

    def _paragraphs(self, places: range) -> list[str]:
        """The paragraphs at some lines, up to the first line that is none."""
        texts = (self._lines[place].text for place in places)
        return list(takewhile(lambda text: not is_short(text), texts))

    def _turns_away(self, index: int) -> bool:
        first = self._page_from[index]
        if first is None or not _NEWS.match(self._lines[index].text):
            return False
        near = self._cohesion.pairs_of(
            line.text
            for line in self._lines[max(first, index - _N_COMPARED) : index]
            if not line.is_furniture
        )
        here = self._cohesion.pairs(self._lines[index].text)
        at_most = _LITTLE_IN_COMMON if index in self._of_briefs else _NOTHING_IN_COMMON
        return self._cohesion.overlap(near, here) < at_most


def _may_begin(line: Line) -> bool:
    is_other = line.is_furniture or line.markers or line.is_byline or line.is_credit or line.is_row
    is_text = len(line.text) >= _SHORTEST and ends_sentence(line.text)
    return is_text and not is_other and line.text[0] not in SIGNS and not _BOX.match(line.text)


def _may_head(line: Line) -> bool:
    is_other = line.is_furniture or line.markers or line.byline or line.author or line.is_row
    is_told = _SAYING.fullmatch(line.text) or line.text[-1] in ":：—）)"
    is_item = line.text[0] in SIGNS or ORDINAL.match(line.text)
    is_headline = len(line.text) >= _SHORTEST_HEADLINE and is_short(line.text)
    return is_headline and not (is_other or is_told or is_item)


def _is_notice(line: Line) -> bool:
    return _may_begin(line) and bool(_BECAUSE.match(line.text))


def _ends(line: Line) -> bool:
    return bool(line.bare) and ends_sentence(line.bare)


def _is_signed(line: Line) -> bool:
    """Whether a paragraph ends with the names of who wrote it."""
    return line.byline is not None and line.byline.where == "tail" and len(line.text) >= _SHORTEST
