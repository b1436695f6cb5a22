"""The files of gold pages, as they must be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator


class _Entry(BaseModel):
    """Keys that nothing here reads may stand beside those that are read."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)


class JudgedArticle(_Entry):
    """An article of a made page."""

    headline: str | None
    kind: str


class PageRow(_Entry):
    """A made page: `segments` are `[start, end, owner]`, in code points of `text`."""

    id: str = ""
    text: str
    segments: tuple[tuple[int, int, str], ...]
    articles: dict[str, JudgedArticle]
    style: dict[str, Any] = {}

    @model_validator(mode="after")
    def _lies_in_the_text(self) -> PageRow:
        for start, end, owner in self.segments:
            if not 0 <= start <= end <= len(self.text):
                raise ValueError(
                    f"segment [{start}, {end}] of {owner!r} is not within the {len(self.text)} "
                    "characters of text"
                )
        return self


class ReadArticle(JudgedArticle):
    """An article of a reading."""

    id: str
    spans: tuple[tuple[int, int], ...]


class ReadLeftOut(_Entry):
    """What a reading leaves out."""

    start: int
    end: int
    reason: str
    of: str | None = None


class Reading(_Entry):
    """A page as people read it, in the form of the contract."""

    articles: tuple[ReadArticle, ...]
    left_out: tuple[ReadLeftOut, ...]


def told_mistakes(error: ValidationError) -> Iterator[str]:
    """One line for each mistake: key, value, rule."""
    for mistake in error.errors():
        key = ".".join(str(part) for part in mistake["loc"]) or "segments"
        has_value = mistake["type"] not in ("missing", "value_error")
        value = f" 是 {mistake['input']!r:.40}" if has_value else ""
        yield f"{key}{value}：{mistake['msg']}"
