"""How likely each role of a line is, once the rules have spoken."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

import numpy as np
from numpy.typing import NDArray

from service.splitters.cohesion import Cohesion
from service.splitters.lines.edges import SIGNS, closes_bracket
from service.splitters.lines.line import Line
from service.splitters.roles.boxes import find_forecasts, find_linked, find_teasers
from service.splitters.roles.endings import against_going_on, stands_below_writer
from service.splitters.roles.group_rules import (
    apply_interview_rules,
    apply_letter_rules,
    apply_series_rules,
)
from service.splitters.roles.headings import find_set_apart
from service.splitters.roles.headline_rules import ASKS, LONGEST_HEADLINE, apply_headline_rules
from service.splitters.roles.letters import signs_alone
from service.splitters.roles.line_scorer import LineScores
from service.splitters.roles.looks import BOX_LABEL, begins_with_marker
from service.splitters.roles.neighbours import (
    LONG,
    ends_headline,
    heads_continuation,
    heads_text,
    introduces_story,
    is_of_box,
    resumes,
    stands_above_lead,
    stands_above_list,
    stands_above_number,
    stands_amid_speech,
    stands_as_headline,
    stands_below_abstract,
    stands_below_dated_headline,
    stands_below_word,
    stands_in_table,
)
from service.splitters.roles.odds import CERTAIN, HEADS, LIKELY, NEVER, UNLIKELY
from service.splitters.roles.page_lines import apply_furniture_rules
from service.splitters.roles.photos import RUBRIC, Photos, is_counted
from service.splitters.roles.sections import section_odds
from service.splitters.roles.series import find_sections
from service.splitters.roles.subheads import find_parallel
from service.splitters.roles.unmarked import Unmarked
from service.splitters.stories import Role

_FEWEST_MARKED = 2
_OF_BRIEF = {"rubric": Role.FURNITURE, "headline": Role.HEADLINE, "text": Role.BODY}
# What begins a caption: an arrow to the picture, or what it shows.
_SHOWS = re.compile(r"[▲▼△▽◀▶↑↓←→]|[（(]?(?:图为|[上下左右]图|图片?[①-⑩\d一二三四])")


def role_table(
    lines: Sequence[Line], scores: LineScores, cohesion: Cohesion
) -> NDArray[np.float64]:
    """How likely each role of each line is, once the rules have spoken, shape (n, 6)."""
    table = scores.roles.copy()
    _apply_box_rules(lines, table)
    inside = find_sections(lines)
    table[sorted(find_parallel(lines)), Role.HEADLINE] += UNLIKELY
    _apply_sign_rules(lines, inside, table)
    apply_series_rules(lines, inside, table)
    apply_letter_rules(lines, table)
    apply_interview_rules(lines, table)
    unmarked = Unmarked(lines, cohesion)
    for index, odds in section_odds(lines, scores, cohesion).items():
        # What rather begins a story without a headline is no subhead either.
        is_head = scores.roles[index, Role.HEADLINE] > scores.roles[index, Role.START]
        told = odds - min(odds, unmarked.subhead_odds(index)) if is_head and odds > 0 else odds
        # Of the two alone: nothing is said of links and other furniture.
        table[index, Role.BODY if told > 0 else Role.HEADLINE] -= abs(told)
    photos = Photos(lines, scores)
    headings = find_set_apart(lines, cohesion)
    for index, line in enumerate(lines):
        _apply_rules(lines, index, table[index])
        if photos.is_resumed(index, cohesion):
            # A trained scorer that never saw a photo inside a story takes the rest for a new one.
            _read_as(Role.BODY, Role.START, table[index])
        table[index, Role.START] += _against_start(lines, index)
        table[index, Role.BODY] += _against_body(lines, index)
        if index in headings or (index and unmarked.heads_notice(index)):
            table[index, Role.HEADLINE] += LIKELY
            table[index, Role.BODY] += UNLIKELY / 2
        elif index:
            _apply_pair_rules(lines, index, table)
        _apply_unmarked_rules(lines, index, unmarked, table[index])
        _apply_meta_rules(lines, index, table[index])
        if line.is_credit and not photos.is_of_writer(index, cohesion):
            _apply_caption_rules(lines, photos, index, table)
        if line.brief:
            table[index, _OF_BRIEF[line.brief]] += 4 * CERTAIN
    return table


def _apply_box_rules(lines: Sequence[Line], table: NDArray[np.float64]) -> None:
    """Let what announces a story be furniture, in place, and what may be a link be either."""
    for index in find_teasers(lines):
        table[index, Role.FURNITURE] += 2 * CERTAIN
    for index, is_last in find_linked(lines).items():
        table[index, Role.FURNITURE] -= UNLIKELY * (1 + is_last)
    for first, *rows in find_forecasts(lines):
        table[[first, *rows], Role.FURNITURE] += NEVER
        table[first, Role.HEADLINE] += 2 * CERTAIN
        table[rows, Role.BODY] += 2 * CERTAIN


def _apply_pair_rules(lines: Sequence[Line], index: int, table: NDArray[np.float64]) -> None:
    """Let a line begin nothing, in place, that goes on with the line above."""
    above, line, scores = lines[index - 1], lines[index], table[index]
    if ends_headline(lines, index):
        # The scorer learned of national pages too, where fewer headlines have two lines.
        scores[Role.HEADLINE_MORE] += LIKELY / 3
    if table[index - 1].argmax() == Role.HEADLINE and stands_below_word(lines, index):
        scores[Role.HEADLINE_MORE] += LIKELY
    if ASKS.match(above.text) and ASKS.match(line.text):
        scores[Role.START] += UNLIKELY
    if is_of_box(lines, index):
        scores[[*HEADS, Role.START]] += 2 * UNLIKELY
    if closes_bracket(above.text, line.text):
        scores[[*HEADS, Role.START]] += NEVER
    if signs_alone(line) and stands_below_writer(lines, index + 1):
        scores[[*HEADS, Role.START]] += UNLIKELY


def _apply_sign_rules(lines: Sequence[Line], inside: Set[int], table: NDArray[np.float64]) -> None:
    """Let short lines with one sign, each above a text, be headlines all or none, in place.

    Not those `inside` a story, between the numbers of its sections.
    """
    for sign in {line.text[0] for line in lines}.intersection(SIGNS):
        marked = [
            index
            for index, line in enumerate(lines)
            if line.text[0] == sign and index not in inside and not BOX_LABEL.fullmatch(line.text)
        ]
        if len(marked) < _FEWEST_MARKED or not all(heads_text(lines, index) for index in marked):
            continue
        if table[marked, Role.HEADLINE].sum() > table[marked, Role.BODY].sum():
            table[marked, Role.BODY] += UNLIKELY


def _apply_caption_rules(
    lines: Sequence[Line], photos: Photos, credit: int, table: NDArray[np.float64]
) -> None:
    """Let a caption end with its credit, in place, and begin right below a rubric."""
    first = photos.caption_start(credit)
    if _SHOWS.match(lines[first].text):
        _read_as(Role.CAPTION, Role.BODY, table[first])
    if first < credit:
        table[first, Role.CAPTION] += 2 * LIKELY
        table[first + 1 : credit + 1, Role.CAPTION] += NEVER
        if is_counted(lines[first].text):
            table[first + 1 : credit + 1, [*HEADS, Role.START]] += UNLIKELY
    goes_on = credit + 1 < len(lines) and len(lines[credit + 1].text) > LONG
    if first and goes_on and RUBRIC.fullmatch(lines[first - 1].text):
        _read_as(Role.CAPTION, Role.BODY, table[first])


def _read_as(role: Role, other: Role, row: NDArray[np.float64]) -> None:
    """Let all that speaks for another role speak for this one, in place."""
    row[role] = np.logaddexp(row[role], row[other])
    row[other] += UNLIKELY


def _against_start(lines: Sequence[Line], index: int) -> float:
    """What speaks against a story that begins without a headline."""
    if resumes(lines, index) or stands_above_lead(lines, index):
        return UNLIKELY
    return UNLIKELY / 3 if stands_below_abstract(lines, index) else 0.0


def _against_body(lines: Sequence[Line], index: int) -> float:
    """What speaks against a line that goes on in the story above it."""
    is_below_end = index > 0 and _is_carried_on(lines[index - 1])
    return UNLIKELY * (is_below_end + stands_as_headline(lines, index))


def _apply_unmarked_rules(
    lines: Sequence[Line], index: int, unmarked: Unmarked, row: NDArray[np.float64]
) -> None:
    """Let what has no mark of a beginning begin a story, in place, where other things tell it."""
    if stands_amid_speech(lines, index):
        _read_as(Role.HEADLINE, Role.BODY, row)
    elif unmarked.begins(index) or introduces_story(lines, index):
        _read_as(Role.START, Role.BODY, row)
    elif stands_above_list(lines, index):
        _read_as(Role.HEADLINE, Role.START, row)
    elif stands_above_number(lines, index) or stands_below_writer(lines, index):
        _read_as(Role.HEADLINE, Role.BODY, row)
    elif against := against_going_on(lines, index):
        row[Role.BODY] += against
    else:
        odds = unmarked.headline_odds(index)
        row[[Role.HEADLINE, Role.BODY]] += (odds, -odds / 2)


def _apply_meta_rules(lines: Sequence[Line], index: int, scores: NDArray[np.float64]) -> None:
    """Let a short line above a date or byline be a headline, and a story begin below them."""
    line = lines[index]
    # A byline or day that tells nothing by itself is held only by a headline.
    dated = [meta for meta in line.meta if meta.tells is None or meta.tells.is_dated]
    n_above = sum(meta.start < line.start for meta in dated)
    if n_above:
        scores[[Role.BODY, Role.HEADLINE_MORE]] += UNLIKELY
    if n_above > 1 and len(line.text) <= LONG:  # who posted and when, above the headline
        scores[[Role.BODY, Role.START]] += 2 * UNLIKELY
    elif (
        dated
        and not n_above
        and len(line.text) <= LONGEST_HEADLINE
        and not line.text.endswith("。")
    ):
        scores[[Role.BODY, Role.START, Role.CAPTION]] += NEVER / 2
    if index and lines[index - 1].has_meta_below and len(line.text) > LONG:
        scores[Role.HEADLINE_MORE] += UNLIKELY
    if stands_below_dated_headline(lines, index):
        scores[[Role.HEADLINE, Role.START]] += 2 * UNLIKELY


def _is_carried_on(line: Line) -> bool:
    """Whether a line ends with 下转, so that nothing of its story can follow."""
    last = line.markers[-1] if line.markers else None
    return last is not None and last.direction == "on" and last.end == len(line.text)


def _apply_rules(lines: Sequence[Line], index: int, scores: NDArray[np.float64]) -> None:
    """Rule out, in place, the roles a line cannot have."""
    line = lines[index]
    if line.is_row:
        scores[[Role.HEADLINE, Role.START]] += UNLIKELY
    elif stands_in_table(lines, index):
        scores[list(HEADS)] += 2 * UNLIKELY
    apply_furniture_rules(lines, index, scores)
    apply_headline_rules(line, scores)
    if line.markers:
        scores[[Role.FURNITURE, Role.CAPTION]] += NEVER
        if begins_with_marker(line):
            scores[list(HEADS)] += NEVER
        elif heads_continuation(lines, index):
            scores[Role.HEADLINE] += 2 * LIKELY
            scores[[Role.BODY, Role.START]] += UNLIKELY
