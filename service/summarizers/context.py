"""What can be told of a sentence from the story around it: its opening, what is said beside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import accumulate

import numpy as np

from service.datamodels import Sentence
from service.summarizers.picking import USUAL_BUDGET
from service.summarizers.sentence_text import character_bigrams

CONTEXT_NAMES = (
    "log_characters_before",
    "characters_before",
    "share_of_budget",
    "fits_budget",
    "opens_story",
    "count_before",
    "share_in_opening",
    "opening_covered",
    "share_in_first_sentence",
    "share_in_previous",
    "share_in_next",
    "repeated_covered",
    "mean_frequency",
    "length",
    "length_to_mean",
    "log_text_length",
    "log_n_sentences",
    "share_quoted",
    "follows_question",
    "follows_quote",
    "share_new",
)
_OPENING = 60  # characters behind the lead, which stand for a headline where there is none
_LEAST_OPENING = 9  # characters of the sentence that opens the story
_FAR = 20  # sentences; what is no whole one counts as far
_QUOTED = re.compile("“[^“”]*+”")


def context(text: str, sentences: Sequence[Sentence]) -> Iterator[tuple[float, ...]]:
    """`CONTEXT_NAMES` of each sentence, about [0, 4]; overlaps as in `sentence_features`.

    White space counts for nothing: how a text is indented says nothing of its sentences.
    """
    whole = [i for i, s in enumerate(sentences) if s.is_whole and len(s.text) >= _LEAST_OPENING]
    places = {i: place for place, i in enumerate(whole)}
    first = whole[0] if whole else 0
    printed_before = [0, *accumulate(not character.isspace() for character in text)]
    start = printed_before[sentences[first].start]
    bigrams = [character_bigrams(sentence.text) for sentence in sentences]
    printed = "".join(text.split())
    opening = character_bigrams(printed[start : start + _OPENING])
    mean_length = float(np.mean([len(sentence.text) for sentence in sentences]))
    shared = (np.log1p(len(printed)) / 7, np.log1p(len(sentences)) / 3)
    counts = Counter(bigram for found in bigrams for bigram in found)
    said: set[str] = set()
    for i, (sentence, own) in enumerate(zip(sentences, bigrams, strict=True)):
        before = max(printed_before[sentence.start] - start, 0)
        length = len(sentence.text)
        yield (
            np.log1p(before) / 7,
            min(before / USUAL_BUDGET, 4),
            length / USUAL_BUDGET,
            length <= USUAL_BUDGET,
            i == first,
            places.get(i, _FAR) / 10,
            _share(own, opening),
            _share(opening, own),
            _share(own, bigrams[first]),
            _share(own, bigrams[i - 1]) if i else 0.0,
            _share(own, bigrams[i + 1]) if i + 1 < len(bigrams) else 0.0,
            sum(counts[bigram] > 1 for bigram in own) / max(len(counts), 1) * 10,
            sum(counts[bigram] for bigram in own) / max(len(own), 1) / 3,
            length / 60,
            length / max(mean_length, 1) / 2,
            *shared,
            sum(map(len, _QUOTED.findall(sentence.text))) / length,
            i > 0 and sentences[i - 1].text[-1] in "？?",
            i > 0 and "”" in sentences[i - 1].text,
            1 - _share(own, said) if own else 0.0,
        )
        said |= own


def _share(part: frozenset[str], other: Set[str]) -> float:
    """Share of a set that another set holds; 0 for an empty one."""
    return len(part & other) / max(len(part), 1)
