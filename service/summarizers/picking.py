"""Which of the candidates go into a summary: by their scores, or by what a digest would say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.summarizers.answers import open_question
from service.summarizers.knapsack import (
    Ties,
    best_overlap,
    best_set,
    expected_overlap,
    filled,
    is_likely_right,
)
from service.summarizers.sentence_text import character_bigrams, is_spaced, join_sentences

USUAL_BUDGET = 150  # characters
_SHORTLIST = 80  # of the best candidates; more would not fit the largest budget
_COPY = 0.6  # share of character pairs from which a sentence counts as said
_LOOSE = 0.6  # of the ratio reached, which a further sentence must exceed in a short summary
_SCANT_SHARE = 1 / 3  # of the budget
_LOOSER = 0.15  # instead, where a scant summary is all that a reader sees
_LOOSER_BELOW_HEADLINE = 0.3  # instead, where it is of a report
_SHORT = 1.6  # budgets, below which a text is little longer than its summary
_TELLING = 0.5  # share from which a sentence too long for the budget has some of it told by others
_LITTLE = 0.03  # share below which a sentence says nothing there


@dataclass(frozen=True, slots=True)
class SelectionRule:
    """How a summary is put together from scored sentences.

    Attributes:
        repetition_penalty: Share of its score that a sentence loses where all its
            character pairs were already said, in [0, 1].
        keep_above: Share of the first pick's score that a further sentence must
            reach, in [0, 1].
        scores_are_shares: A score says how much of the sentence a digest of 150 characters
            would say, in [0, 1], and the set is chosen that shares most with that digest:
            see `best_overlap`. What is short is `filled`; below a headline only if doubtful,
            or if scant and of a report; without one further. Of a text with a headline and
            little longer than the budget as much of what matters is taken as fits. What is
            too long for the budget is told by those that say part of it.
            Copies are set aside; the two above then do not count.
            Who asks for a larger budget is taken to ask several readers what belongs in.
    """

    repetition_penalty: float = 0.5
    keep_above: float = 0.0
    scores_are_shares: bool = False


FILL_BUDGET = SelectionRule()
AS_EDITORS = SelectionRule(scores_are_shares=True)


class Picker:
    """The choice by a rule, over the candidates it is given."""

    def __init__(
        self,
        texts: Sequence[str],
        salience: NDArray[np.float64],
        budget: int,
        rule: SelectionRule,
        *,
        is_below_headline: bool,
        is_report: bool,
    ) -> None:
        """Keep what the choice is made by.

        Args:
            texts: All sentences of an article, in order.
            salience: Of each, shape (n,).
            budget: Characters in all.
            rule: How to choose.
            is_below_headline: Whether a reader has read the headline before.
            is_report: Whether the article was written for a paper.
        """
        self._is_below_headline = is_below_headline
        self._is_report = is_report
        self._texts = texts
        self._salience = salience
        self._budget = budget
        self._rule = rule

    def pick(self, candidates: Collection[int], ties: Ties) -> list[int]:
        """Indices in document order; empty where no candidate fits.

        Args:
            candidates: What may be taken.
            ties: Which of them need the sentence before them, or any.
        """
        if self._rule.scores_are_shares:
            return self._pick_by_shares(candidates, ties)
        left = {i: character_bigrams(self._texts[i]) for i in candidates if self._fits([i])}
        picked: list[int] = []
        said: set[str] = set()
        floor = 0.0
        while True:
            gains = {
                i: self._gain(i, bigrams, said)
                for i, bigrams in left.items()
                if ties.allow(i, picked) and self._fits([*picked, i])
            }
            if not gains:
                return picked
            best = max(gains, key=lambda i: (gains[i], -i))
            if gains[best] < floor:
                return picked
            floor = floor or self._rule.keep_above * gains[best]
            said |= left.pop(best)
            picked = sorted([*picked, best])

    def _pick_by_shares(self, candidates: Collection[int], ties: Ties) -> list[int]:
        costs = np.array([len(text) + is_spaced(text) for text in self._texts])
        shares = 1 - (1 - self._lent(candidates)) ** max(1.0, self._budget / USUAL_BUDGET)
        fitting = [i for i in candidates if costs[i] <= self._budget]
        ranked = sorted(fitting, key=lambda i: (-shares[i] * costs[i], i))
        kept = self._without_copies(ranked[:_SHORTLIST])
        digest = float(shares @ costs)
        allowed = np.zeros(len(costs))
        allowed[kept] = shares[kept]
        given = costs.tolist(), allowed.tolist(), ties, self._budget, digest
        if self._is_below_headline and costs.sum() < _SHORT * self._budget:
            gains = np.where(allowed >= _LITTLE, allowed * costs, 0.0).tolist()
            return self._answered(best_set(given[0], gains, ties, self._budget), kept, ties)
        chosen = best_overlap(*given)
        is_scant = sum(costs[i] for i in chosen) < _SCANT_SHARE * self._budget
        is_told_further = is_scant and (self._is_report or not self._is_below_headline)
        # Below a headline a brief of one sentence is a good one, if it is likely to be right.
        is_brief = self._is_below_headline and is_likely_right(chosen, *given[:2])
        if is_told_further or not is_brief:
            further = _LOOSER_BELOW_HEADLINE if self._is_below_headline else _LOOSER
            loose = further if is_told_further else _LOOSE
            wanted = loose * expected_overlap(chosen, *given[:2], digest)
            chosen = filled(chosen, *given[:4], wanted)
        return self._answered(chosen, kept, ties)

    def _lent(self, candidates: Collection[int]) -> NDArray[np.float64]:
        """Salience of each; those that say part of a sentence too long for the budget share its."""
        salience = self._salience.copy()
        for long, text in enumerate(self._texts):
            if self._salience[long] < _TELLING or len(text) <= self._budget:
                continue
            said = character_bigrams(text)
            for i in candidates:
                own = character_bigrams(self._texts[i])
                part = len(own & said) / max(len(own), 1)
                salience[i] = max(salience[i], part * self._salience[long])
        return salience

    def _answered(self, picked: list[int], ranked: Sequence[int], ties: Ties) -> list[int]:
        """The choice, and where it leaves a question open, the best answer that fits.

        One that is likely to belong in may take the place of what follows the question.
        """
        question = open_question([self._texts[i] for i in picked])
        if question is None:
            return picked
        answers = [
            i
            for i in ranked
            if i > picked[0]
            and self._salience[i] >= question.least
            and question.is_settled_by(self._texts[i])
        ]
        asked = [i for i in picked if question.is_raised_by(self._texts[i])][:1]
        likely = [i for i in answers if self._salience[i] >= question.likely]
        for kept, added in ((picked, answers), (asked, likely)):
            for i in added:
                if ties.allow(i, kept) and self._fits([*kept, i]):
                    return sorted([*kept, i])
        return picked

    def _without_copies(self, ranked: Sequence[int]) -> list[int]:
        """Those of the candidates, best first, that do not mostly repeat a better one."""
        kept: dict[int, frozenset[str]] = {}
        for i in ranked:
            bigrams = character_bigrams(self._texts[i])
            limit = _COPY * max(len(bigrams), 1)
            if all(len(bigrams & better) < limit for better in kept.values()):
                kept[i] = bigrams
        return list(kept)

    def _gain(self, index: int, bigrams: frozenset[str], said: set[str]) -> float:
        repeated = len(bigrams & said) / max(len(bigrams), 1)
        return float(self._salience[index]) * (1 - self._rule.repetition_penalty * repeated)

    def _fits(self, picked: Sequence[int]) -> bool:
        return len(join_sentences(self._texts[i] for i in sorted(picked))) <= self._budget
