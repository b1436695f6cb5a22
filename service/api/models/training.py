"""Versions of the model and the runs that make them, as they are shown."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from service.newsroom.training import StartedWay
from service.registry import Run, Version, Way


class RunBody(BaseModel):
    """What is to be run."""

    way: StartedWay = Field(
        description="`check` the labels, `adapt` the topic head to them, `calibrate` it alone, or "
        "`train` the encoder, too."
    )


class TrainingModel(BaseModel):
    """Where adapting the model stands."""

    n_articles: int = Field(description="Articles whose topic people set, and did not undo.")
    n_new: int = Field(description="Those of them set since the latest version was made.")
    desk: str = Field(description="The folder with the labelled articles, on the server.")
    takes_up_promoted: bool = Field(
        description="Whether a promoted version serves here: the settings say `model: registry`."
    )
    run: Run | None = Field(description="The run that goes on, or the last one.")


class VersionModel(BaseModel):
    """A version of the model."""

    key: str = Field(description="`shipped`, `v1`, `v2`, …")
    name: str = Field(description="What digests made by it tell as their model.")
    current: bool = Field(description="Whether it is the promoted one.")
    way: Way | None = Field(description="How it was made; null for the shipped one.")
    made: datetime | None
    by: str | None
    n_train: int | None = Field(description="Articles that it learned from.")
    n_test: int | None = Field(description="Articles that judged it.")
    passed: bool = Field(description="Whether it may be promoted without `anyway`.")
    reasons: list[str] = Field(description="Why not.")
    report: str | None = Field(description="Where its report is.")

    @classmethod
    def of(cls, version: Version, current: str) -> VersionModel:
        """A version of the registry."""
        record = version.record
        figures = record.figures if record else {}
        return cls(
            key=version.key,
            name=version.name,
            current=version.key == current,
            way=record.way if record else None,
            made=record.made_at if record else None,
            by=record.by if record else None,
            n_train=figures.get("n_train"),
            n_test=figures.get("n_test"),
            passed=record is None or record.passed,
            reasons=list(record.reasons) if record else [],
            report=f"/api/v1/models/{version.key}/report" if version.report.exists() else None,
        )


class PromoteBody(BaseModel):
    """Whether a version is promoted in any case."""

    anyway: bool = Field(default=False, description="Though it did not pass.")
