"""What can be told of a sentence without the encoder: place, form, words and overlaps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.datamodels import Sentence
from service.summarizers.context import CONTEXT_NAMES, context
from service.summarizers.sentence_text import character_bigrams
from service.summarizers.wording import WORDING_NAMES, wording
from service.text import closes_line, opens_line

_PLACE = (
    "relative_position",
    "log_position",
    "is_first",
    "opens_paragraph",
    "closes_paragraph",
    "relative_paragraph",
    "in_first_paragraph",
    "in_last_paragraph",
    "is_subhead",
    "follows_subhead",
    "log_sentences",
    "has_subheads",
)
_FORM = (
    "log_length",
    "is_short",
    "is_long",
    "is_whole",
    "is_question",
    "is_exclamation",
    "opens_quote",
    "has_quote",
    "has_digit",
    "share_of_digits",
    "share_of_commas",
    "share_of_enumeration",
    "quotes_someone",
    "is_personal",
    "names_reporter",
    "tells_time",
)
_OVERLAPS = (
    "headline_covered",
    "share_in_headline",
    "title_covered",
    "share_in_title",
    "share_in_subheads",
    "subhead_covered",
    "centrality",
    "share_frequent",
    "share_in_first_paragraph",
    "share_in_last_paragraph",
)
_OWN = (*_PLACE, *_FORM, *_OVERLAPS)
# What is told of the sentences before and after, too.
_OF_NEIGHBOURS = (
    "log_length",
    "headline_covered",
    "share_in_headline",
    "title_covered",
    "share_in_subheads",
    "subhead_covered",
    "centrality",
)
# What the words and the story around say is told of them all the same.
_ALSO = (*WORDING_NAMES, *CONTEXT_NAMES)
FEATURE_NAMES = tuple(
    f"{name}{which}"
    for names in ((_OWN, _OF_NEIGHBOURS, _OF_NEIGHBOURS), (_ALSO, _ALSO, _ALSO))
    for own, which in zip(names, ("", "_before", "_after"), strict=True)
    for name in own
)

_LONGEST_SUBHEAD = 30
_SHORT, _LONG = 15, 100  # characters
_MOST_SUBHEADS = 100  # to compare each sentence with; no story has more
_FREQUENT = 3  # sentences of an article that hold a bigram
# The name of a column behind a title, （经济聚焦）, says little of the article.
_COLUMN = re.compile(r"[（(][^（）()]*[）)]$")
_QUOTES_SOMEONE = re.compile("说|表示|介绍|告诉|认为")
_IS_PERSONAL = re.compile("[我你咱]")
_TELLS_TIME = re.compile("近年|如今|目前|日前|今年")


def sentence_features(
    text: str, sentences: Sequence[Sentence], headline: str | None
) -> NDArray[np.float32]:
    """Describe each sentence of an article.

    Overlaps are over character bigrams of letters, digits and Chinese characters:
    `…_covered` is the share of the other's bigrams that the sentence holds,
    `share_in_…` the share of its own that the other holds. `centrality` is the mean
    share of the article's other sentences that hold a bigram of the sentence. A
    subhead is a short line without a stop.

    Returns:
        Features in the order of `FEATURE_NAMES`, all within about [0, 4], shape
        (n, len(FEATURE_NAMES)).
    """
    if not sentences:
        return np.zeros((0, len(FEATURE_NAMES)), np.float32)
    layout = _Layout.of(text, sentences)
    overlaps = _overlaps(sentences, headline or "", layout)
    own = _table(
        (*_place(place, layout), *_form(sentence), *found)
        for place, (sentence, found) in enumerate(zip(sentences, overlaps, strict=True))
    )
    beside = own[:, [_OWN.index(name) for name in _OF_NEIGHBOURS]]
    around = context(text, sentences)
    also = _table((*wording(s.text), *row) for s, row in zip(sentences, around, strict=True))
    return np.concatenate([own, *_neighbours(beside), also, *_neighbours(also)], axis=1)


def _table(rows: Iterable[tuple[float, ...]]) -> NDArray[np.float32]:
    """The rows as an array; one at a time, as numbers of Python take ten times the memory."""
    return np.stack([np.array(row, np.float32) for row in rows])


def _neighbours(rows: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The rows of the sentences before and of those after, zeros where there is none."""
    nobody = np.zeros_like(rows[:1])
    return np.concatenate([nobody, rows[:-1]]), np.concatenate([rows[1:], nobody])


@dataclass(frozen=True, slots=True)
class _Layout:
    """How an article's sentences stand in paragraphs; one entry per sentence each."""

    opens: tuple[bool, ...]
    closes: tuple[bool, ...]
    paragraphs: tuple[int, ...]
    is_subhead: tuple[bool, ...]
    has_subheads: bool

    @classmethod
    def of(cls, text: str, sentences: Sequence[Sentence]) -> _Layout:
        opens = tuple(opens_line(text, s.start) for s in sentences)
        closes = tuple(closes_line(text, s.end) for s in sentences)
        paragraphs = tuple(int(count) - 1 for count in np.cumsum(opens))
        is_subhead = tuple(
            opened and closed and not s.is_whole and len(s.text) <= _LONGEST_SUBHEAD
            for s, opened, closed in zip(sentences, opens, closes, strict=True)
        )
        return cls(opens, closes, paragraphs, is_subhead, any(is_subhead))


def _place(place: int, layout: _Layout) -> tuple[float, ...]:
    n, paragraph, last = len(layout.opens), layout.paragraphs[place], layout.paragraphs[-1]
    return (
        place / n,
        float(np.log1p(place)) / 2,
        place == 0,
        layout.opens[place],
        layout.closes[place],
        paragraph / (last + 1),
        paragraph == 0,
        paragraph == last,
        layout.is_subhead[place],
        place > 0 and layout.is_subhead[place - 1],
        float(np.log1p(n)) / 3,
        layout.has_subheads,
    )


def _form(sentence: Sentence) -> tuple[float, ...]:
    text = sentence.text
    length = len(text)
    return (
        float(np.log1p(length)) / 3,
        length < _SHORT,
        length > _LONG,
        sentence.is_whole,
        text.rstrip("”’」』").endswith(("？", "?")),
        text.endswith(("！", "!")),
        text.startswith(("“", "「", "‘")),
        "“" in text,
        any(c.isdigit() for c in text),
        sum(c.isdigit() for c in text) / length * 5,
        text.count("，") / length * 20,
        text.count("、") / length * 20,
        _QUOTES_SOMEONE.search(text) is not None,
        _IS_PERSONAL.search(text) is not None,
        "记者" in text,
        _TELLS_TIME.search(text) is not None,
    )


def _overlaps(
    sentences: Sequence[Sentence], headline: str, layout: _Layout
) -> Iterator[tuple[float, ...]]:
    bigrams = [character_bigrams(sentence.text) for sentence in sentences]
    n = len(sentences)
    whole, title = (character_bigrams(h) for h in (headline, _COLUMN.sub("", headline)))
    subheads = [bigrams[i] for i in range(n) if layout.is_subhead[i]]
    in_subheads = frozenset[str]().union(*subheads)
    subheads = list(dict.fromkeys(subheads))[:_MOST_SUBHEADS]
    counts = Counter(bigram for found in bigrams for bigram in found)
    frequent = frozenset(bigram for bigram, count in counts.items() if count >= _FREQUENT)
    first, last = (_bigrams_of_paragraph(bigrams, layout, p) for p in (0, layout.paragraphs[-1]))
    for i, found in enumerate(bigrams):
        yield (
            _share(whole, found),
            _share(found, whole),
            _share(title, found),
            _share(found, title),
            _share(found, in_subheads),
            max((_share(subhead, found) for subhead in subheads), default=0.0),
            sum(counts[b] - 1 for b in found) / max(len(found), 1) / n * 5,
            _share(found, frequent),
            _share(found, first) if layout.paragraphs[i] else 0.0,
            _share(found, last) if layout.paragraphs[i] < layout.paragraphs[-1] else 0.0,
        )


def _bigrams_of_paragraph(
    bigrams: Sequence[frozenset[str]], layout: _Layout, paragraph: int
) -> frozenset[str]:
    inside = (b for b, p in zip(bigrams, layout.paragraphs, strict=True) if p == paragraph)
    return frozenset[str]().union(*inside)


def _share(part: frozenset[str], other: frozenset[str]) -> float:
    """Share of a set that another set holds; 0 for an empty one."""
    return len(part & other) / max(len(part), 1)
