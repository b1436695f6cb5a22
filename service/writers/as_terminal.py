"""A digest on a terminal, in color."""

from __future__ import annotations

import io

from rich.console import Console, Group
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from service.config import TopicsConfig
from service.datamodels import Article, Digest, TopicScores
from service.writers.wording import (
    facts_about,
    headline_of,
    left_out_count,
    left_out_words,
    summary_words,
    title_of,
    topic_words,
)

_UNKNOWN_COLOR = "#475467"
_INDENT = (0, 0, 0, 4)


def to_terminal(digest: Digest, topics: TopicsConfig, *, width: int) -> str:
    """Write a digest with colored chips, wrapped where the terminal ends.

    Chinese characters count as two columns. Nothing in the source is taken
    for markup or for a control sequence.

    Args:
        digest: Scored or not; what was not scored shows no topic and no summary.
        topics: The label set, for titles and colors.
        width: Columns of the terminal, at least 20.

    Returns:
        Text with ANSI sequences, final newline.
    """
    stream = io.StringIO()
    console = Console(
        file=stream, force_terminal=True, color_system="truecolor", width=max(width, 20)
    )
    title = f"{title_of(digest)} 报摘 · {len(digest.articles)} 篇"
    console.print(Rule(Text(_plain(title), style="bold"), characters="─"))
    for article in digest.articles:
        console.print(_article(article, digest, topics))
    if digest.left_out:
        words = f"未收入 {len(digest.left_out)} 处：{left_out_count(digest)}"
        console.print(Rule(Text(words, style="dim"), characters="─", style="dim"))
        for passage in digest.left_out:
            line = Text(_plain(left_out_words(passage, digest)), style="dim")
            console.print(Padding(line, _INDENT))
    return stream.getvalue()


def _article(article: Article, digest: Digest, topics: TopicsConfig) -> Group:
    head = Text()
    if article.topic:
        head.append_text(_chip(article.topic, topics)).append(" ")
    head.append(_plain(headline_of(article)), style="bold")
    lines: list[Text | Padding] = [Text(), head]
    if words := summary_words(article):
        lines.append(Padding(Text(_plain(words)), _INDENT))
    if facts := [f"{name}：{fact}" for name, fact in facts_about(article, digest)]:
        lines.append(Padding(Text(_plain("  ".join(facts)), style="dim"), _INDENT))
    return Group(*lines)


def _chip(topic: TopicScores, topics: TopicsConfig) -> Text:
    color = next((t.color for t in topics.topics if t.id == topic.label), _UNKNOWN_COLOR)
    style = f"bold white on {color}"
    return Text(
        f" {topic_words(topic, topics)} ", style=f"{style} italic" if topic.uncertain else style
    )


def _plain(text: str) -> str:
    """Text without control characters, which could steer the terminal."""
    return "".join(c for c in text if c == "\n" or c.isprintable() or c == "\u3000")
