"""A digest as HTML: pure, every word of the issue escaped."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from service.config import TopicConfig, TopicSet
from service.datamodels import Digest, LeftOut, Span
from service.vocabulary import REASONS
from service.web.card import View, render_card, topic_of
from service.web.marks import attributes
from service.web.places import place_of
from service.web.source import render_source
from service.web.wording import Wording


@dataclass(frozen=True, slots=True)
class Download:
    """A file the page offers; the link is called after the suffix of its name."""

    filename: str
    content: bytes


def render_digest(
    digest: Digest, topics: TopicSet, words: Wording, downloads: Sequence[Download] = ()
) -> str:
    """Write a digest as one piece of HTML.

    Args:
        digest: A scored digest.
        topics: Titles and colours, in the order of the filter.
        words: The language of everything that is not the issue's own.
        downloads: Files to offer, in order; they travel inside the links.

    Returns:
        HTML that loads nothing; opening, closing and filtering need no server.
    """
    view = View(digest, topics, words)
    cards = "".join(render_card(article, view) for article in digest.articles)
    articles = cards or f'<p class="bz-nothing">{escape(words.no_articles)}</p>'
    colors = {article.id: view.topics[topic_of(article).label].color for article in digest.articles}
    return (
        f'<section class="bz-digest"{attributes({"lang": words.lang})}>'
        f"{_head(digest, words, downloads)}{_filter(view)}"
        f'<div class="bz-articles">{articles}</div>'
        f"{_left_out(digest, words)}{render_source(digest, colors, words)}</section>"
    )


def render_welcome(words: Wording) -> str:
    """Write what stands in the place of a digest before there is one."""
    steps = "".join(f"<li>{escape(step)}</li>" for step in words.welcome_steps)
    return (
        f'<section class="bz-welcome"{attributes({"lang": words.lang})}>'
        f"<h2>{escape(words.welcome_title)}</h2><ol>{steps}</ol>"
        f'<p class="bz-keys">{escape(words.keys)}</p></section>'
    )


def render_banner(words: Wording) -> str:
    """Write the top of the page."""
    lang = attributes({"lang": words.lang})
    return f'<header class="bz-banner"{lang}><h1>报摘</h1><p>{escape(words.tagline)}</p></header>'


def _head(digest: Digest, words: Wording, downloads: Sequence[Download]) -> str:
    """The line of the issue: paper, date, counts, model; and the downloads."""
    uncertain = sum(topic_of(article).uncertain for article in digest.articles)
    counts = [words.n_articles.format(n=len(digest.articles))]
    if digest.left_out:
        counts.append(words.n_left_out.format(n=len(digest.left_out)))
    if uncertain:
        counts.append(words.n_uncertain.format(n=uncertain))
    counts.append(words.n_chars.format(n=f"{len(digest.source_text):,}"))
    if digest.model:
        counts.append(words.model.format(name=digest.model))
    facts = "".join(f"<li>{escape(count)}</li>" for count in counts)
    date = f"<time>{escape(digest.date)}</time>" if digest.date else ""
    links = "".join(_download(download) for download in downloads)
    offered = f'<p class="bz-downloads"><span>{escape(words.download)}</span>{links}</p>'
    return (
        f'<div class="bz-head"><div><h2 tabindex="-1"><bdi>{escape(digest.paper or words.no_paper)}'
        f'</bdi>{date}</h2><ul class="bz-facts">{facts}</ul></div>{offered if links else ""}</div>'
    )


def _download(download: Download) -> str:
    encoded = b64encode(download.content).decode("ascii")
    href = f"data:application/octet-stream;base64,{encoded}"
    title = download.filename.rpartition(".")[2].upper()
    return f"<a{attributes({'download': download.filename, 'href': href})}>{escape(title)}</a>"


def _filter(view: View) -> str:
    """Radio buttons and the rules that make them hide cards; no script, no server."""
    scores = [topic_of(article) for article in view.digest.articles]
    if not scores:
        return ""
    words, counts = view.words, Counter(score.label for score in scores)
    choices = [_choice("bz-every", words.every_topic, len(scores), checked=True)]
    rules = []
    labels = dict.fromkeys([*view.topics.labels, *sorted(counts)])
    for topic in (view.topics[label] for label in labels if counts[label]):
        choice, title = f"bz-only-{topic.id}", topic.title(words.language)
        choices.append(_choice(choice, title, counts[topic.id], topic))
        rules.append(_hide(choice, f'[data-topic="{_css(topic.id)}"]'))
    if uncertain := sum(score.uncertain for score in scores):
        choices.append(_choice("bz-doubtful", words.uncertain, uncertain))
        rules.append(_hide("bz-doubtful", "[data-uncertain]"))
    buttons = "".join(
        f'<button type="button" class="bz-quiet" data-all="{state}">{escape(title)}</button>'
        for state, title in (("open", words.open_all), ("closed", words.close_all))
    )
    return (
        f'<div class="bz-bar"><fieldset class="bz-filter"><legend>{escape(words.filter)}</legend>'
        f"{''.join(choices)}</fieldset><span>{buttons}</span></div><style>{''.join(rules)}</style>"
    )


def _choice(
    choice: str, title: str, count: int, topic: TopicConfig | None = None, *, checked: bool = False
) -> str:
    tint = attributes({"style": f"--topic:{topic.color}"}) if topic else ""
    return (
        f"<input{attributes({'type': 'radio', 'name': 'bz-filter', 'id': choice})}"
        f"{' checked' if checked else ''}>"
        f"<label{attributes({'for': choice})}{tint}>{escape(title)} <b>{count}</b></label>"
    )


def _css(text: str) -> str:
    """A text inside a string of a style sheet; what could end the string is written as its code."""
    return "".join(c if c.isalnum() or c in "-_" else f"\\{ord(c):x} " for c in text)


def _hide(choice: str, kept: str) -> str:
    return f".bz-digest:has(#{_css(choice)}:checked) .bz-card:not({kept}){{display:none}}"


def _left_out(digest: Digest, words: Wording) -> str:
    """What belongs to no article, why, and which article keeps a duplicate's text."""
    if not digest.left_out:
        return ""
    headlines = {article.id: article.headline or words.no_headline for article in digest.articles}
    rows = "".join(_left_out_row(entry, digest, headlines, words) for entry in digest.left_out)
    return (
        f'<details class="bz-panel" id="bz-left-out"><summary>{escape(words.left_out)} '
        f"<b>{len(digest.left_out)}</b></summary><ul>{rows}</ul></details>"
    )


def _left_out_row(entry: LeftOut, digest: Digest, headlines: dict[str, str], words: Wording) -> str:
    same = ""
    if entry.of is not None:
        goto = attributes({"href": f"#article-{entry.of}", "data-goto": f"article-{entry.of}"})
        kept = f"{entry.of} {headlines[entry.of]}"
        same = f"<span>{escape(words.same_as)}<a{goto}><bdi>{escape(kept)}</bdi></a></span>"
    place = escape(place_of((Span(entry.start, entry.end),), digest, words))
    printed = escape(digest.source_text[entry.start : entry.end])
    reason = escape(REASONS[entry.reason].in_language(words.language))
    line = f'<p class="bz-line"><span class="bz-reason">{reason}</span><bdi>{place}</bdi>{same}</p>'
    return f'<li>{line}<p class="bz-printed" dir="auto">{printed}</p></li>'
