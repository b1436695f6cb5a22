"""The digest of today: the machine's digest and the corrections, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from service.corrections.drafts import Draft
from service.corrections.paragraphs import Paragraph, paragraphs_of, place_at
from service.corrections.progress import Progress
from service.corrections.records import Correction, Edit, Orphan
from service.corrections.state import State
from service.corrections.values import put_values, ticked
from service.datamodels import Article, Digest, Span

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
        machine: What the corrections were replayed over.
        progress: What the articles are put together from.
    """

    digest: Digest
    orphans: tuple[Orphan, ...]
    edited: Mapping[str, tuple[Edit, ...]]
    versions: Mapping[str, int]
    places: Mapping[str, Span]
    stale: frozenset[str]
    machine: Digest
    progress: Progress

    @property
    def state(self) -> State:
        """The articles behind the last entry of the log, and what they are put together from."""
        return self.progress.state

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
    digest: Digest,
    corrections: Sequence[Correction],
    *,
    rescore: Rescore | None = None,
    before: Corrected | None = None,
) -> Corrected:
    """Replay corrections over what a machine made of an issue.

    Entries are taken in the order of their versions. One that was undone, and not redone
    since, counts for nothing. One that finds its place taken by something else is an orphan.

    Args:
        digest: What the machine made, of this model or of any other.
        corrections: The log of the issue.
        rescore: Gives an article whose boundaries were changed its topic and summary; it may
            return it as it is. None leaves all of them unscored.
        before: What an earlier replay gave. Where it was over the same digest, what the two
            have in common is not done again; the outcome is the same.

    Returns:
        The digest of today, and what became of each correction. The same arguments give
        the same result.
    """
    log = sorted(corrections, key=lambda correction: correction.version)
    if before is None or before.machine != digest:
        before = None
    start = before.progress if before else Progress.of(State.of(digest))
    progress = start.through(log)
    state = progress.state
    ids = {draft.number: f"a{n}" for n, draft in enumerate(state.drafts, 1)}
    finished = _Finished(before, rescore)
    articles = tuple(finished.of(draft, ids[draft.number]) for draft in state.drafts)
    orphans = dict(progress.lost)
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
        machine=digest,
        progress=progress,
    )


class _Finished:
    """Articles scored and with what a person set of them; those of an earlier replay again."""

    def __init__(self, before: Corrected | None, rescore: Rescore | None) -> None:
        self._rescore = rescore
        self._before: dict[tuple[Span, ...], tuple[Draft, Article]] = {}
        if before is not None:
            pairs = zip(before.state.drafts, before.digest.articles, strict=True)
            self._before = {draft.article.spans: (draft, article) for draft, article in pairs}

    def of(self, draft: Draft, article_id: str) -> Article:
        """The article that a draft becomes."""
        found = self._before.get(draft.article.spans)
        if found and found[0].is_written_as(draft) and (found[1].topic or not draft.is_recut):
            return found[1] if found[1].id == article_id else replace(found[1], id=article_id)
        article = replace(draft.article, id=article_id)
        if draft.is_recut and self._rescore is not None:
            article = self._rescore(article)
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
