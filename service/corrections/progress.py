"""A log of corrections applied one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from service.corrections.boundaries import BOUNDARIES, Target
from service.corrections.records import Correction, Orphan
from service.corrections.state import State
from service.corrections.values import VALUES, check_value
from service.datamodels import Span
from service.errors import CorrectionError


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a log was applied.

    Attributes:
        start: The state before the first entry.
        log: The entries that were applied, in order.
        state: The state behind the last one.
        lost: Those that could not be applied, by id.
    """

    start: State
    log: tuple[Correction, ...]
    state: State
    lost: Mapping[str, Orphan]

    @classmethod
    def of(cls, start: State) -> Progress:
        """The progress before the first entry."""
        return cls(start, (), start, {})

    def through(self, log: Sequence[Correction]) -> Progress:
        """The progress at the end of a log; goes on from here where the log does.

        An undo or redo changes what stands far above it, so that all is applied again.
        """
        done = len(self.log)
        new = log[done:]
        if tuple(log[:done]) != self.log or any(entry.entry for entry in new):
            done, new = 0, log
        state, lost = (self.state, dict(self.lost)) if done else (self.start, {})
        versions = _effective_versions(log)
        for correction in new if done else active(log):
            try:
                state = _apply(state, correction, versions[correction.id])
            except CorrectionError as error:
                lost[correction.id] = Orphan(correction, str(error))
        return Progress(self.start, tuple(log), _touch(state, log, new), lost)


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


def _touch(state: State, log: Sequence[Correction], new: Sequence[Correction]) -> State:
    """Count for an article every entry about a place it holds, undone and lost ones too."""
    places = {place: entry.version for entry in new for place in touched(entry, log)}
    latest: dict[int, int] = {}
    for place, version in places.items():
        with suppress(CorrectionError):
            number = state.holder(place).number
            latest[number] = max(latest.get(number, 0), version)
    drafts = (
        replace(draft, version=max(draft.version, latest.get(draft.number, 0)))
        for draft in state.drafts
    )
    return replace(state, drafts=tuple(drafts))


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
