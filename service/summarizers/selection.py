"""From salience to summary: whole sentences, verbatim, in order, within the budget."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from service.characters import content_characters
from service.datamodels import Article, Sentence, Summary, SummarySentence
from service.notices import is_notice
from service.summarizers.answers import is_answer, wants_answer
from service.summarizers.eligibility import find_story, judge_sentences
from service.summarizers.knapsack import (
    Ties,
    best_overlap,
    best_set,
    expected_overlap,
    filled,
    is_likely_right,
)

USUAL_BUDGET = 150  # characters
_SHORTLIST = 80  # of the best candidates; more would not fit the largest budget
_COPY = 0.6  # share of character pairs from which a sentence counts as said
_LOOSE = 0.6  # of the ratio reached, which a further sentence must exceed in a short summary
_SCANT_SHARE = 1 / 3  # of the budget
_LOOSER = 0.15  # instead, where a scant summary is all that a reader sees
_SHORT = 1.6  # budgets, below which a text is little longer than its summary
_LITTLE = 0.03  # share below which a sentence says nothing there
_LIKELY = 0.2  # share of an answer from which it may displace more of the accusation
_LATIN_END = re.compile(r"[A-Za-z0-9.!?;:)\"]$")
_LATIN_START = re.compile(r"[A-Za-z0-9(\"]")


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
            see `best_overlap`; what is short is `filled`, below a headline only if doubtful,
            without one further. Of a text with a headline and little longer than the budget
            as much of what matters is taken as fits.
            Copies are set aside; the two above then do not count.
            Who asks for a larger budget is taken to ask several readers what belongs in.
    """

    repetition_penalty: float = 0.5
    keep_above: float = 0.0
    scores_are_shares: bool = False


FILL_BUDGET = SelectionRule()
AS_EDITORS = SelectionRule(scores_are_shares=True)


def select_sentences(
    article: Article,
    sentences: Sequence[Sentence],
    scores: ArrayLike,
    *,
    max_chars: int,
    rule: SelectionRule = FILL_BUDGET,
) -> Summary:
    """Put the summary of an article together from its scored sentences.

    Greedy: the best sentence that fits, then the next best, repetition
    discounted. Equal gains go to the earlier sentence. A sentence that points
    back (其中, 这项, 他说 …) is taken only once the one before it is in, one that goes on
    (此外, 该县 …) only behind another. Questions, unbalanced quotes, quotations without their
    speaker and pointers to nothing stand in only where nothing else fits; bylines, credits
    and markers never.

    Args:
        article: The article the sentences belong to.
        sentences: All sentences of `article.text`, in order.
        scores: Salience of each, shape (n,), at least 0; higher is better. At most 1 where
            `rule.scores_are_shares`.
        max_chars: Budget of the summary's text in code points, at least 1.
        rule: How far repetition and low scores count.

    Returns:
        The summary, its sentences joined by `join_sentences`. A body within the
        budget is its own summary, note `whole_text`, and lists every piece of it; its
        lead, and bylines and credits at its ends, count for nothing. Where no whole sentence
        fits, the best single one, note `over_length`; where there is none, `text` is None,
        note `no_sentence`.

    Raises:
        ValueError: If `scores` and `sentences` disagree in length, a score is
            negative, no number, or no share where it should be one, or `max_chars` is below 1.

    References:
        Carbonell and Goldstein, SIGIR 1998. Unlike the paper, repetition is the
        share of character pairs already said, and it scales the score down.
    """
    salience = _checked(scores, len(sentences), max_chars)
    if rule.scores_are_shares and not (salience <= 1).all():
        raise ValueError(f"scores must be shares of at most 1; the highest is {salience.max()}")
    told = find_story(
        article.text, sentences, with_contacts=is_notice("".join((article.headline or "").split()))
    )
    if told and sentences[told[-1]].end - sentences[told[0]].start <= max_chars:
        text = article.text[sentences[told[0]].start : sentences[told[-1]].end]
        return Summary(text, "whole_text", _with_scores(sentences, salience, told))
    fit = judge_sentences(article, sentences)
    picker = _Picker(article, sentences, salience, max_chars, rule)
    picked = picker.pick(fit.good, fit.ties) or picker.pick(fit.usable, Ties())
    if picked:
        text = join_sentences(sentences[i].text for i in picked)
        return Summary(text, None, _with_scores(sentences, salience, picked))
    if fit.usable:
        alone = [i for i in fit.good if not fit.ties.hold(i)] or fit.good or fit.usable
        best = max(alone, key=lambda i: (salience[i], -i))
        single = _with_scores(sentences, salience, [best])
        return Summary(sentences[best].text, "over_length", single)
    return Summary(None, "no_sentence", ())


def join_sentences(sentences: Iterable[str]) -> str:
    """Join sentences as a summary shows them: Chinese directly, Latin ones by a space."""
    joined = ""
    for sentence in sentences:
        is_latin = _LATIN_END.search(joined) and _LATIN_START.match(sentence)
        joined += f" {sentence}" if is_latin else sentence
    return joined


@lru_cache(maxsize=256)  # the features, the context and the choice ask for the same sentences
def character_bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring letters, digits and Chinese characters."""
    characters = content_characters(text)
    return frozenset(characters[i : i + 2] for i in range(len(characters) - 1))


class _Picker:
    """The choice by a rule, over the candidates it is given."""

    def __init__(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        salience: NDArray[np.float64],
        budget: int,
        rule: SelectionRule,
    ) -> None:
        self._has_headline = article.headline is not None
        self._texts = [sentence.text for sentence in sentences]
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
        costs = np.array([len(text) + bool(_LATIN_START.match(text)) for text in self._texts])
        shares = 1 - (1 - self._salience) ** max(1.0, self._budget / USUAL_BUDGET)
        fitting = [i for i in candidates if costs[i] <= self._budget]
        ranked = sorted(fitting, key=lambda i: (-shares[i] * costs[i], i))
        kept = self._without_copies(ranked[:_SHORTLIST])
        digest = float(shares @ costs)
        allowed = np.zeros(len(costs))
        allowed[kept] = shares[kept]
        given = costs.tolist(), allowed.tolist(), ties, self._budget, digest
        if self._has_headline and costs.sum() < _SHORT * self._budget:
            gains = np.where(allowed >= _LITTLE, allowed * costs, 0.0).tolist()
            return self._answered(best_set(given[0], gains, ties, self._budget), kept, ties)
        chosen = best_overlap(*given)
        # Below a headline a brief of one sentence is a good one, if it is likely to be right.
        is_brief = self._has_headline and is_likely_right(chosen, *given[:2])
        if not is_brief:
            is_scant = sum(costs[i] for i in chosen) < _SCANT_SHARE * self._budget
            loose = _LOOSER if is_scant and not self._has_headline else _LOOSE
            wanted = loose * expected_overlap(chosen, *given[:2], digest)
            chosen = filled(chosen, *given[:4], wanted)
        return self._answered(chosen, kept, ties)

    def _answered(self, picked: list[int], ranked: Sequence[int], ties: Ties) -> list[int]:
        """The choice, and where it accuses somebody, the first answer to that which fits.

        One that is likely to belong in may take the place of what follows the accusation.
        """
        if not wants_answer([self._texts[i] for i in picked]):
            return picked
        answers = [i for i in ranked if i > picked[0] and is_answer(self._texts[i])]
        accusation = [i for i in picked if wants_answer([self._texts[i]])][:1]
        likely = [i for i in answers if self._salience[i] >= _LIKELY]
        for kept, added in ((picked, answers), (accusation, likely)):
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


def _with_scores(
    sentences: Sequence[Sentence], salience: NDArray[np.float64], picked: Iterable[int]
) -> tuple[SummarySentence, ...]:
    return tuple(
        SummarySentence(sentences[i].start, sentences[i].end, round(float(salience[i]), 4))
        for i in picked
    )


def _checked(scores: ArrayLike, n_sentences: int, max_chars: int) -> NDArray[np.float64]:
    salience = np.asarray(scores, np.float64)
    if salience.shape != (n_sentences,):
        raise ValueError(
            f"scores must hold one value for each of the {n_sentences} sentences; "
            f"got shape {salience.shape}"
        )
    if not (salience >= 0).all():
        raise ValueError(f"scores must be at least 0; the lowest is {salience.min()}")
    if max_chars < 1:
        raise ValueError(f"max_chars is {max_chars}; it must be at least 1")
    return salience
