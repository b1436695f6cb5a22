"""What the training page shows: what waits to be learned, the last run, the versions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from service.api.models.training import VersionModel
from service.newsroom.training import Training, Waiting
from service.registry import LastIssues, Run
from service.store import Store


@dataclass(frozen=True, slots=True)
class TrainingView:
    """The state of training, as the page shows it.

    Attributes:
        waiting: Corrected topics.
        run: The run that goes on, or the last one.
        versions: The newest first.
        may_roll_back: Whether another version served before.
        newest: The key of the newest version.
        changes: What that would have told otherwise lately; None where it is not known.
        takes_up_promoted: Whether a promoted version serves here.
    """

    waiting: Waiting
    run: Run | None
    versions: Sequence[VersionModel]
    may_roll_back: bool
    newest: str
    changes: LastIssues | None
    takes_up_promoted: bool

    @classmethod
    def of(cls, training: Training, store: Store) -> Self:
        """The state now."""
        pointer = training.registry.pointer()
        versions = training.registry.versions()[::-1]
        return cls(
            waiting=training.waiting(store),
            run=training.now(),
            versions=[VersionModel.of(version, pointer.current) for version in versions],
            may_roll_back=bool(pointer.before),
            newest=versions[0].key,
            changes=versions[0].last_issues(),
            takes_up_promoted=training.takes_up_promoted,
        )

    @property
    def losses(self) -> str:
        """Those of the last run, as JSON."""
        return json.dumps(self.run.losses if self.run else ())

    @property
    def is_running(self) -> bool:
        """Whether a run goes on."""
        return self.run is not None and not self.run.has_ended
