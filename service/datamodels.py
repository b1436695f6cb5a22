"""The values that flow through the program; frozen, without I/O.

Attribute names are the keys of the JSON contract. Offsets count code points;
spans are half-open, `[start, end)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

SCHEMA_VERSION = 1

Kind = Literal["story", "photo", "continuation", "fragment"]
Flag = Literal[
    "starts_mid_sentence",
    "text_missing",
    "continued_from",
    "continues_on",
    "stitched",
    "unmatched",
    "no_headline",
]
LeftOutReason = Literal["duplicate", "furniture"]
SummaryNote = Literal["over_length", "whole_text", "no_sentence"]


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """Where one input file, or one page of it, lies in the issue's text."""

    file: str
    page: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Issue:
    """One raw issue: the text as it came, and the files it came from.

    `pages` is empty for text that came from no file. `warnings` tell the user
    what of the files could not be read, such as a page that is a picture.
    """

    issue_id: str
    text: str
    pages: tuple[Page, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its place: `source[start:end] == text`.

    `is_whole` tells that it ends in a stop (。！？…, with any closing quotes
    and brackets) and may therefore stand in a summary.
    """

    text: str
    start: int
    end: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class TopicScores:
    """The topic of an article.

    `probabilities` are calibrated, one per topic in the order of
    `configs/topics.yaml`, rounded to 4 decimals; `probability` is that of
    `label`. `evidence` holds the deciding sentences, as spans of
    `Article.text` in document order.
    """

    label: str
    probability: float
    uncertain: bool
    probabilities: Mapping[str, float]
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """A chosen sentence: its place in `Article.text` and its salience (higher is better)."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Summary:
    """Whole sentences of an article, verbatim and in document order.

    `text` is None only with the note `no_sentence`.
    """

    text: str | None
    note: SummaryNote | None
    sentences: tuple[SummarySentence, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One article of an issue.

    `spans` (into the issue's text) hold headline, body, byline and markers;
    `text` is the clean body: cut lines joined, one newline between
    paragraphs. `topic` and `summary` are None until the article was scored.
    """

    id: str
    headline: str | None
    kind: Kind
    byline: str | None
    flags: tuple[Flag, ...]
    spans: tuple[Span, ...]
    text: str
    edited_by: str | None = None
    topic: TopicScores | None = None
    summary: Summary | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A passage of the issue that belongs to no article, and why.

    `of` names the article that keeps the text of a duplicate.
    """

    start: int
    end: int
    reason: LeftOutReason
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """An issue taken apart, and nothing of it lost.

    Every non-space character of `source_text` lies in exactly one span of one
    article or in one entry of `left_out`. The splitter returns it with `model`
    None and unscored articles; the pipeline fills both in.
    """

    issue_id: str
    paper: str | None
    date: str | None
    model: str | None
    source_text: str
    pages: tuple[Page, ...]
    articles: tuple[Article, ...]
    left_out: tuple[LeftOut, ...]
    schema: int = SCHEMA_VERSION

    @property
    def is_scored(self) -> bool:
        """Whether every article has its topic and summary."""
        return all(article.topic and article.summary for article in self.articles)
