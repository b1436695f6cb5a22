"""From salience to summary: whole sentences, verbatim, in order, within the budget."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from service.datamodels import Article, Sentence, Summary, SummarySentence
from service.notices import is_notice
from service.summarizers.eligibility import find_story, judge_sentences
from service.summarizers.knapsack import Ties
from service.summarizers.picking import FILL_BUDGET, Picker, SelectionRule
from service.summarizers.reports import is_report
from service.summarizers.sentence_text import join_sentences


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
    picker = Picker(
        [sentence.text for sentence in sentences],
        salience,
        max_chars,
        rule,
        is_below_headline=article.headline is not None,
        is_report=is_report(article, sentences),
    )
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
