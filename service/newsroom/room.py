"""What everything of a desk hangs on: what digests, what keeps, what is being done."""

from __future__ import annotations

from dataclasses import dataclass, field

from service.newsroom.jobs import Jobs
from service.newsroom.shapes import Store
from service.newsroom.turns import Turns
from service.pipeline import DigestPipeline


@dataclass(frozen=True, slots=True)
class Newsroom:
    """One newsroom serves the page, the API and other programs.

    Attributes:
        pipeline: What digests; safe to be called from several threads.
        store: Where issues are kept; None for a newsroom that keeps nothing.
        jobs: The long work under way.
        turns: Where short work waits.
    """

    pipeline: DigestPipeline
    store: Store | None = None
    jobs: Jobs = field(default_factory=Jobs)
    turns: Turns = field(default_factory=Turns)
