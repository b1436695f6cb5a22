"""Colors on a terminal; nothing printed in the paper steers it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from service.config import TopicsConfig, load_config
from service.datamodels import Digest
from service.writers.as_terminal import to_terminal
from tests.factories import make_digest

TOPICS = load_config("configs/topics.yaml", TopicsConfig)
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def _shown(digest: Digest, width: int = 80) -> str:
    return ANSI.sub("", to_terminal(digest, TOPICS, width=width))


def test_shows_chips_in_the_colors_of_the_topics() -> None:
    text = to_terminal(make_digest(), TOPICS, width=80)
    assert "48;2;181;71;8m 民生 60% " in text
    assert " 医药 60% 存疑 " in text
    assert "社区食堂开张" in _shown(make_digest())


@pytest.mark.parametrize("width", [20, 41, 80])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(cell_len(line) for line in _shown(make_digest(), width).splitlines()) <= width


def test_what_is_printed_is_neither_markup_nor_control() -> None:
    digest = make_digest()
    evil = "[red]红[/red]\x1b[2J\x07\u202e"
    shown = _shown(
        replace(digest, paper=evil, articles=(replace(digest.articles[0], headline=evil),))
    )
    assert "[red]红[/red][2J" in shown
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)


def test_an_empty_digest_is_shown_too() -> None:
    assert "0 篇" in _shown(replace(make_digest(), articles=(), left_out=()))
