"""Which way the text of a page runs: level, down in columns from right to left, or turned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from service.readers.pdf.glyphs import Glyph, around, center, middle, turned
from service.readers.pdf.page_layout import blocks_of, reading_order
from service.readers.pdf.text_layer import UPSIDE_DOWN

# Quarters that a page is turned counterclockwise for the text to run level.
LEVEL, DOWN = 0, 1

# All in widths of a character. Lines lie further apart than characters of a column.
_SAME_COLUMN, _SAME_LINE = 0.6, 0.5
_LEAST_STEP, _TOUCHING, _WIDEST_STEP_DOWN, _WIDEST_STEP = 0.2, 1.35, 1.6, 2.6
_FEWEST_IN_COLUMN = 3
_FIRST_CHINESE = "\u2e80"
# Figures that stand side by side in a column, such as a date.
_MOST_SIDE_BY_SIDE = 4

_Turned = tuple[Glyph, int]


def page_text(glyphs: Sequence[Glyph], turns: Sequence[int]) -> str:
    """Give the text of a page as it is read, whichever way its lines run.

    The page is turned so that most characters stand upright, and on so that
    most lines run level; vertical text, read down and from right to left, does
    when turned by a quarter. What runs another way (a headline down the side,
    a label in the margin) is laid out by itself and put in as a block where it stands.

    Args:
        glyphs: Visible characters in the order of the file.
        turns: For each, the quarters of a circle that its page has to be turned
            counterclockwise for it to stand upright.

    Returns:
        Paragraphs with a blank line between; empty for a page without characters.
    """
    if not glyphs:
        return ""
    ((upright, _),) = Counter(turns).most_common(1)
    placed = [
        (turned(glyph, upright), (turn - upright) % 4)
        for glyph, turn in zip(glyphs, turns, strict=True)
    ]
    lines: dict[int, list[Glyph]] = {}
    for glyph, turn in _with_columns(placed):
        lines.setdefault(turn, []).append(turned(glyph, turn))
    upside_down = (UPSIDE_DOWN - upright) % 4
    if upside_down in lines:
        lines[upside_down] = _forward(lines[upside_down])
    main = max(lines, key=lambda turn: len(lines[turn]))
    blocks = [
        turned(block, main - turn)
        for turn, others in lines.items()
        if turn != main
        for block in blocks_of(others)
    ]
    return reading_order(lines[main], blocks)


def _forward(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Characters in the order of reading: pdfium gives some lines upside down from their ends."""
    n_back = sum(behind.left < before.left for before, behind in pairwise(glyphs))
    if 2 * n_back <= len(glyphs):
        return list(glyphs)
    spaces = [*(glyph.after_space for glyph in glyphs[1:]), False]
    return [
        replace(glyph, after_space=after_space)
        for glyph, after_space in zip(reversed(glyphs), reversed(spaces), strict=True)
    ]


def _with_columns(glyphs: Sequence[_Turned]) -> list[_Turned]:
    """Give upright characters that stand in columns the turn of text that runs down."""
    runs_down = _in_columns(glyphs)
    if True not in runs_down:
        return list(glyphs)
    found: list[_Turned] = []
    for is_down, group in groupby(zip(glyphs, runs_down, strict=True), key=lambda item: item[1]):
        members = [glyph for glyph, _ in group]
        if is_down:
            # The spaces that pdfium puts between upright characters of a column are its own.
            found += [
                (replace(glyph, after_space=False), DOWN) if turn == LEVEL else (glyph, turn)
                for glyph, turn in members
            ]
        elif _stand_in_column(members, found):
            figures = [replace(glyph, after_space=False) for glyph, _ in members]
            found.append((around(figures, "".join(figure.text for figure in figures)), DOWN))
        else:
            found += members
    return _closed_up(found)


def _closed_up(glyphs: Sequence[_Turned]) -> list[_Turned]:
    """Let characters of a column touch: white beside a stop or a flat 一 is no space."""
    ems = _ems(glyphs)
    closed = list(glyphs[:1])
    for n, (before, here) in enumerate(pairwise(glyphs)):
        glyph, turn = here
        touches = turn == before[1] == DOWN and _steps_down(before, here, ems[n], _TOUCHING)
        if touches and not glyph.after_space:
            glyph = replace(glyph, top=max(glyph.top, before[0].bottom))
        closed.append((glyph, turn))
    return closed


def _in_columns(glyphs: Sequence[_Turned]) -> list[bool | None]:
    """Whether each character is part of a column, None where no character is.

    A column has a few characters one below the other that follow each other in the
    file, most of them Chinese: figures do so in tables too. What stands alone
    goes with what comes before it in the file, or else behind it.
    """
    ems = _ems(glyphs)
    is_level = [False] * len(glyphs)
    for n, (before, here) in enumerate(pairwise(glyphs)):
        if _steps_level(before, here, ems[n]):
            is_level[n] = is_level[n + 1] = True
    down = [
        not (is_level[n] or is_level[n + 1])
        and _steps_down(before, here, ems[n], _WIDEST_STEP_DOWN)
        for n, (before, here) in enumerate(pairwise(glyphs))
    ]
    runs_down = [
        True if turn == DOWN else False if level else None
        for (_, turn), level in zip(glyphs, is_level, strict=True)
    ]
    for first, last in _stretches(down):
        column = glyphs[first : last + 1]
        n_chinese = sum(glyph.text >= _FIRST_CHINESE for glyph, _ in column)
        if len(column) >= _FEWEST_IN_COLUMN and 2 * n_chinese >= len(column):
            runs_down[first : last + 1] = [True] * len(column)
    return _filled(runs_down)


def _filled(runs_down: Sequence[bool | None]) -> list[bool | None]:
    """Let what tells nothing go with what comes before it, or else behind it."""
    known = next((here for here in runs_down if here is not None), None)
    filled: list[bool | None] = []
    for here in runs_down:
        known = known if here is None else here
        filled.append(known)
    return filled


def _stretches(steps: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """First and last place of what is joined by steps that follow each other."""
    place = 0
    for is_step, group in groupby(steps):
        n_steps = len(list(group))
        if is_step:
            yield place, place + n_steps
        place += n_steps


def _ems(glyphs: Sequence[_Turned]) -> list[float]:
    """The size of the type about each character: some boxes are those of the ink only."""
    widths = [1.0, 1.0, *(glyph.width for glyph, _ in glyphs), 1.0, 1.0]
    return [max(widths[n : n + 5]) for n in range(len(glyphs))]


def _steps_down(before: _Turned, behind: _Turned, em: float, most: float) -> bool:
    aside, below = _step(before, behind)
    return (
        {before[1], behind[1]} <= {LEVEL, DOWN}
        and abs(aside) <= min(_SAME_COLUMN * em, below)
        and _LEAST_STEP * em <= below <= most * em
    )


def _steps_level(before: _Turned, behind: _Turned, em: float) -> bool:
    aside, below = _step(before, behind)
    return (
        before[1] == behind[1] == LEVEL
        and abs(below) <= min(_SAME_LINE * em, aside)
        and _LEAST_STEP * em <= aside <= _WIDEST_STEP * em
    )


def _step(before: _Turned, behind: _Turned) -> tuple[float, float]:
    """How far to the right, and how far down, one character lies from another."""
    return center(behind[0]) - center(before[0]), middle(before[0]) - middle(behind[0])


def _stand_in_column(members: Sequence[_Turned], before: Sequence[_Turned]) -> bool:
    """Whether a few level characters are figures set side by side within a column."""
    if not before or before[-1][1] != DOWN or len(members) > _MOST_SIDE_BY_SIDE:
        return False
    figures = around([glyph for glyph, _ in members], "")
    above = before[-1][0]
    em = max(above.width, figures.width)
    return (
        all(turn == LEVEL and glyph.text.isascii() for glyph, turn in members)
        and abs(center(figures) - center(above)) <= _SAME_COLUMN * em
    )
