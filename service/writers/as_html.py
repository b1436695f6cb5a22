"""A digest as one HTML file that needs nothing beside it and prints well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from service.config import TopicSet
from service.datamodels import Article, Digest
from service.text import find_subheads
from service.writers.wording import (
    articles_by_topic,
    facts_about,
    headline_of,
    left_out_count,
    left_out_words,
    summary_words,
    title_of,
    topic_words,
)

_STYLE = """
body { font-family: "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, serif;
  color: #1d2939; line-height: 1.7; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3, nav, .facts, .chip { font-family: "Noto Sans CJK SC", "PingFang SC",
  "Microsoft YaHei", SimHei, sans-serif; }
h1 { border-bottom: 3px double #b42318; padding-bottom: .4rem; }
h2 { font-size: 1.15rem; margin: 0 0 .3rem; line-height: 1.4; }
article { margin: 1.6rem 0; break-inside: avoid; }
.chip { color: #fff; border-radius: .3rem; padding: .1rem .5rem; font-size: .8rem;
  white-space: nowrap; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.doubt { outline: 2px dashed; outline-offset: 1px; }
.facts { color: #475467; font-size: .8rem; margin: .3rem 0 0; }
.summary { margin: .4rem 0; }
details { margin: .3rem 0; }
.subhead { font-weight: bold; break-after: avoid; }
nav h3 { font-size: 1rem; margin: .8rem 0 .1rem; }
nav ul, .left-out ul { padding-left: 1.2rem; margin: 0; }
a { color: inherit; }
@page { size: A4; margin: 18mm; }
@media print { body { margin: 0; max-width: none; padding: 0; } details { display: none; }
  nav a { text-decoration: none; } h2 { break-after: avoid; } }
"""


def to_html(digest: Digest, topics: TopicSet) -> str:
    """Write a digest as a page: contents by topic, then each article with its summary.

    The full text of an article unfolds on the screen and stays out of print.

    Args:
        digest: Scored or not; what was not scored shows no topic and no summary.
        topics: The label set, for titles and colors.

    Returns:
        A whole document, every character of the source escaped, final newline.
    """
    title = escape(f"{title_of(digest)} 报摘")
    parts = [
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>",
        f"<h1>{title}</h1>\n<p>{len(digest.articles)} 篇</p>",
        *_contents(digest, topics),
        *(_article(article, digest, topics) for article in digest.articles),
        *_left_out(digest),
        "</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _contents(digest: Digest, topics: TopicSet) -> Iterator[str]:
    if not digest.articles:
        return
    yield "<nav>"
    for title, articles in articles_by_topic(digest, topics):
        links = "".join(
            f'<li><a href="#{escape(article.id)}">{escape(headline_of(article))}</a></li>'
            for article in articles
        )
        yield f"<h3>{escape(title)} {len(articles)}</h3>\n<ul>{links}</ul>"
    yield "</nav>"


def _article(article: Article, digest: Digest, topics: TopicSet) -> str:
    facts = "　".join(f"{name}：{escape(fact)}" for name, fact in facts_about(article, digest))
    text = "".join(_paragraphs(article.text.split("\n")))
    summary = "<br>".join(escape(line) for line in summary_words(article).split("\n"))
    return "\n".join(
        [
            f'<article id="{escape(article.id)}">',
            f"<h2>{_chip(article, topics)}{escape(headline_of(article))}</h2>",
            f'<p class="summary">{summary}</p>' if summary else "",
            f"<details><summary>全文</summary>{text}</details>",
            f'<p class="facts">{facts}</p>' if facts else "",
            "</article>",
        ]
    )


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    subheads = find_subheads(lines)
    for place, line in enumerate(lines):
        kind = ' class="subhead"' if place in subheads else ""
        yield f"<p{kind}>{escape(line)}</p>"


def _chip(article: Article, topics: TopicSet) -> str:
    if article.topic is None:
        return ""
    label = article.topic.label
    doubt = " doubt" if article.topic.uncertain else ""
    words = escape(topic_words(article.topic, topics))
    return f'<span class="chip{doubt}" style="background: {topics[label].color}">{words}</span> '


def _left_out(digest: Digest) -> Iterator[str]:
    if not digest.left_out:
        return
    items = "".join(
        f"<li>{escape(left_out_words(passage, digest))}</li>" for passage in digest.left_out
    )
    yield '<section class="left-out facts">'
    yield f"<h3>未收入 {len(digest.left_out)} 处：{left_out_count(digest)}</h3>"
    yield f"<ul>{items}</ul>\n</section>"
