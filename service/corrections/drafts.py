"""Articles while corrections are replayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from service.corrections.passages import Passage, passage_of
from service.corrections.records import Correction, Edit, Json, What
from service.corrections.tracing import text_of
from service.datamodels import Article, Flag, Kind, Span
from service.errors import CorrectionError
from service.folding import fold
from service.leads import find_lead
from service.splitters.lines.markers import find_markers

_OF_BEGINNINGS: frozenset[Flag] = frozenset(("starts_mid_sentence", "unmarked_start"))


@dataclass(frozen=True, slots=True)
class Draft:
    """An article on its way from the machine's digest to that of today.

    Attributes:
        number: Tells it from the others during the replay.
        article: As the machine has it or, once its boundaries were changed, as the splitter
            would write it, unscored.
        passage: What it was put together from; None where its text is not of the source.
        values: What a person set, by the kind of change; it is put on at the end.
        edits: Who changed what, in order.
        version: The number of the last log entry that touched it; 0 where none did.
        is_recut: Whether its boundaries were changed.
    """

    number: int
    article: Article
    passage: Passage | None
    values: Mapping[What, Json] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    version: int = 0
    is_recut: bool = False

    @property
    def first(self) -> int:
        """Its first character in the source."""
        return self.article.spans[0].start

    @property
    def anchor(self) -> Span:
        """The place it is named by, see `Change`."""
        return self.passage.anchor if self.passage else self.article.spans[0]

    def holds(self, place: Span) -> int | None:
        """The first character of a place that stands in it; None where it holds none of it."""
        spans = self.article.spans
        if place.end <= spans[0].start or spans[-1].end <= place.start:
            return None
        return Passage(spans).holds(place)

    def is_written_as(self, other: Draft) -> bool:
        """Whether both become the same article, but for its id."""
        return (self.values, self.edits, self.is_recut) == (
            other.values,
            other.edits,
            other.is_recut,
        ) and replace(self.article, id="") == replace(other.article, id="")

    def traced(self) -> Passage:
        """What it was put together from.

        Raises:
            CorrectionError: If its text is not of the source.
        """
        if self.passage is None:
            raise CorrectionError(
                f"{self.article.id}: 这篇的正文与原文对不上，不能改动起止 "
                "(its text is not that of the source: its boundaries cannot be changed)"
            )
        return self.passage

    def edited(self, correction: Correction, version: int) -> Draft:
        """The draft with one more edit."""
        edit = Edit(correction.id, correction.who, correction.what, correction.when)
        return replace(self, edits=(*self.edits, edit), version=max(self.version, version))


def draft_of(source: str, number: int, article: Article) -> Draft:
    """An article of the machine's digest as a draft."""
    return Draft(number, article, passage_of(source, article))


def recut(
    source: str,
    draft: Draft,
    passage: Passage,
    kin: Sequence[Article] = (),
) -> Draft:
    """A draft whose boundaries were changed, written anew.

    Args:
        source: The text of the issue.
        draft: What it was before; it keeps what a person set.
        passage: What it holds now.
        kin: The articles that gave something to it, or took it.
    """
    family = (draft.article, *kin)
    article = _write(source, passage, family, _flags_of_beginning(draft, passage))
    kind = draft.article.kind
    if _must_change(kind, article):
        kind = article.kind
    return replace(
        draft,
        article=replace(article, id=draft.article.id, kind=kind),
        passage=passage,
        is_recut=True,
    )


def begin(
    source: str, number: int, passage: Passage, kin: Sequence[Article], *, is_torn: bool = False
) -> Draft:
    """A new article made of a passage."""
    opening: frozenset[Flag] = frozenset(("starts_mid_sentence",) if is_torn else ())
    article = _write(source, passage, kin, opening)
    return Draft(number, article, passage, is_recut=True)


def _flags_of_beginning(draft: Draft, passage: Passage) -> frozenset[Flag]:
    """What is said of the beginning of an article, where it begins as it did."""
    before = draft.passage
    if not before or before.body[:1] == () or passage.body[:1] == ():
        return frozenset()
    is_same = before.body[0].start == passage.body[0].start
    return _OF_BEGINNINGS.intersection(draft.article.flags) if is_same else frozenset()


def _must_change(kind: Kind, article: Article) -> bool:
    """Whether what an article holds now is at odds with the kind that it was of."""
    if kind == "photo":
        return "\n" in article.text
    if kind == "continuation":
        return "stitched" in article.flags
    return kind == "fragment"


def _write(
    source: str, passage: Passage, kin: Sequence[Article], opening: frozenset[Flag]
) -> Article:
    headline = text_of(source, passage.title) or None
    text = text_of(source, passage.body)
    flags = _flags(source, passage, kin, opening)
    kind: Kind = "story"
    if "continued_from" in flags and "stitched" not in flags:
        kind = "continuation"
    elif headline is None and not _has_lead(text):
        kind = "fragment"
    byline = _byline(source, passage, kin)
    return Article("a0", headline, kind, byline, flags, passage.spans, text)


def _flags(
    source: str,
    passage: Passage,
    kin: Sequence[Article],
    opening: frozenset[Flag],
) -> tuple[Flag, ...]:
    lines = (fold(source[start:end]).text for start, end in passage.spans)
    ways = {marker.direction for line in lines for marker in find_markers(line)}
    inherited = {flag for article in kin for flag in article.flags}
    is_stitched = ways == {"from", "on"} and ("stitched" in inherited or len(kin) > 1)
    found: list[tuple[Flag, bool]] = [
        ("continued_from", "from" in ways),
        ("continues_on", "on" in ways),
        ("stitched", is_stitched),
        ("unmatched", bool(ways) and "unmatched" in inherited and not is_stitched),
        ("starts_mid_sentence", "starts_mid_sentence" in opening),
        ("text_missing", "text_missing" in inherited),
        ("no_headline", not passage.title),
        ("unmarked_start", "unmarked_start" in opening),
    ]
    return tuple(flag for flag, holds in found if holds)


def _byline(source: str, passage: Passage, kin: Sequence[Article]) -> str | None:
    """Those of the names of the kin that are printed in the passage."""
    printed = _compact("".join(source[start:end] for start, end in passage.spans))
    names = [name for article in kin for name in (article.byline or "").split()]
    return " ".join(dict.fromkeys(n for n in names if _compact(n) in printed)) or None


def _compact(printed: str) -> str:
    return "".join(fold(printed).text.split())


def _has_lead(text: str) -> bool:
    lead = find_lead(text)
    return lead is not None and lead.opens
