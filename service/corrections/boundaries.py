"""Where articles begin and end, and what belongs to them, as a person says.

Each function takes a state and gives the next one, with the numbers of the drafts it changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from service.corrections.drafts import Draft, begin, recut
from service.corrections.left_out import passage_left_out, with_headline
from service.corrections.passages import Passage, from_place, is_torn_at, merge, take
from service.corrections.records import Correction, Json, Position, What
from service.corrections.state import Aside, State
from service.datamodels import Article, Span
from service.errors import CorrectionError

Changed: TypeAlias = tuple[State, tuple[int, ...]]

_POSITIONS: dict[object, Position] = {"in_order": "in_order", "first": "first", "last": "last"}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a passage goes: into the article that begins at `to`, or, with None, to its own."""

    to: Span | None = None
    position: Position = "in_order"

    @classmethod
    def of(cls, after: Json) -> Target:
        """Read it from a record."""
        if not isinstance(after, Mapping):
            return cls()
        return cls(span_of(after.get("to")), _POSITIONS.get(after.get("position"), "in_order"))


def span_of(value: Json) -> Span | None:
    """A span as records have it, `[start, end]`; None for anything else."""
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != 2:
        return None
    start, end = value
    return Span(start, end) if isinstance(start, int) and isinstance(end, int) else None


def split(state: State, correction: Correction) -> Changed:
    """Let an article end at a place and another begin there.

    Raises:
        CorrectionError: If one side would have no text.
    """
    at = correction.place.start
    draft = state.holder(correction.place)
    whole = draft.traced()
    below, above = take(state.source, whole, from_place(whole, at))
    if not above.is_read or not below.is_read:
        raise CorrectionError(
            f"在第 {at + 1} 字分开，有一边没有文字 "
            f"(a split at character {at + 1} leaves nothing on one side)"
        )
    headline = _headline_of(correction)
    is_torn = headline is None and is_torn_at(state.source, whole, at)
    if headline is not None:
        below = with_headline(state.source, below, headline)
    upper = recut(state.source, draft, above)
    kin = (draft.article,)
    lower = begin(state.source, state.next_number(), below, kin, is_torn=is_torn)
    return state.replacing([draft], [upper, lower]), (upper.number, lower.number)


def join(state: State, correction: Correction) -> Changed:
    """Make an article the end of the one above; its headline becomes a subhead.

    That of a continuation is left out of the text, as the splitter does: it repeats the
    headline of the beginning.
    """
    lower = state.beginning_at(correction.place)
    upper = _upper(state, lower, Target.of(correction.after).to)
    passage = lower.traced()
    if "continued_from" in lower.article.flags:
        passage = replace(passage, title=())
    return _put_into(state, passage, upper, "last", kin=(lower.article,), gone=(lower,))


def move(state: State, correction: Correction) -> Changed:
    """Move a passage from the article it is in to another, or within it.

    Raises:
        CorrectionError: If all of an article is to move into itself.
    """
    target = Target.of(correction.after)
    origin = state.holder(correction.place)
    inside, outside = _take_out(state, origin, correction.place)
    to = state.beginning_at(target.to) if target.to else origin
    if to.number != origin.number:
        rest = [] if outside is None else [recut(state.source, origin, outside)]
        left = state.replacing([origin], rest)
        gone = () if rest else (origin,)
        after, changed = _put_into(
            left, inside, to, target.position, kin=(origin.article,), gone=gone
        )
        return after, (*changed, *(draft.number for draft in rest))
    if outside is None:
        raise CorrectionError("整篇不能移到自己里面 (an article cannot be moved into itself)")
    moved = recut(state.source, origin, merge(state.source, outside, inside, target.position))
    return state.replacing([origin], [moved]), (moved.number,)


def leave_out(state: State, correction: Correction) -> Changed:
    """Take a passage out of its article, or all of it."""
    origin = state.holder(correction.place)
    inside, outside = _take_out(state, origin, correction.place)
    rest = [] if outside is None else [recut(state.source, origin, outside)]
    added = (Aside(start, end, "removed") for start, end in inside.spans)
    asides = sorted([*state.asides, *added], key=lambda aside: aside.start)
    after = replace(state.replacing([origin], rest), asides=tuple(asides))
    return after.with_keepers({}), tuple(draft.number for draft in rest)


def put_back(state: State, correction: Correction) -> Changed:
    """Give a passage that was left out to an article, or make one of it.

    Raises:
        CorrectionError: If it was not left out, or is to make an article and holds no text.
    """
    target = Target.of(correction.after)
    place = correction.place
    to = state.beginning_at(target.to) if target.to else None
    passage, names, asides = passage_left_out(state.source, state.asides, place)
    if passage is None:
        raise CorrectionError(
            f"第 {place.start + 1}–{place.end} 字没有被略去 "
            f"(nothing of characters {place.start + 1} to {place.end} is left out)"
        )
    state = replace(state, asides=asides)
    if to is not None:
        kin = (replace(to.article, byline=names, flags=()),)
        return _put_into(state, passage, to, target.position, kin=kin)
    if not passage.is_read:
        raise CorrectionError(
            f"第 {place.start + 1}–{place.end} 字里没有正文，成不了一篇；可以放进别的一篇 "
            "(no text is in it, so it makes no article; give it to another)"
        )
    headline = _headline_of(correction)
    if headline is not None:
        passage = with_headline(state.source, passage, headline)
    draft = begin(state.source, state.next_number(), passage, ())
    draft = replace(draft, article=replace(draft.article, byline=names))
    return state.replacing([], [draft]), (draft.number,)


BOUNDARIES: Mapping[What, Callable[[State, Correction], Changed]] = {
    "split": split,
    "join": join,
    "move": move,
    "leave_out": leave_out,
    "put_back": put_back,
}


def _upper(state: State, lower: Draft, wanted: Span | None) -> Draft:
    """The article that stood above one when the two were joined, whatever stands between now."""
    upper = state.beginning_at(wanted) if wanted else state.above(lower)
    if upper.first >= lower.first:
        raise CorrectionError(
            "要并入的那篇不在上面 (the article that it is joined to does not stand above it)"
        )
    return upper


def _take_out(state: State, origin: Draft, place: Span) -> tuple[Passage, Passage | None]:
    """A passage of an article, and what is left of it: None where nothing that is read is."""
    whole = origin.traced()
    inside, outside = take(state.source, whole, (place,))
    return (inside, outside) if outside.is_read else (whole, None)


def _put_into(
    state: State,
    passage: Passage,
    to: Draft,
    position: Position,
    *,
    kin: Sequence[Article],
    gone: Sequence[Draft] = (),
) -> Changed:
    """Merge a passage into an article; articles of which nothing is left are gone."""
    whole = merge(state.source, to.traced(), passage, position)
    edits = dict.fromkeys((*to.edits, *(edit for draft in gone for edit in draft.edits)))
    merged = replace(recut(state.source, to, whole, kin), edits=tuple(edits))
    after = state.replacing([to, *gone], [merged])
    return after.with_keepers({draft.number: to.number for draft in gone}), (to.number,)


def _headline_of(correction: Correction) -> Span | None:
    """Which passage of a new article is its headline."""
    after = correction.after
    return span_of(after.get("headline")) if isinstance(after, Mapping) else None
