"""Headlines that stand further apart than all else, as readers write the headings of documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.splitters.cohesion import Cohesion
from service.splitters.lines.line import Line
from service.splitters.roles.looks import BOX_LABEL, is_short

_N_COMPARED = 8  # lines on each side of a heading
_OF_STORY = re.compile(r"链接|阅读|贴士|背景|解释|释义|手记|[后札感][记言]|常识|知识|回[放顾]")
_LITTLE_IN_COMMON = 0.05  # more, and the heading may be a subhead


def find_set_apart(lines: Sequence[Line], cohesion: Cohesion) -> frozenset[int]:
    """Which short lines stand two blank lines below what is above, where one parts all else.

    Args:
        lines: The lines of an issue.
        cohesion: Nearness of passages.

    Returns:
        Indices of those with little in common above and below; nothing where anything but
        short lines stands as far apart.
    """
    amid = [index for index, line in enumerate(lines) if not line.starts_page]
    apart = [index for index in amid if lines[index].n_blank > 1 and not lines[index].is_furniture]
    near = [lines[index].n_blank for index in amid if lines[index].n_blank <= 1]
    is_spaced = 2 * sum(near) >= len(near)
    are_headings = is_spaced and all(_heads(lines, index) for index in apart)
    of_story = {index for index in apart if _is_box_of_story(lines[index])}
    inside = of_story.union(_inside(lines, apart, cohesion))
    return frozenset(apart if are_headings else ()).difference(inside)


def _inside(lines: Sequence[Line], apart: Sequence[int], cohesion: Cohesion) -> Iterator[int]:
    """Those that stand between two passages of one story."""
    for first, index, end in zip((0, *apart), apart, (*apart[1:], len(lines)), strict=False):
        sides = (
            lines[max(first, index - _N_COMPARED) : index],
            lines[index + 1 : min(end, index + 1 + _N_COMPARED)],
        )
        above, below = (cohesion.pairs_of(line.text for line in side) for side in sides)
        if cohesion.overlap(above, below) > _LITTLE_IN_COMMON:
            yield index


def _is_box_of_story(line: Line) -> bool:
    """Whether a heading names a box that is of a story whatever it holds: 延伸阅读."""
    return bool(BOX_LABEL.fullmatch(line.text) and _OF_STORY.search(line.text))


def _heads(lines: Sequence[Line], index: int) -> bool:
    line, below = lines[index], lines[index + 1 : index + 2]
    is_text_below = any(other.n_blank <= 1 and not other.starts_page for other in below)
    return is_short(line.text) and not line.is_byline and is_text_below
