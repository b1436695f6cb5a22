"""Whether the beginning of a line is missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from service.splitters.line_scorer import LineScores
from service.splitters.lines import Line
from service.splitters.markers import without_markers
from service.splitters.ngrams import NgramScorer

_CLAUSE = re.compile(r"[，。、；：！？,;:!?“”‘’（）()《》\s]+")
# Measure words and endings with which no sentence begins; stops that close what is not there.
_NEVER_FIRST = "们辆亩吨岁倍％%℃，、。；：！？）》”,;:)"
_LIKELY = 0.5
_POSSIBLE = 0.2
_SLIGHT = 0.03
_SELDOM_FIRST = -3.0
_MAYBE_FIRST = 0.25
_OFTEN_FIRST = 0.6


class Beginnings:
    """How lines of an issue begin.

    Two letters that begin a clause elsewhere in the issue begin one here too; two
    letters that stand elsewhere only inside a word were cut out of one. Where the issue
    does not tell, the learned scores do.
    """

    def __init__(self, lines: Sequence[Line], scores: LineScores, ngrams: NgramScorer) -> None:
        """Count the beginnings of clauses in an issue."""
        self._bare = [without_markers(line.text) for line in lines]
        self._torn = scores.torn
        self._ngrams = ngrams
        self._anywhere: Counter[str] = Counter()
        self._first: Counter[str] = Counter()
        for text in self._bare:
            self._anywhere.update(map(str.__add__, text, text[1:]))
            self._first.update(clause[:2] for clause in _CLAUSE.split(text) if len(clause) > 1)

    def is_torn(self, index: int) -> bool:
        """Whether a line begins in mid-sentence or in mid-word."""
        text = self._bare[index]
        if text[:1] and text[0] in _NEVER_FIRST:
            return True
        pair = text[:2]
        if self._first[pair] > 1:
            return False
        n_inside = self._anywhere[pair] - self._first[pair]
        likelihood, first = self._torn[index], self._ngrams.start(text)
        return bool(
            (likelihood > _LIKELY and first < _MAYBE_FIRST)
            or (likelihood > _POSSIBLE and n_inside > 0 and first < _OFTEN_FIRST)
            or (likelihood > _SLIGHT and first < _SELDOM_FIRST)
        )
