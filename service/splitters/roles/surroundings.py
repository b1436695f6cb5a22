"""What the lines around a line tell of it: runs of short ones, and words they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from service.characters import content_characters
from service.splitters.cohesion import Cohesion
from service.splitters.lines.line import Line
from service.splitters.roles.looks import is_short

LONG = 40  # characters from which on a line is text of a story
_N_CONTEXT = 2


def short_runs(lines: Sequence[Line]) -> list[list[float]]:
    """Place of a line in a run of short lines, and whether its text stands elsewhere: 6 numbers."""
    short = [is_short(line.text) for line in lines]
    before, after = _run_lengths(short), _run_lengths(short[::-1])[::-1]
    characters = [
        0 if is_one else len(line.text) for line, is_one in zip(lines, short, strict=True)
    ]
    above, below = _characters_between(characters), _characters_between(characters[::-1])[::-1]
    contents = [
        content_characters(line.text) if is_one else ""
        for line, is_one in zip(lines, short, strict=True)
    ]
    counts = Counter(contents)
    return [
        [
            float(is_one),
            min(n_before, 4) / 4,
            min(n_after, 4) / 4,
            float(is_one and len(content) >= 5 and counts[content] > 1),
            np.log1p(n_above) / 8,
            np.log1p(n_below) / 8,
        ]
        for is_one, n_before, n_after, content, n_above, n_below in zip(
            short, before, after, contents, above, below, strict=True
        )
    ]


def _run_lengths(short: Sequence[bool]) -> list[int]:
    """For each line the number of short lines directly above it."""
    lengths, run = [], 0
    for is_one in short:
        lengths.append(run)
        run = run + 1 if is_one else 0
    return lengths


def _characters_between(characters: Sequence[int]) -> list[int]:
    """For each line the characters of the text between it and the last short line above that text.

    Short lines have no characters of their own here; those of one run see the same text.
    """
    sums, text, last = [], 0, 0
    for n in characters:
        if n:
            text += n
        elif text:
            last, text = text, 0
        sums.append(text - n if n else last)
    return sums


def word_ties(lines: Sequence[Line], cohesion: Cohesion) -> list[list[float]]:
    """Whether a line names what follows or what came, whether that goes on: 6 numbers a line."""
    pairs = [cohesion.pairs(line.text) for line in lines]
    long = [index for index, line in enumerate(lines) if len(line.text) >= LONG]
    ties = []
    place = 0  # of the first long line that is not above
    for index, mine in enumerate(pairs):
        while place < len(long) and long[place] < index:
            place += 1
        following = place + (place < len(long) and long[place] == index)
        near = _join(pairs, long[max(0, place - _N_CONTEXT) : place])
        far = _join(pairs, long[max(0, place - 2 * _N_CONTEXT) : max(0, place - _N_CONTEXT)])
        coming = _join(pairs, long[following : following + _N_CONTEXT])
        below = cohesion.overlap(mine, coming)
        above = cohesion.overlap(mine, near)
        ties.append(
            [
                below,
                above,
                below - above,
                cohesion.overlap(mine, far),
                cohesion.overlap(near, coming),
                cohesion.overlap(far, coming),
            ]
        )
    return ties


def _join(pairs: Sequence[frozenset[int]], indices: Sequence[int]) -> frozenset[int]:
    return frozenset().union(*(pairs[index] for index in indices))
