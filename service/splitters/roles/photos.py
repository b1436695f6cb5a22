"""Photos in the middle of a page: where a caption begins, and what goes on below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.splitters.cohesion import Cohesion
from service.splitters.lines.captions import is_caption
from service.splitters.lines.edges import ends_sentence
from service.splitters.lines.line import Line
from service.splitters.roles.line_scorer import LineScores

RUBRIC = re.compile(r"(?:图片|摄影)(?:新闻|报道|故事|天地)|新闻图片|图说新闻")
# Who a photo was bought from, in the place of who took it: 新华社发, 影像中国.
AGENCY = re.compile(
    r"[（(]?(?:图片来源[:：]?)?(?:(?:新华社|中新社|人民网|新华网|法新社|路透社|美联社|资料)(?:发|供图|图片|图|照片)"
    r"|新华社?/(?:法新|路透|美联|发)|(?:影像|视觉|图虫)中国|人民视觉|人民图片|东方IC|CFP|资料图)(?:供图|发|供稿)?[）)]?"
)
# Where or by whom a story was written, as it stands alone below the last paragraph.
_SOURCE = re.compile(r"[（(](?:(?:本报|新华社|据|综合)(?=.*电)|作者).*[）)]|版式设计[:：].*")
# What a caption is counted by where a story has several pictures: 图②：渡船靠岸.
_COUNTED = re.compile(
    r"[▲△▼◀▶（(\s]*图片?[\s\u3000]*(?P<number>[①-⑩]|[1-9一二三四五六七八九](?=[\s\u3000：:，、为]))"
)
_NUMBERS = ("①1一", "②2二", "③3三", "④4四", "⑤5五", "⑥6六", "⑦7七", "⑧8八", "⑨9九", "⑩")
# Who took a photo and wrote the text as well.
_WROTE = re.compile(r"文[/、]图|图/文|文图|图文|文并[摄图]|文/摄|摄影报[道导]")
_SHORTEST_CAPTION = 12
_SHORTEST_TEXT = 20
_N_COMPARED = 8  # lines on each side of a photo
_NOTHING_IN_COMMON = 0.04


class Photos:
    """The photos of an issue: where their captions begin, and what stands above them."""

    def __init__(self, lines: Sequence[Line], scores: LineScores) -> None:
        self._lines = lines
        self._whole_from: list[int] = []  # the first line of those that run into one another
        no_rubric: list[int] = []  # the last line from here upwards that is no rubric
        self._no_photo: list[int] = []  # and the last that is of no photo; -1 for none
        for index, line in enumerate(lines):
            is_cut = index > 0 and scores.is_cut(index)
            self._whole_from.append(self._whole_from[-1] if is_cut else index)
            is_rubric = RUBRIC.fullmatch(line.text) is not None
            no_rubric.append(_at(no_rubric, index - 1) if is_rubric else index)
            above = _at(no_rubric, self.caption_start(index) - 1) if line.is_credit else index
            self._no_photo.append(_at(self._no_photo, above) if line.is_credit else index)

    def caption_start(self, credit: int) -> int:
        """The first line of the caption that ends with a photographer's name."""
        lines, first = self._lines, credit
        above = lines[credit - 1].text if credit and lines[credit].is_byline else ""
        if len(above) > _SHORTEST_CAPTION or is_counted(above) or is_caption(above):
            first -= 1
        first = self._whole_from[first]
        while first and counts_on(lines[first - 1], lines[first]):
            first = self._whole_from[first - 1]
        return first

    def is_of_writer(self, credit: int, cohesion: Cohesion) -> bool:
        """Whether who wrote a story stands below it with the photos: 本报记者 周禾 文/图.

        Then the paragraph above goes on in the story, and is no caption.
        """
        lines, first = self._lines, self.caption_start(credit)
        if not (lines[credit].is_byline and _WROTE.search(lines[credit].bare)):
            return False
        if first == credit or is_counted(lines[first].text) or is_caption(lines[first].text):
            return False
        above = [line.text for line in lines[max(first - _N_COMPARED, 0) : first]]
        if not above or len(above[-1]) < _SHORTEST_TEXT or not ends_sentence(above[-1]):
            return False
        caption = cohesion.pairs_of(line.text for line in lines[first:credit])
        return cohesion.overlap(cohesion.pairs_of(above), caption) > _NOTHING_IN_COMMON

    def is_resumed(self, index: int, cohesion: Cohesion) -> bool:
        """Whether text right below a photo can be that of the story above it.

        Not where the line has a signpost of its own, where the story above ended with a
        byline or its source or goes on elsewhere, nor where the two have nothing in common.
        """
        lines, above = self._lines, _at(self._no_photo, index - 1)
        if lines[index].markers or not 0 <= above < index - 1 or _ends_story(lines[above]):
            return False
        sides = (
            lines[max(above + 1 - _N_COMPARED, 0) : above + 1],
            lines[index : index + _N_COMPARED],
        )
        before, after = (cohesion.pairs_of(line.text for line in side) for side in sides)
        return cohesion.overlap(before, after) > _NOTHING_IN_COMMON


def counts_on(above: Line, line: Line) -> bool:
    """Whether two captions are counted one after the other: 图①…, 图②…."""
    before, number = _number(above.text), _number(line.text)
    return before is not None and number == before + 1


def is_counted(text: str) -> bool:
    """Whether a text is one of several captions."""
    return _number(text) is not None


def _number(text: str) -> int | None:
    found = _COUNTED.match(text)
    return (
        next(n for n, forms in enumerate(_NUMBERS) if found["number"] in forms) if found else None
    )


def _at(places: Sequence[int], index: int) -> int:
    """What is known of a line; -1 above the first."""
    return places[index] if index >= 0 else -1


def _ends_story(line: Line) -> bool:
    signed = line.byline is not None and line.byline.where in ("tail", "line")
    return signed or line.has_marker("on") or bool(_SOURCE.fullmatch(line.text))
