"""What must hold before an entry is added to a log."""

from __future__ import annotations

from service.corrections import Change, Corrected, Correction, active
from service.errors import Conflict, CorrectionError


def check_version(found: int, expected: int | None, what: str) -> None:
    """See that nobody changed what a change is of.

    Raises:
        Conflict: If somebody did.
    """
    if expected is not None and found != expected:
        raise Conflict(
            f"{what}: 别人刚改过（现在是第 {found} 版，您看的是第 {expected} 版）；请看过再改 "
            "(somebody changed it meanwhile: look again, then change it)",
            expected=expected,
            found=found,
        )


def check_entry(change: Change, log: tuple[Correction, ...]) -> None:
    """See that an undo is of an entry that counts, and a redo of one that does not.

    Raises:
        CorrectionError: If there is no such entry, or it is undone or redone already.
    """
    if change.what not in ("undo", "redo"):
        return
    entry = next((c for c in log if c.id == change.after and c.entry is None), None)
    if entry is None:
        raise CorrectionError("没有这一条更正 (there is no such correction)")
    counts = any(c.id == entry.id for c in active(log))
    if counts != (change.what == "undo"):
        state = "没有撤销过" if counts else "已经撤销"
        raise CorrectionError(f"这一条{state} (it was {'not ' if counts else ''}undone already)")


def check_effect(correction: Correction, after: Corrected) -> None:
    """See that a new entry has its effect; an undo always has.

    Raises:
        CorrectionError: If it could not be applied; the message says why.
    """
    made = correction.id if correction.what != "redo" else correction.entry
    lost = next((orphan for orphan in after.orphans if orphan.correction.id == made), None)
    if lost is not None:
        raise CorrectionError(lost.reason)
