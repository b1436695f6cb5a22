"""All articles and all that was left out, while corrections are replayed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from service.corrections.drafts import Draft, draft_of
from service.datamodels import Digest, LeftOut, LeftOutReason, Span
from service.errors import CorrectionError


@dataclass(frozen=True, slots=True)
class Aside:
    """A passage that belongs to no article; `of` is the number of the draft that keeps its text."""

    start: int
    end: int
    reason: LeftOutReason
    of: int | None = None


@dataclass(frozen=True, slots=True)
class State:
    """An issue between two corrections; `drafts` and `asides` are in order of first offset."""

    source: str
    drafts: tuple[Draft, ...]
    asides: tuple[Aside, ...]

    @classmethod
    def of(cls, digest: Digest) -> State:
        """The state before the first correction."""
        drafts = tuple(
            draft_of(digest.source_text, number, article)
            for number, article in enumerate(digest.articles, 1)
        )
        number = {draft.article.id: draft.number for draft in drafts}
        asides = tuple(
            Aside(entry.start, entry.end, entry.reason, number[entry.of] if entry.of else None)
            for entry in digest.left_out
        )
        return cls(digest.source_text, drafts, asides)

    def holder(self, place: Span) -> Draft:
        """The article that holds a place, or what of it comes first.

        Raises:
            CorrectionError: If no article holds any of it.
        """
        found = [(at, d.number, d) for d in self.drafts if (at := d.holds(place)) is not None]
        if not found:
            raise CorrectionError(
                f"第 {place.start + 1}–{place.end} 字现在不属于任何一篇 "
                f"(characters {place.start + 1} to {place.end} are of no article now)"
            )
        return min(found)[2]

    def beginning_at(self, place: Span) -> Draft:
        """The article that begins at a place, as its anchor says.

        Raises:
            CorrectionError: If that article is now part of another, or left out.
        """
        draft = self.holder(place)
        anchor = draft.anchor
        if place.end <= anchor.start or anchor.end <= place.start:
            raise CorrectionError(
                f"从第 {place.start + 1} 字开始的那篇现在是另一篇的一部分 "
                f"(the article that began at character {place.start + 1} is part of another now)"
            )
        return draft

    def above(self, draft: Draft) -> Draft:
        """The article before one, in order of first offset.

        Raises:
            CorrectionError: If it is the first.
        """
        at = self.drafts.index(draft)
        if at == 0:
            raise CorrectionError("上面没有文章了 (there is no article above)")
        return self.drafts[at - 1]

    def next_number(self) -> int:
        """A number that no draft has, and no passage left out names."""
        numbers = {draft.number for draft in self.drafts} | {aside.of or 0 for aside in self.asides}
        return max(numbers, default=0) + 1

    def replacing(self, gone: Iterable[Draft], drafts: Iterable[Draft]) -> State:
        """The state with other drafts in the place of some, all in order."""
        numbers = {draft.number for draft in gone}
        kept = [draft for draft in self.drafts if draft.number not in numbers]
        ordered = sorted([*kept, *drafts], key=lambda draft: draft.first)
        return replace(self, drafts=tuple(ordered))

    def with_keepers(self, into: dict[int, int]) -> State:
        """The state where repeats of an article that is gone are those of another, or of none.

        Args:
            into: For numbers of articles that are gone that of the article which has their text.
        """
        numbers = {draft.number for draft in self.drafts}
        asides = []
        for aside in self.asides:
            of = into.get(aside.of, aside.of) if aside.of else None
            if of in numbers or aside.of is None:
                asides.append(replace(aside, of=of))
            else:
                asides.append(replace(aside, reason="removed", of=None))
        return replace(self, asides=tuple(asides))

    def left_out(self, ids: dict[int, str]) -> tuple[LeftOut, ...]:
        """What was left out, as the digest has it.

        Args:
            ids: The id of each draft, by its number.
        """
        return tuple(
            LeftOut(aside.start, aside.end, aside.reason, ids[aside.of] if aside.of else None)
            for aside in self.asides
        )
