"""A salience head for a desk, where its editors ticked enough summaries, and how it compares."""

from __future__ import annotations

from dataclasses import dataclass

from service.artifacts import ModelFolder
from service.registry import Version
from training.desk.salience_fit import FEWEST_TO_LEARN, FittedSalience, fit_salience
from training.desk.summary_gate import (
    FEWEST_TO_JUDGE,
    SummaryComparison,
    compare_summaries,
    summaries_of,
)
from training.desk.ticked import TickedSets
from training.desk.vectors import NewStore
from training.following import Following


@dataclass(frozen=True, slots=True)
class TickedRun:
    """What ticked summaries are for, in one run.

    Attributes:
        ticked: The articles.
        new_store: Gives the vectors of a model's encoder.
        following: Told how many articles had to be read so far.
    """

    ticked: TickedSets
    new_store: NewStore
    following: Following

    def fit(self, base: ModelFolder) -> FittedSalience | None:
        """A salience head for the encoder of `base`; None where too few articles teach it."""
        learned = self.ticked.learned
        if len(learned) < FEWEST_TO_LEARN:
            return None
        store = self.new_store(base)
        return fit_salience(base, learned, store.read_sentences(learned, self.following.on_done))

    def judge(self, before: Version, after: ModelFolder) -> SummaryComparison | None:
        """Compare the summaries of two models; None where too few articles judge."""
        judged = self.ticked.judged
        if len(judged) < FEWEST_TO_JUDGE:
            return None
        made = [
            summaries_of(
                folder,
                judged,
                self.new_store(folder).read_sentences(judged, self.following.on_done),
            )
            for folder in (before.model, after)
        ]
        return compare_summaries(judged, *made)
