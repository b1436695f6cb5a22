"""What editors ask for."""

from __future__ import annotations

from datetime import date as date_type
from typing import Annotated

from pydantic import ConfigDict, Field

from service.api.models.digests import Body, Line, MaxChars, Pair
from service.corrections import Position


class IssuePatch(Body):
    """What is changed of an issue; what is not given stays."""

    issue_id: Line = Field("", min_length=1, max_length=200)
    paper: Line | None = Field(None, max_length=100)
    date: date_type | None = None
    selection: list[Annotated[int, Field(ge=0)]] | None = Field(None, max_length=10_000)

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"selection": [812, 0]}]}
    )


class ArticlePatch(Body):
    """What is changed of an article; what is not given stays, null takes away."""

    topic: str = Field("", max_length=80, description="The label of a topic.")
    headline: Line | None = Field(None, max_length=500)
    kicker: Line | None = Field(None, max_length=500)
    byline: Line | None = Field(None, max_length=200)
    summary: list[Pair] | None = Field(
        None, max_length=200, description="Sentences of the text, as [start, end)."
    )

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"topic": "livelihood"}]}
    )


class SplitOrder(Body):
    """An article begins at an offset of another's text."""

    article: Annotated[int, Field(ge=0)]
    at: Annotated[int, Field(ge=1)]
    headline: bool = Field(False, description="The paragraph there is its headline.")


class JoinOrder(Body):
    """An article becomes the end of the one above it."""

    article: Annotated[int, Field(ge=0)]


class MoveOrder(Body):
    """A passage of the source, such as a paragraph's place, goes to another article."""

    passage: Pair
    to: Annotated[int, Field(ge=0)]
    position: Position = "in_order"


class PutBackOrder(Body):
    """What was left out goes to an article, or becomes one."""

    passage: Pair
    to: Annotated[int, Field(ge=0)] | None = None
    position: Position = "in_order"
    headline: Pair | None = None


class LeaveOutOrder(Body):
    """An article, or a passage of the source, is left out."""

    article: Annotated[int, Field(ge=0)] | None = None
    passage: Pair | None = None


class BoundariesBody(Body):
    """One change of where articles begin and end: exactly one of the keys."""

    split: SplitOrder | None = None
    join: JoinOrder | None = None
    move: MoveOrder | None = None
    put_back: PutBackOrder | None = None
    leave_out: LeaveOutOrder | None = None

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"join": {"article": 812}}],
            "minProperties": 1,
            "maxProperties": 1,
        },
    )


class UndoBody(Body):
    """Which correction; without one, your own latest."""

    correction: str | None = Field(
        None, max_length=64, examples=["6f1f0a5e2c1b4d0f9a7c3e2d1b0a9f8e"]
    )


class RecutBody(Body):
    """Another budget of the summaries that nobody ticked."""

    max_chars: MaxChars

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"max_chars": 80}]})
