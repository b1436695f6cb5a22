"""One article of a table in which topics are told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LabelRow:
    """An article to be labelled, and what a model thinks of it.

    Attributes:
        id: Issue and article, `ISSUE/a4`.
        headline: As printed, None where none is.
        text: The clean body.
        suggested: The label that the model gives.
        probability: Of that label, calibrated.
        uncertain: Whether a person should look in any case.
        sentences: Those the model chose for the summary, in order.
    """

    id: str
    headline: str | None
    text: str
    suggested: str
    probability: float
    uncertain: bool
    sentences: tuple[str, ...] = ()
