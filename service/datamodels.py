"""The values that flow through the program; frozen, without I/O.

Attribute names are the keys of the JSON contract. Offsets count code points;
spans are half-open, `[start, end)`. `docs/contract.md` is the contract.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from pydantic import ConfigDict, TypeAdapter, ValidationError

from service.errors import ReadError

SCHEMA_VERSION = 1
# What a document says that the contract does not know would be lost by the next writing.
_READ_BACK = ConfigDict(extra="forbid")
_MOST_MISTAKES_TOLD = 5

Kind = Literal["story", "photo", "continuation", "fragment"]
Flag = Literal[
    "starts_mid_sentence",
    "text_missing",
    "continued_from",
    "continues_on",
    "stitched",
    "unmatched",
    "no_headline",
    "unmarked_start",
]
LeftOutReason = Literal["duplicate", "furniture", "removed"]
SummaryNote = Literal["over_length", "whole_text", "no_sentence"]


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """Where one input file, or one page of it, lies in the issue's text."""

    __pydantic_config__ = _READ_BACK

    file: str
    page: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Issue:
    """One raw issue: the text as it came, and the files it came from.

    `pages` is empty for text that came from no file. `warnings` tell the user
    what of the files could not be read, such as a page that is a picture.

    Raises:
        ReadError: If the text holds half a character (U+D800 to U+DFFF), which no file can.
    """

    issue_id: str
    text: str
    pages: tuple[Page, ...] = ()
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        try:
            self.text.encode()
        except UnicodeEncodeError as error:
            raise ReadError(
                f"{self.issue_id}: 第 {error.start + 1} 字是半个字符 "
                f"U+{ord(self.text[error.start]):04X}，写不成 UTF-8；请去掉它再试 "
                f"(half a character at {error.start}, which no UTF-8 holds: leave it out)"
            ) from error


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

    __pydantic_config__ = _READ_BACK

    label: str
    probability: float
    uncertain: bool
    probabilities: Mapping[str, float]
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """A chosen sentence: its place in `Article.text` and its salience (higher is better)."""

    __pydantic_config__ = _READ_BACK

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Summary:
    """Whole sentences of an article, verbatim and in document order.

    `text` is None only with the note `no_sentence`.
    """

    __pydantic_config__ = _READ_BACK

    text: str | None
    note: SummaryNote | None
    sentences: tuple[SummarySentence, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One article of an issue.

    `spans` (into the issue's text) hold headline, body, byline and markers;
    `text` is the clean body: cut lines joined, one newline between
    paragraphs. `topic` and `summary` are None until the article was scored. `kicker` is what a
    person put above the headline; what is printed above it is part of `headline`.
    """

    __pydantic_config__ = _READ_BACK

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
    kicker: str | None = None

    @classmethod
    def of_text(cls, article_id: str, headline: str | None, text: str) -> Article:
        """A ready article that was cut out of no issue: its one span is the whole text."""
        flags: tuple[Flag, ...] = () if headline else ("no_headline",)
        return cls(article_id, headline, "story", None, flags, (Span(0, len(text)),), text)


@dataclass(frozen=True, slots=True)
class RatedArticle:
    """A scored article, and the salience of each sentence of its text, in order.

    `salience` is what summaries of any length are cut from; it depends on the article alone.
    """

    article: Article
    salience: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A passage of the issue that belongs to no article, and why.

    `of` names the article that keeps the text of a duplicate; `removed` is what a person left out.
    """

    __pydantic_config__ = _READ_BACK

    start: int
    end: int
    reason: LeftOutReason
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """An issue taken apart, and nothing of it lost.

    Every non-space character of `source_text` lies in exactly one span of one
    article or in one entry of `left_out`. The splitter returns it with `model`
    None and unscored articles; the pipeline fills both in. `splitter` and `model` are
    `name@version` of what took the issue apart and of what scored the articles.
    """

    __pydantic_config__ = _READ_BACK

    issue_id: str
    paper: str | None
    date: str | None
    model: str | None
    source_text: str
    pages: tuple[Page, ...]
    articles: tuple[Article, ...]
    left_out: tuple[LeftOut, ...]
    schema: int = SCHEMA_VERSION
    splitter: str | None = None

    @property
    def is_scored(self) -> bool:
        """Whether every article has its topic and summary."""
        return all(article.topic and article.summary for article in self.articles)

    @classmethod
    def from_json(cls, document: str | bytes) -> Digest:
        """Read a digest that `service.writers.as_json.to_json` wrote; it is equal to what it was.

        Args:
            document: The JSON, as text or as UTF-8.

        Raises:
            ReadError: If it is no JSON, a key or value is not one of the contract, or it was
                written under another version of the contract.
        """
        try:
            digest = _adapter().validate_json(document, strict=True)
        except ValidationError as error:
            raise ReadError(_explain(error)) from error
        if digest.schema != SCHEMA_VERSION:
            raise ReadError(
                f"报摘 JSON 的 schema 是 {digest.schema}，这个版本只认 {SCHEMA_VERSION}；"
                "请用写出它的版本打开，或从原文重新生成 "
                f"(the digest was written under schema {digest.schema}, only {SCHEMA_VERSION} is "
                "known here: open it with the version that wrote it, or digest the issue again)"
            )
        return digest


@cache
def _adapter() -> TypeAdapter[Digest]:
    return TypeAdapter(Digest)


def _explain(error: ValidationError) -> str:
    """Where a document departs from the contract: key, value and rule."""
    mistakes = error.errors(include_url=False)
    told = [
        f"{'.'.join(map(str, mistake['loc'])) or '(document)'}: {mistake['msg']}"
        for mistake in mistakes[:_MOST_MISTAKES_TOLD]
    ]
    more = f"; and {len(mistakes) - len(told)} more" if len(mistakes) > len(told) else ""
    return (
        "不是报摘的 JSON，请核对是否由 --format json 写出 (no digest as `--format json` writes "
        f"it): {'; '.join(told)}{more}"
    )
