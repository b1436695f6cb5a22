"""Colors on a terminal; nothing printed in the paper steers it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from service.config import TopicSet, load_config
from service.datamodels import Digest, Page, Summary
from service.writers.as_terminal import to_terminal
from tests.factories import make_digest

TOPICS = load_config("configs/topics.yaml", TopicSet)
ANSI = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(autouse=True)
def true_color(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLORTERM", "truecolor")


def _shown(digest: Digest, width: int = 80) -> str:
    return ANSI.sub("", to_terminal(digest, TOPICS, width=width))


def _colored(color: str) -> TopicSet:
    """All topics in a color of a test's own: rich keeps the sequence of a style it has met."""
    topics = tuple(topic.model_copy(update={"color": color}) for topic in TOPICS.topics)
    return TOPICS.model_copy(update={"topics": topics})


def test_shows_chips_in_the_colors_of_the_topics() -> None:
    text = to_terminal(make_digest(), _colored("#b54709"), width=80)
    assert "48;2;181;71;9m 民生 60% " in text
    assert " 医药 60% 存疑 " in text
    assert "社区食堂开张" in _shown(make_digest())


def test_uses_only_the_colors_the_terminal_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLORTERM")
    monkeypatch.setenv("TERM", "xterm-256color")
    text = to_terminal(make_digest(), _colored("#123456"), width=80)
    assert "48;5;" in text
    assert "48;2;" not in text


def _digest_of(headline: str, text: str) -> Digest:
    digest = make_digest()
    summary = Summary(text, None, ())
    first = replace(digest.articles[0], headline=headline, text=text, summary=summary)
    return replace(digest, articles=(first,))


@pytest.mark.parametrize("width", [20, 41, 80])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    page = Page(f"{'yunchuan' * 12}.txt", None, 0, 76)
    long = _digest_of("社区食堂开张" * 9, "3月15日,老人在食堂(社区旁)用餐,人均1.5元。" * 9)
    for digest in (make_digest(), replace(long, pages=(page,))):
        assert max(cell_len(line) for line in _shown(digest, width).splitlines()) <= width


@pytest.mark.parametrize("width", range(24, 44))
def test_lines_are_full_and_begin_with_no_stop(width: int) -> None:
    text = "本报讯 " + "食堂昨天开张，老人说：“方便！”价格13.5元。" * 6
    shown = _shown(_digest_of("开张", text), width).splitlines()
    start = next(n for n, line in enumerate(shown) if "本报讯" in line)
    lines = shown[start : next(n for n, line in enumerate(shown) if "出处" in line)]
    assert "".join(line.strip() for line in lines).replace(" ", "") == text.replace(" ", "")
    assert all(line[4] not in "，。！”：" for line in lines)
    assert min(cell_len(line) for line in lines[:-1]) >= width - 9


def test_a_headline_of_control_characters_leaves_the_chip() -> None:
    assert " 民生 60% " in _shown(_digest_of("\x07", "开张。"))


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
