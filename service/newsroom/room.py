"""What everything of a desk hangs on: what digests, what keeps, what is being done."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event

from service.corrections import Corrected
from service.errors import StoreError
from service.newsroom.jobs import Jobs
from service.newsroom.training import Training
from service.newsroom.turns import Turns
from service.pipeline import DigestPipeline
from service.store import Store


@dataclass(slots=True, eq=False)
class Newsroom:
    """One newsroom serves the page, the API and other programs.

    Attributes:
        pipeline: What digests; safe to be called from several threads. Another one takes its
            place when a model is promoted, so longer work holds on to the one it began with.
        store: Where issues are kept; None for a newsroom that keeps nothing.
        jobs: The long work under way.
        turns: Where short work waits.
        training: What adapts the model; None for a newsroom that adapts none.
        closing: Set once the server ends: who watches would keep it from that.
    """

    pipeline: DigestPipeline
    store: Store | None = None
    jobs: Jobs = field(default_factory=Jobs)
    turns: Turns = field(default_factory=Turns)
    training: Training | None = None
    closing: Event = field(default_factory=Event, repr=False)

    def today(self, key: str, max_chars: int | None = None) -> Corrected:
        """The digest of an issue with its corrections; articles with other boundaries are scored.

        Args:
            key: The issue.
            max_chars: Budget of the summaries nobody ticked; None takes that of the digest.

        Raises:
            NotFoundError: If no such issue is kept.
            StoreError: If nothing is kept at all, or the store cannot be read.
        """
        return self.kept.today(key, scorer=self.pipeline, max_chars=max_chars)

    @property
    def kept(self) -> Store:
        """The store.

        Raises:
            StoreError: If this newsroom keeps nothing.
        """
        if self.store is None:
            raise StoreError("这个服务不保存报摘 (this server keeps no issues)")
        return self.store
