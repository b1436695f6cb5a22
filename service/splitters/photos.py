"""Photos in the middle of a page: where a caption begins, and what goes on below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.splitters.bylines import find_byline
from service.splitters.line_scorer import LineScores
from service.splitters.lines import Line
from service.splitters.markers import find_markers

RUBRIC = re.compile(r"(?:图片|摄影)(?:新闻|报道|故事|天地)|新闻图片|图说新闻")
_SHORTEST_CAPTION = 12


def names_photographer(line: Line) -> bool:
    """Whether a line is or ends with the credit of a photo."""
    byline = find_byline(line.text)
    return byline is not None and byline.where == "photo"


def caption_start(lines: Sequence[Line], scores: LineScores, credit: int) -> int:
    """The first line of the caption that ends with a photographer's name."""
    first = credit
    byline = find_byline(lines[credit].text)
    is_alone = byline is not None and byline.fills(lines[credit].text)
    if is_alone and credit and len(lines[credit - 1].text) > _SHORTEST_CAPTION:
        first -= 1
    while first and scores.is_cut(first):
        first -= 1
    return first


def is_resumed(lines: Sequence[Line], scores: LineScores, index: int) -> bool:
    """Whether text right below a photo can be that of the story above it.

    Not where the line has a signpost of its own, nor where the story above ended with
    a byline or goes on elsewhere.
    """
    above = index - 1
    if find_markers(lines[index].text):
        return False
    while above >= 0 and names_photographer(lines[above]):
        above = caption_start(lines, scores, above) - 1
        while above >= 0 and RUBRIC.fullmatch(lines[above].text):
            above -= 1
    return 0 <= above < index - 1 and not _ends_story(lines[above].text)


def _ends_story(text: str) -> bool:
    byline = find_byline(text)
    signed = byline is not None and byline.where in ("tail", "line")
    return signed or any(marker.direction == "on" for marker in find_markers(text))
