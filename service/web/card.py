"""One article of a digest as HTML: its card, and what opens below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from service.config import TopicConfig, TopicSet
from service.datamodels import Article, Digest, Span, Summary, TopicScores
from service.vocabulary import FLAGS, KINDS, NOTES
from service.web.marks import Mark, attributes, marked_paragraphs
from service.web.places import place_of
from service.web.wording import Wording


@dataclass(frozen=True, slots=True)
class View:
    """What a digest is shown with: the topics, and the language."""

    digest: Digest
    topics: TopicSet
    words: Wording


def render_card(article: Article, view: View) -> str:
    """Write one article: headline, topic, summary, and closed below it text and evidence.

    Args:
        article: A scored article of `view.digest`; everything in it is escaped.
        view: The digest, the topics and the language.

    Returns:
        An `<article>` with the id `article-<id>` and the attributes by which it
        is filtered: `data-topic`, and `data-uncertain` where that is so.

    Raises:
        ValueError: If the article was not scored.
    """
    score, summary, words = topic_of(article), _summary_of(article), view.words
    topic = view.topics[score.label]
    described = {"class": "bz-card", "id": f"article-{article.id}", "data-topic": topic.id}
    if score.uncertain:
        described["data-uncertain"] = ""
    described["style"] = f"--topic:{topic.color}"
    quiet = "" if article.headline else ' class="bz-missing"'
    return (
        f"<article{attributes(described)}>"
        f'<p class="bz-line">{"".join(_line(article, score, view))}</p>'
        f'<h3 dir="auto"{quiet}>{escape(article.headline or words.no_headline)}</h3>'
        f"{_digested(summary, words)}"
        f'<details><summary>{escape(words.open)}</summary><div class="bz-open">'
        f"{_body(article, score, summary, words)}{_facts(article, score, view)}"
        f"</div></details></article>"
    )


def topic_of(article: Article) -> TopicScores:
    """Give the topic of a scored article.

    Raises:
        ValueError: If the article was not scored.
    """
    if article.topic is None:
        raise ValueError(f"article {article.id} has no topic; show digests of a pipeline")
    return article.topic


def _summary_of(article: Article) -> Summary:
    if article.summary is None:
        raise ValueError(f"article {article.id} has no summary; show digests of a pipeline")
    return article.summary


def _line(article: Article, score: TopicScores, view: View) -> Iterator[str]:
    """Topic, doubt, kind, byline and flags, in words."""
    words = view.words
    title = escape(view.topics[score.label].title(words.language))
    yield f'<span class="bz-chip">{title} <b>{score.probability:.0%}</b></span>'
    if score.uncertain:
        hint = attributes({"title": words.uncertain_hint})
        yield f'<span class="bz-doubt"{hint}>{escape(words.uncertain)}</span>'
    yield f'<span class="bz-id">{escape(article.id)}</span>'
    if article.kind != "story":
        yield f"<span>{escape(KINDS[article.kind].in_language(words.language))}</span>"
    if article.byline:
        yield f"<bdi>{escape(article.byline)}</bdi>"
    for flag in article.flags:
        if flag != "no_headline":
            yield f'<span class="bz-flag">{escape(FLAGS[flag].in_language(words.language))}</span>'


def _digested(summary: Summary, words: Wording) -> str:
    """The summary, its note, and a button that copies it."""
    noted = NOTES[summary.note].in_language(words.language) if summary.note else ""
    note = f'<p class="bz-note">{escape(noted)}</p>' if noted else ""
    if summary.text is None:
        return note
    copied = attributes({"data-copied": words.copied})
    return (
        f'<p class="bz-summary" dir="auto">{escape(summary.text)}</p>{note}'
        f'<button type="button" class="bz-quiet bz-copy"{copied}>{escape(words.copy)}</button>'
    )


def _body(article: Article, score: TopicScores, summary: Summary, words: Wording) -> str:
    """The full text, what was summarized and what decided marked, with the legend."""
    chosen = tuple(Span(sentence.start, sentence.end) for sentence in summary.sentences)
    marks = (
        Mark("bz-in-summary", words.summary_mark, chosen),
        Mark("bz-evidence", words.evidence_mark, score.evidence),
    )
    text = marked_paragraphs(article.text, marks)
    if not text:
        return f'<p class="bz-note">{escape(words.no_body)}</p>'
    legend = "".join(
        f'<mark class="{mark.css_class}">{escape(mark.title)}</mark>'
        for mark in marks
        if mark.spans
    )
    shown = f'<p class="bz-legend">{legend}</p>' if legend else ""
    return f'{shown}<div class="bz-text">{text}</div>'


def _facts(article: Article, score: TopicScores, view: View) -> str:
    """All probabilities, and where the article stands."""
    words = view.words
    bars = "".join(
        _bar(view.topics[label], share, words) for label, share in score.probabilities.items()
    )
    place = escape(place_of(article.spans, view.digest, words))
    source = f"source-{article.id}"
    goto = attributes({"href": f"#{source}", "data-goto": source})
    return (
        f'<dl class="bz-more"><dt>{escape(words.probabilities)}</dt>'
        f'<dd><ul class="bz-bars">{bars}</ul></dd><dt>{escape(words.place)}</dt>'
        f"<dd><bdi>{place}</bdi> <a{goto}>{escape(words.to_source)}</a></dd></dl>"
    )


def _bar(topic: TopicConfig, share: float, words: Wording) -> str:
    drawn = attributes({"style": f"--topic:{topic.color};--share:{share:.4f}"})
    return f"<li{drawn}><span>{escape(topic.title(words.language))}</span><b>{share:.1%}</b></li>"
