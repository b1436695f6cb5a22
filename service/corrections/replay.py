"""The digest of today: the machine's digest and the corrections, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from service.corrections.boundaries import BOUNDARIES, Target
from service.corrections.drafts import Draft
from service.corrections.paragraphs import Paragraph, paragraphs_of, place_at
from service.corrections.records import Correction, Edit, Orphan
from service.corrections.state import State
from service.corrections.values import VALUES, check_value, put_values, ticked
from service.datamodels import Article, Digest, Span
from service.errors import CorrectionError

Rescore: TypeAlias = Callable[[Article], Article]


@dataclass(frozen=True, slots=True)
class Corrected:
    """A digest with the corrections replayed over it.

    Attributes:
        digest: The digest of today. All of the contract holds of it.
        orphans: The corrections whose place is gone, in the order of the log.
        edited: For the id of each article that somebody changed who changed what, in order.
        versions: For the id of each article the number of the last log entry that touched it;
            0 where none did. It never falls as the log grows.
        places: For the id of each article the place it is named by, see `Change`.
        stale: The ids of articles whose boundaries were changed and that are not scored yet.
        state: What the articles are put together from.
    """

    digest: Digest
    orphans: tuple[Orphan, ...]
    edited: Mapping[str, tuple[Edit, ...]]
    versions: Mapping[str, int]
    places: Mapping[str, Span]
    stale: frozenset[str]
    state: State

    def article_at(self, place: int) -> Article | None:
        """The article that holds a character of the source."""
        held = (
            article
            for article in self.digest.articles
            if any(start <= place < end for start, end in article.spans)
        )
        return next(held, None)

    def paragraphs(self, article: Article) -> tuple[Paragraph, ...]:
        """The paragraphs of an article of the digest; none where its text is not of the source."""
        passage = self.draft(article).passage
        return paragraphs_of(passage) if passage else ()

    def place_in_source(self, article: Article, offset: int) -> int | None:
        """Where a character of an article's text stands in the source; None for white space."""
        passage = self.draft(article).passage
        return place_at(passage.body, offset) if passage else None

    def draft(self, article: Article) -> Draft:
        """What an article of the digest is put together from."""
        return self.state.drafts[int(article.id[1:]) - 1]


def replay(
    digest: Digest, corrections: Sequence[Correction], *, rescore: Rescore | None = None
) -> Corrected:
    """Replay corrections over what a machine made of an issue.

    Entries are taken in the order of their versions. One that was undone, and not redone
    since, counts for nothing. One that finds its place taken by something else is an orphan.

    Args:
        digest: What the machine made, of this model or of any other.
        corrections: The log of the issue.
        rescore: Gives an article whose boundaries were changed its topic and summary; it may
            return it as it is. None leaves all of them unscored.

    Returns:
        The digest of today, and what became of each correction. The same arguments give
        the same result.
    """
    state = State.of(digest)
    log = sorted(corrections, key=lambda correction: correction.version)
    versions = _effective_versions(log)
    orphans: dict[str, Orphan] = {}
    for correction in active(log):
        try:
            state = _apply(state, correction, versions[correction.id])
        except CorrectionError as error:
            orphans[correction.id] = Orphan(correction, str(error))
    state = _touch(state, log)
    ids = {draft.number: f"a{n}" for n, draft in enumerate(state.drafts, 1)}
    articles = tuple(_finish(draft, ids[draft.number], rescore) for draft in state.drafts)
    for draft in state.drafts:
        orphans |= _lost_sentences(draft, log)
    today = replace(digest, articles=articles, left_out=state.left_out(ids))
    drafts = dict(zip((article.id for article in articles), state.drafts, strict=True))
    return Corrected(
        digest=today,
        orphans=tuple(sorted(orphans.values(), key=lambda orphan: orphan.correction.version)),
        edited={key: draft.edits for key, draft in drafts.items() if draft.edits},
        versions={key: draft.version for key, draft in drafts.items()},
        places={key: draft.anchor for key, draft in drafts.items()},
        stale=frozenset(a.id for a in articles if drafts[a.id].is_recut and not a.topic),
        state=state,
    )


def active(log: Iterable[Correction]) -> tuple[Correction, ...]:
    """The corrections that count: those that were not undone, or redone since; no undo or redo."""
    undone: set[str] = set()
    for correction in log:
        if correction.what == "undo":
            undone.add(correction.entry or "")
        elif correction.what == "redo":
            undone.discard(correction.entry or "")
    return tuple(c for c in log if c.what not in ("undo", "redo") and c.id not in undone)


def version_of(state: State, log: Sequence[Correction], place: Span) -> int:
    """The version of whatever holds a place: of an article, or of what was left out there."""
    try:
        return state.holder(place).version
    except CorrectionError:
        return max((c.version for c in log for t in touched(c, log) if _meet(t, place)), default=0)


def touched(correction: Correction, log: Sequence[Correction]) -> tuple[Span, ...]:
    """The places that a correction is about; an undo or redo is about those of its entry."""
    if correction.entry:
        found = next((c for c in log if c.id == correction.entry), None)
        return touched(found, log) if found and not found.entry else ()
    to = Target.of(correction.after).to
    return (correction.place, to) if to else (correction.place,)


def _effective_versions(log: Sequence[Correction]) -> dict[str, int]:
    """For each entry the version of the last one that is about it."""
    versions: dict[str, int] = {}
    for correction in log:
        versions[correction.entry or correction.id] = correction.version
    return versions


def _apply(state: State, correction: Correction, version: int) -> State:
    if correction.what in VALUES:
        draft = state.beginning_at(correction.place)
        check_value(draft, correction.what, correction.after)
        values = {**draft.values, correction.what: correction.after}
        edited = replace(draft, values=values).edited(correction, version)
        return state.replacing([draft], [edited])
    after, changed = BOUNDARIES[correction.what](state, correction)
    marked = [
        draft.edited(correction, version) for draft in after.drafts if draft.number in changed
    ]
    return after.replacing(marked, marked)


def _touch(state: State, log: Sequence[Correction]) -> State:
    """Count for an article every entry about a place it holds, undone and lost ones too."""
    latest: dict[Span, int] = {}
    for correction in log:
        for place in touched(correction, log):
            latest[place] = correction.version
    drafts = []
    for draft in state.drafts:
        about = [version for place, version in latest.items() if draft.holds(place) is not None]
        drafts.append(replace(draft, version=max((draft.version, *about))))
    return replace(state, drafts=tuple(drafts))


def _finish(draft: Draft, article_id: str, rescore: Rescore | None) -> Article:
    article = replace(draft.article, id=article_id)
    if draft.is_recut:
        article = rescore(article) if rescore else article
    return put_values(article, draft)


def _lost_sentences(draft: Draft, log: Sequence[Correction]) -> dict[str, Orphan]:
    """The ticked summary of an article that has none of its sentences any more."""
    value = draft.values.get("set_summary")
    if not value or (draft.passage and ticked(draft.passage, value)):
        return {}
    edits = [edit.id for edit in draft.edits if edit.what == "set_summary"]
    lost = next((c for c in log if edits and c.id == edits[-1]), None)
    reason = "勾选的句子已不在这一篇里 (the ticked sentences are not of this article any more)"
    return {lost.id: Orphan(lost, reason)} if lost else {}


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
