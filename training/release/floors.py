"""The figures that a model must reach to ship."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from service.config import Schema

Task = Literal["topics", "topics_without_headlines", "evidence", "summaries", "split"]


class Check(Schema):
    """One figure and its bound.

    Attributes:
        task: What is evaluated; `topics_without_headlines` on the same articles as `topics`, as
            if none had a headline; `evidence` on every fourth of them, each read thrice.
        data: On which file, relative to the data folder.
        figure: Keys into `metrics.json`, joined by dots.
        at_least: The floor, or None.
        at_most: The ceiling, or None.
    """

    task: Task
    data: str
    figure: str
    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _has_one_bound(self) -> Check:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("里 at_least、at_most 只写一个 (give either at_least or at_most)")
        return self

    def holds(self, value: float) -> bool:
        """Whether the figure keeps its bound."""
        if self.at_least is not None:
            return value >= self.at_least
        return self.at_most is not None and value <= self.at_most


class QualityConfig(Schema):
    """All checks, in the order in which they are shown."""

    checks: tuple[Check, ...]

    @property
    def of_a_run(self) -> tuple[Check, ...]:
        """Those that a training measures; `make quality` alone reads without the evidence."""
        return tuple(check for check in self.checks if check.task != "evidence")
