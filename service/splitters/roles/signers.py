"""Who signs a story on a line of its own below it, by any name: 罗衣, 晓风残月."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.names import parse_names
from service.notices import is_notice
from service.splitters.lines.edges import ends_sentence
from service.splitters.lines.furniture import is_section
from service.splitters.lines.line import Line
from service.splitters.roles.looks import BOX_LABEL, BRIEFS, LIST_HEAD, is_short
from service.splitters.roles.photos import RUBRIC

_PEN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
# What may stand below a text and is nobody: who issued it, what follows, how it was made.
_NOBODY = re.compile(
    r".*[部台报社网会组局院校馆所司站室处科办厂店区县市镇乡村街路]|.*[评谈论]|敬请期待|下期.*|欢迎.*|.*节选|.*[图摄]|.*声明|待遇|谢谢|晚安"
)
_SHORTEST_TEXT = 20  # characters above a signature
_SHORTEST_HEADLINE = 4
_MOST_OF_HEADLINE = 4  # lines, with who wrote the story below
_REACH = 60  # lines on each side in which others sign


def signs_story(lines: Sequence[Line], index: int) -> bool:
    """Whether a line holds who wrote the text above it, and neither heads nor parts a text.

    It stands below a whole paragraph, and below it ends the page or begins a story. Blank lines
    tell which of the two it stands with; where they do not, a surname tells it, or that others
    on the page sign so, unless the first story has a word above its headline, too.
    """
    if not signing_name(lines, index):
        return False
    line, below = lines[index], lines[index + 1 : index + 2]
    if _ends_page(lines, index):
        return True
    if not _heads_story(lines, index + 1):
        return False
    if line.n_blank != below[0].n_blank:
        return line.n_blank < below[0].n_blank
    is_told = line.author is not None or _others_sign(lines, index)
    return is_told and not _has_kicker(lines, index)


def signing_name(lines: Sequence[Line], index: int) -> str | None:
    """The name in a line of few characters right below a whole paragraph."""
    line = lines[index]
    if not index or line.starts_page or line.is_furniture or line.is_byline:
        return None
    above = lines[index - 1]
    if len(above.bare) < _SHORTEST_TEXT or not ends_sentence(above.bare) or above.is_furniture:
        return None
    if above.byline is not None and above.byline.where == "tail":
        return None
    return line.author or _pen_name(line.bare)


def _pen_name(text: str) -> str | None:
    if not _PEN_NAME.fullmatch(text) or _NOBODY.fullmatch(text):
        return None
    labels = (BOX_LABEL, BRIEFS, RUBRIC)
    is_label = any(label.fullmatch(text) for label in labels) or LIST_HEAD.search(text)
    is_other = is_label or is_section(text) or is_notice(text)
    return None if is_other else parse_names(text, trusted=True)


def _ends_page(lines: Sequence[Line], index: int) -> bool:
    """Whether nothing but furniture stands below a line on its page, or right below it."""
    below = lines[index + 1 : index + 2]
    return all(line.starts_page or line.is_furniture for line in below)


def _heads_story(lines: Sequence[Line], first: int) -> bool:
    """Whether a line looks like a headline, with a text below it."""
    for index in range(first, min(first + _MOST_OF_HEADLINE, len(lines))):
        line = lines[index]
        if line.starts_page or line.is_furniture:
            return False
        if not is_short(line.text) or ends_sentence(line.bare):
            return index > first and len(line.text) >= _SHORTEST_TEXT
        if index == first and (len(line.text) < _SHORTEST_HEADLINE or line.is_byline):
            return False
    return False


def _others_sign(lines: Sequence[Line], index: int) -> bool:
    """Whether another text near by is signed on a line of its own, by a name that is sure."""
    near = range(max(index - _REACH, 0), min(index + _REACH, len(lines)))
    return any(
        (lines[place].author and _heads_story(lines, place + 1)) or _ends_page(lines, place)
        for place in near
        if place != index and signing_name(lines, place)
    )


def _has_kicker(lines: Sequence[Line], index: int) -> bool:
    """Whether a word stands above the first headline of the page of a line."""
    first = index
    while first > max(index - _REACH, 0) and not lines[first].starts_page:
        first -= 1
    head = next((at for at in range(first, index) if not lines[at].is_furniture), index)
    is_word = _PEN_NAME.fullmatch(lines[head].text) is not None
    return is_word and head + 1 < index and _heads_story(lines, head + 1)
