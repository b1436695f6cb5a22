"""A digest on a terminal, in color."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from service.config import TopicSet
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

_INDENT = 4
# These must not begin a line.
_TRAILING = "，。、；：！？”’）》〉】」』…,.;:!?)]%"


def to_terminal(digest: Digest, topics: TopicSet, *, width: int) -> str:
    """Write a digest with colored chips, wrapped where the terminal ends.

    Chinese characters count as two columns, and no line begins with a full
    stop or a closing bracket. Nothing in the source is taken for markup or for
    a control sequence.

    Args:
        digest: Scored or not; what was not scored shows no topic and no summary.
        topics: The label set, for titles and colors.
        width: Columns of the terminal, at least 20.

    Returns:
        Text with ANSI sequences, in as many colors as the environment says the
        terminal knows; final newline.
    """
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, width=max(width, 20))
    title = f"{title_of(digest)} 报摘 · {len(digest.articles)} 篇"
    console.print(Rule(Text(_plain(title), style="bold"), style="dim"))
    for article in digest.articles:
        console.print()
        for line in _article(article, digest, topics, console.width):
            console.print(line, soft_wrap=True)
    if digest.left_out:
        words = f"未收入 {len(digest.left_out)} 处：{left_out_count(digest)}"
        console.print(Rule(Text(words, style="dim"), style="dim"))
        for passage in digest.left_out:
            for line in _wrapped(left_out_words(passage, digest), console.width, "dim"):
                console.print(line, soft_wrap=True)
    return stream.getvalue()


def _article(article: Article, digest: Digest, topics: TopicSet, width: int) -> Iterator[Text]:
    chip = _chip(article.topic, topics).append(" ") if article.topic else Text()
    lines = _wrapped(headline_of(article), width, "bold", first_indent=chip.cell_len)
    yield chip.append_text(next(lines, Text())[chip.cell_len :])
    yield from lines
    yield from _wrapped(summary_words(article), width)
    facts = [f"{name}：{fact}" for name, fact in facts_about(article, digest)]
    yield from _wrapped("  ".join(facts), width, "dim")


def _wrapped(
    text: str, width: int, style: str = "", *, first_indent: int = _INDENT
) -> Iterator[Text]:
    """The lines of a text, indented; none for an empty text."""
    # Between Latin words or numbers, unless they fill a line, and other characters.
    pieces = re.compile(rf"[!-~]{{1,{width - _INDENT}}}|[^!-~][{re.escape(_TRAILING)}]{{,4}}")
    for paragraph in filter(None, _plain(text).split("\n")):
        line = " " * first_indent
        first_indent = _INDENT
        for piece in pieces.findall(paragraph):
            if cell_len(line) + cell_len(piece.rstrip()) > width:
                yield Text(line.rstrip(), style)
                line = " " * _INDENT + piece.lstrip()
            else:
                line += piece
        yield Text(line.rstrip(), style)


def _chip(topic: TopicScores, topics: TopicSet) -> Text:
    color = topics[topic.label].color
    style = f"bold white on {color}"
    return Text(
        f" {topic_words(topic, topics)} ", style=f"{style} italic" if topic.uncertain else style
    )


def _plain(text: str) -> str:
    """Text without control characters, which could steer the terminal."""
    return "".join(c for c in text if c == "\n" or c.isprintable() or c == "\u3000")
