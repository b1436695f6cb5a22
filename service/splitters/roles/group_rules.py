"""What lines are that belong together: letters and notices, questions, sections with numbers."""

from __future__ import annotations

from collections.abc import Sequence, Set

import numpy as np
from numpy.typing import NDArray

from service.splitters.lines.line import Line
from service.splitters.roles.interviews import find_interviews
from service.splitters.roles.issuers import find_issuers
from service.splitters.roles.letters import find_letters
from service.splitters.roles.odds import HEADS, UNLIKELY
from service.splitters.roles.series import find_counts
from service.splitters.roles.signers import signs_story
from service.splitters.stories import Role


def apply_letter_rules(lines: Sequence[Line], table: NDArray[np.float64]) -> None:
    """Let greetings and signatures be of their letter, notice or story, in place."""
    signers = {index for index in range(len(lines)) if signs_story(lines, index)}
    letters = np.array(sorted(find_letters(lines) | find_issuers(lines) | signers), dtype=int)
    table[letters, Role.BODY] -= UNLIKELY
    for role in (*HEADS, Role.START, Role.FURNITURE):
        table[letters, role] += 2 * UNLIKELY


def apply_interview_rules(lines: Sequence[Line], table: NDArray[np.float64]) -> None:
    """Let no question among others begin a story, in place, nor what heads them go on in one."""
    for interview in find_interviews(lines):
        turns, head = np.array(interview.turns), interview.head
        for role in HEADS:
            table[turns, role] += 2 * UNLIKELY
        table[turns[head is None :], Role.START] += 2 * UNLIKELY
        if head is not None:
            table[head, [Role.BODY, Role.START, Role.CAPTION]] += 2 * UNLIKELY


def apply_series_rules(lines: Sequence[Line], inside: Set[int], table: NDArray[np.float64]) -> None:
    """Let no story begin between the numbers that count the sections of one, in place."""
    counts = find_counts(lines)
    heads = (*inside, *(index + 1 for index in counts if index + 1 < len(lines)))
    for index in heads:
        table[index, [Role.HEADLINE, Role.START]] += UNLIKELY
    for index in counts:
        table[index, [*HEADS, Role.START, Role.FURNITURE]] += 4 * UNLIKELY
