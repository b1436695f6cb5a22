"""The roles of all lines of a page, chosen together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.splitters.cohesion import Cohesion
from service.splitters.lines.line import Line
from service.splitters.roles.line_scorer import LineScores
from service.splitters.roles.looks import begins_with_marker
from service.splitters.roles.neighbours import is_sent_again, opens_below_text
from service.splitters.roles.odds import HEADS, NEVER, UNLIKELY
from service.splitters.roles.rules import role_table
from service.splitters.stories import Role

_HEADED_PHOTO = -1.0


def best_roles(lines: Sequence[Line], scores: LineScores, cohesion: Cohesion) -> tuple[Role, ...]:
    """Find the roles that together are most likely and possible.

    A Viterbi search. Impossible are a further headline line without a first,
    a story without text under its headline, a story that begins in its
    middle at the top of the issue or below nothing but furniture, and a 上接
    line that begins nothing. Ties go to the role that comes first in `Role`.

    Args:
        lines: The lines of an issue, at least one.
        scores: What is known of each line by itself.
        cohesion: Nearness of passages.

    Returns:
        One role per line.

    References:
        Viterbi, IEEE Transactions on Information Theory 1967.
    """
    moves = _moves()
    opening_moves = [_opening_moves(moves, weight) for weight in (UNLIKELY, 2 * UNLIKELY)]
    table = role_table(lines, scores, cohesion)
    total = table[0].copy()
    total[[Role.HEADLINE_MORE, Role.BODY]] += NEVER
    back = np.zeros(table.shape, dtype=np.int64)
    below_furniture = np.zeros_like(moves)
    below_furniture[Role.FURNITURE, Role.BODY] = NEVER
    above_all = True  # nothing but furniture stands above
    for index in range(1, len(lines)):
        step_moves = moves
        if begins_with_marker(lines[index]):
            step_moves = _marked_moves(moves)
        elif opens_below_text(lines, scores, index):
            step_moves = opening_moves[is_sent_again(lines, index)]
        above_all = above_all and table[index - 1].argmax() == Role.FURNITURE
        if above_all:
            step_moves = step_moves + below_furniture
        reached = total[:, None] + step_moves
        back[index] = reached.argmax(axis=0)
        total = reached.max(axis=0) + table[index]
    total[list(HEADS)] += UNLIKELY / 3
    path = [int(total.argmax())]
    for index in range(len(lines) - 1, 0, -1):
        path.append(int(back[index, path[-1]]))
    return tuple(Role(role) for role in reversed(path))


def _moves() -> NDArray[np.float64]:
    """What may follow what, as log weights, shape (6, 6)."""
    moves = np.zeros((len(Role), len(Role)))
    for role in Role:
        if role not in HEADS:
            moves[role, Role.HEADLINE_MORE] = NEVER
    for head in HEADS:
        moves[head, Role.HEADLINE] = NEVER
        moves[head, Role.START] = NEVER
        moves[head, Role.CAPTION] = _HEADED_PHOTO
        moves[head, Role.FURNITURE] = UNLIKELY
    # A story without headline or signpost that begins below a photo is the one above it.
    moves[Role.CAPTION, Role.START] = UNLIKELY / 2
    return moves


def _marked_moves(moves: NDArray[np.float64]) -> NDArray[np.float64]:
    """Moves into a line that opens with 上接: it goes below a headline or begins a piece."""
    marked = moves.copy()
    for role in Role:
        if role not in HEADS:
            marked[role, Role.BODY] += NEVER
    marked[Role.CAPTION, Role.START] = 0
    return marked


def _opening_moves(moves: NDArray[np.float64], weight: float) -> NDArray[np.float64]:
    """Moves into a line with a lead: it hardly goes on in a story that has text already."""
    opening = moves.copy()
    opening[[role for role in Role if role not in HEADS], Role.BODY] += weight
    return opening
