"""What looks like furniture, judged by what stands around it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.splitters.lines.edges import ends_sentence
from service.splitters.lines.furniture import (
    is_day,
    is_editor,
    is_section,
    is_sentence,
    may_be_text,
)
from service.splitters.lines.line import Line
from service.splitters.lines.masthead import is_local_paper
from service.splitters.roles.looks import BOX_LABEL, is_short
from service.splitters.roles.neighbours import LONG
from service.splitters.roles.odds import CERTAIN, UNLIKELY
from service.splitters.stories import Role

_MOST_FURNITURE = 4
_LONGEST_PAPER = 8
_MOST_OF_MASTHEAD = 12  # lines
_BOTH = 2  # lines, that above and that below
_REACH = 3  # lines on each side
_SHORTEST_TEXT = 16  # characters


def apply_furniture_rules(lines: Sequence[Line], index: int, scores: NDArray[np.float64]) -> None:
    """Let a line be furniture, or none, in place.

    Args:
        lines: The lines of an issue.
        index: Which of them.
        scores: Log-odds of its roles, shape (6,).
    """
    line = lines[index]
    of_story = (_is_told_inside, _stands_in_column, _heads_box)
    if not line.is_furniture or any(rule(lines, index) for rule in of_story):
        scores[Role.FURNITURE] += UNLIKELY
    else:
        may_be = may_be_text(line.text) and not _is_of_masthead(lines, index)
        scores[Role.FURNITURE] += UNLIKELY / 2 if may_be else CERTAIN
    if _names_paper(lines, index):
        scores[Role.FURNITURE] += 3 * CERTAIN


def _names_paper(lines: Sequence[Line], index: int) -> bool:
    """Whether a few characters head a page and name its paper: 今日云川.

    Nothing but the masthead stands below them, or it stands above and names them too; by a name
    that papers have a headline may stand below.
    """
    line, below = lines[index], lines[index + 1 : index + 1 + _BOTH]
    first = index
    while not lines[first].starts_page and lines[first - 1].is_furniture:
        first -= 1
        if index - first > _MOST_OF_MASTHEAD:
            return False
    is_name = lines[first].starts_page and is_short(line.text) and len(line.text) <= _LONGEST_PAPER
    is_above = len(below) == _BOTH and all(other.is_furniture for other in below)
    is_above = is_above and any(other.heads_page for other in below)
    is_named = any(other.heads_page and line.text in other.text for other in lines[first:index])
    return is_name and (is_above or is_named or _heads_headline(lines, index))


def _heads_headline(lines: Sequence[Line], index: int) -> bool:
    """Whether a name as papers or sections have it stands right above a headline."""
    if not (is_local_paper(lines[index].text) or is_section(lines[index].text)):
        return False
    below = [
        line for line in lines[index + 1 : index + 1 + _MOST_FURNITURE] if not line.is_furniture
    ]
    is_headline = any(is_short(line.text) and not ends_sentence(line.text) for line in below[:1])
    return is_headline and any(not is_short(line.text) for line in below[1:])


def _is_told_inside(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is a whole sentence between two paragraphs, as a story tells the weather."""
    if not is_sentence(lines[index].text) or not 0 < index < len(lines) - 1:
        return False
    above, below = lines[index - 1], lines[index + 1]
    are_text = min(len(above.text), len(below.text)) > LONG and ends_sentence(above.text)
    is_signed = above.byline is not None and above.byline.where != "lead"
    begins = is_signed or below.starts_page or below.lead is not None
    return are_text and not begins


def _stands_in_column(lines: Sequence[Line], index: int) -> bool:
    """Whether a line of a character or two stands among text that is set one character a line."""
    near = (*lines[max(index - _REACH, 0) : index], *lines[index + 1 : index + 1 + _REACH])
    n_single = sum(len(line.text) == 1 for line in near)
    return len(lines[index].text) <= _BOTH and n_single > _REACH


def _is_of_masthead(lines: Sequence[Line], index: int) -> bool:
    """Whether a line of furniture stands in the midst of others, as a day does in a masthead.

    For one who edited a single one beside it will do, of whatever kind, or where it is from.
    """
    above, below = lines[max(index - 1, 0)], lines[min(index + 1, len(lines) - 1)]
    if is_editor(lines[index].text):
        others = [line for line in (above, below) if line is not lines[index]]
        return above.has_meta_below or any(line.is_furniture or line.is_byline for line in others)
    return is_day(lines[index].text) and above.is_furniture and below.is_furniture


def _heads_box(lines: Sequence[Line], index: int) -> bool:
    """Whether the label of a box stands below a text and right above its own: 延伸阅读."""
    above, below = lines[max(index - 1, 0)], lines[index + 1 : index + 2]
    is_label = index > 0 and BOX_LABEL.fullmatch(lines[index].text) is not None
    is_below_text = is_label and not above.is_furniture and ends_sentence(above.text)
    return is_below_text and any(
        len(other.text) >= _SHORTEST_TEXT and other.text.endswith("。") and not other.starts_page
        for other in below
    )
