"""The format follows from what was asked for and from the name of the output."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.config import TopicSet, load_config
from service.errors import WriteError
from service.options import FORMATS as OFFERED
from service.writers.formats import FORMATS, choose_format, render_digest
from tests.factories import make_digest

TOPICS = load_config("configs/topics.yaml", TopicSet)


@pytest.mark.parametrize(
    ("output", "asked", "expected"),
    [
        (None, None, "text"),
        (None, "json", "json"),
        ("a.json", None, "json"),
        ("a.MD", None, "markdown"),
        ("a.txt", None, "text"),
        ("a.json", "json", "json"),
        ("a.out", "markdown", "markdown"),
        ("a", "json", "json"),
    ],
)
def test_chooses(output: str | None, asked: str | None, expected: str) -> None:
    assert choose_format(Path(output) if output else None, asked) == expected


def test_the_command_offers_the_formats_that_there_are() -> None:
    assert OFFERED == FORMATS


def test_a_suffix_of_another_format_is_refused() -> None:
    with pytest.raises(WriteError, match=r"\.md 是 markdown 格式，而 --format 是 json"):
        choose_format(Path("a.md"), "json")


@pytest.mark.parametrize("name", ["a", "a.xyz"])
def test_an_unknown_suffix_asks_for_a_format(name: str) -> None:
    with pytest.raises(WriteError, match="--format"):
        choose_format(Path(name), None)


@pytest.mark.parametrize("name", FORMATS)
def test_writes_the_same_bytes_each_time(name: str) -> None:
    once = render_digest(make_digest(), name, TOPICS)
    assert once
    assert render_digest(make_digest(), name, TOPICS) == once


def test_an_unknown_format_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="'rtf'"):
        render_digest(make_digest(), "rtf", TOPICS)
