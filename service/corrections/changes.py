"""What a person can ask for, told of the articles of today's digest."""

from __future__ import annotations

from collections.abc import Sequence

from service.corrections.paragraphs import place_at
from service.corrections.records import Change, Correction, Json, Position
from service.corrections.replay import Corrected
from service.datamodels import Article, Span, SummarySentence
from service.errors import CorrectionError


def set_topic(corrected: Corrected, article: Article, label: str) -> Change:
    """Give an article a topic."""
    return Change("set_topic", corrected.places[article.id], label)


def set_headline(corrected: Corrected, article: Article, headline: str | None) -> Change:
    """Give an article another headline, or none."""
    return Change("set_headline", corrected.places[article.id], _trimmed(headline))


def set_kicker(corrected: Corrected, article: Article, kicker: str | None) -> Change:
    """Put a kicker above the headline, or take it away."""
    return Change("set_kicker", corrected.places[article.id], _trimmed(kicker))


def set_byline(corrected: Corrected, article: Article, byline: str | None) -> Change:
    """Name other writers, or none."""
    return Change("set_byline", corrected.places[article.id], _trimmed(byline))


def set_summary(
    corrected: Corrected, article: Article, sentences: Sequence[SummarySentence]
) -> Change:
    """Let a summary be these sentences, whatever the budget.

    Args:
        corrected: The digest of today.
        article: The article of it.
        sentences: Their places in `article.text` and their salience; none for no summary.

    Raises:
        CorrectionError: If a sentence does not begin and end with characters of the text.
    """
    body = corrected.draft(article).traced().body
    ticks: list[Json] = []
    for sentence in sorted(sentences, key=lambda sentence: sentence.start):
        first, last = place_at(body, sentence.start), place_at(body, sentence.end - 1)
        if first is None or last is None:
            raise CorrectionError(
                f"正文第 {sentence.start}–{sentence.end} 字不是一个句子 "
                f"(no sentence stands at {sentence.start} to {sentence.end} of the text)"
            )
        ticks.append({"first": first, "last": last, "score": sentence.score})
    return Change("set_summary", corrected.places[article.id], ticks)


def split(at: int, headline: Span | None = None) -> Change:
    """Let an article begin at a place of the source.

    Args:
        at: Its first character.
        headline: The passage from there that is its headline; None where it has none.
    """
    return Change("split", Span(at, at + 1), {"headline": _pair(headline)})


def join(corrected: Corrected, article: Article) -> Change:
    """Make an article the end of the one above it.

    Raises:
        CorrectionError: If there is none above.
    """
    above = corrected.state.above(corrected.draft(article))
    return Change("join", corrected.places[article.id], {"to": _pair(above.anchor)})


def move(
    corrected: Corrected, passage: Span, to: Article, position: Position = "in_order"
) -> Change:
    """Move a passage of the source, such as a paragraph, into an article."""
    return Change("move", passage, _target(corrected, to, position))


def put_back(
    corrected: Corrected,
    passage: Span,
    to: Article | None = None,
    position: Position = "in_order",
    *,
    headline: Span | None = None,
) -> Change:
    """Give a passage that was left out to an article, or make one of it.

    Args:
        corrected: The digest of today.
        passage: What was left out, one entry of `left_out` or several together.
        to: The article that gets it; None makes one of it.
        position: Where in that article.
        headline: What of the passage is the headline of the new article.
    """
    if to is None:
        return Change("put_back", passage, {"to": None, "headline": _pair(headline)})
    return Change("put_back", passage, _target(corrected, to, position))


def leave_out(passage: Span) -> Change:
    """Take a passage of the source out of its article."""
    return Change("leave_out", passage)


def undo(correction: Correction) -> Change:
    """Take a correction back; any one, not the last alone."""
    return Change("undo", correction.place, correction.id)


def redo(correction: Correction) -> Change:
    """Make a correction count again that was undone."""
    return Change("redo", correction.place, correction.id)


def _target(corrected: Corrected, to: Article, position: Position) -> Json:
    return {"to": _pair(corrected.places[to.id]), "position": position}


def _pair(span: Span | None) -> Json:
    return [span.start, span.end] if span else None


def _trimmed(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None
