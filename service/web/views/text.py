"""The text of an article as paragraphs, sentences and marked stretches."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.datamodels import Article, Sentence, Span
from service.text import find_subheads, split_sentences


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters that are marked alike."""

    text: str
    in_summary: bool = False
    is_evidence: bool = False


@dataclass(frozen=True, slots=True)
class ShownSentence:
    """A sentence of the text, and the white space behind it.

    Attributes:
        start: Where it begins in the article's text.
        end: Where it ends, without the white space.
        may_be_ticked: Whether it is whole, and may stand in a summary.
        is_ticked: Whether it stands in the summary.
        stretches: Its characters, in order.
    """

    start: int
    end: int
    may_be_ticked: bool
    is_ticked: bool
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the text; `number` counts from 0 among the lines that are not blank."""

    number: int
    start: int
    end: int
    is_subhead: bool
    sentences: tuple[ShownSentence, ...]


def paragraphs_of(article: Article) -> tuple[Paragraph, ...]:
    """Cut the text of an article as a reader sees it, every character in order.

    Args:
        article: Any article; without topic and summary nothing is marked.

    Returns:
        One paragraph per line that is not blank.
    """
    summary = [Span(s.start, s.end) for s in article.summary.sentences] if article.summary else []
    marks = _Marks(tuple(summary), article.topic.evidence if article.topic else ())
    lines = article.text.split("\n")
    subheads = find_subheads(lines)
    sentences = split_sentences(article.text)
    starts = [sentence.start for sentence in sentences]
    shown: list[Paragraph] = []
    start = 0
    for place, line in enumerate(lines):
        end = start + len(line)
        if line.strip():
            within = slice(bisect_left(starts, start), bisect_left(starts, end))
            told = tuple(_shown(article.text, sentences[within], start, end, marks))
            shown.append(Paragraph(len(shown), start, end, place in subheads, told))
        start = end + 1
    return tuple(shown)


def n_summary_chars(article: Article) -> int:
    """How many characters of its budget a summary takes."""
    return len(article.summary.text or "") if article.summary else 0


@dataclass(frozen=True, slots=True)
class _Marks:
    summary: tuple[Span, ...]
    evidence: tuple[Span, ...]

    def edges(self, start: int, end: int) -> list[int]:
        """Where a mark begins or ends within a range, and the ends of the range."""
        inside = {start, end}
        for span in (*self.summary, *self.evidence):
            inside.update(edge for edge in span if start < edge < end)
        return sorted(inside)


def _shown(
    text: str, sentences: Sequence[Sentence], start: int, end: int, marks: _Marks
) -> Iterator[ShownSentence]:
    """The sentences of one line; each takes the white space up to the next one with it."""
    starts = [start, *(sentence.start for sentence in sentences[1:]), end]
    for sentence, (first, last) in zip(sentences, pairwise(starts), strict=True):
        stretches = tuple(
            Stretch(text[a:b], _covers(marks.summary, a), _covers(marks.evidence, a))
            for a, b in pairwise(marks.edges(first, last))
        )
        ticked = any(s.start < sentence.end and sentence.start < s.end for s in marks.summary)
        yield ShownSentence(
            sentence.start, sentence.end, sentence.is_whole or ticked, ticked, stretches
        )


def _covers(spans: Sequence[Span], at: int) -> bool:
    return any(start <= at < end for start, end in spans)
