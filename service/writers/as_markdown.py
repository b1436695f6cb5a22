"""A digest as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.config import TopicSet
from service.datamodels import Article, Digest
from service.writers.bulletin import PLAIN, Bulletin
from service.writers.wording import (
    headline_of,
    left_out_count,
    left_out_words,
)

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~&])")
# At the beginning of a line these would make a list, a quotation or a heading.
_LINE_MARKUP = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))", re.MULTILINE)


def to_markdown(digest: Digest, topics: TopicSet, bulletin: Bulletin = PLAIN) -> str:
    """Write a digest with one heading per article.

    Args:
        digest: Scored or not; what was not scored shows no topic and no summary.
        topics: The label set, for the titles.
        bulletin: Title, masthead and sources; the order is that of the digest anyway.

    Returns:
        CommonMark, final newline; nothing in the source can turn into markup.
    """
    lines = [escape(bulletin.masthead), ""] if bulletin.masthead else []
    lines += [f"# {escape(bulletin.heading(digest))}", "", f"{len(digest.articles)} 篇"]
    for article in digest.articles:
        lines += ["", *_article(article, digest, topics, bulletin)]
    if left_out := bulletin.left_out(digest):
        lines += ["", f"## 未收入 {len(left_out)} 处", "", left_out_count(digest), ""]
        lines += [f"- {escape(left_out_words(passage, digest))}" for passage in left_out]
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """Protect every character that Markdown would read as markup."""
    escaped = _MARKUP.sub(r"\\\1", text)
    return _LINE_MARKUP.sub(_escape_line_start, escaped)


def _escape_line_start(match: re.Match[str]) -> str:
    space, mark = match.groups()
    return f"{space}{mark}\\" if mark.isdigit() else f"{space}\\{mark}"


def _article(
    article: Article, digest: Digest, topics: TopicSet, bulletin: Bulletin
) -> Iterator[str]:
    yield f"## {escape(headline_of(article))}"
    if article.topic:
        yield ""
        yield f"**{escape(bulletin.topic(article.topic, topics))}**"
    if words := bulletin.summary(article):
        yield ""
        yield "\n>\n".join(f"> {escape(line)}" for line in words.split("\n"))
    if facts := [f"- {name}：{escape(fact)}" for name, fact in bulletin.facts(article, digest)]:
        yield ""
        yield from facts
