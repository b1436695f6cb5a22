"""The templates, and what all of them may call."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from service.config import TopicSet
from service.datamodels import Article, LeftOut, Span
from service.templates import template_environment
from service.vocabulary import CHANGES, FLAGS, KINDS, NOTES, REASONS
from service.web.views.colors import topic_class
from service.web.views.day import shares_of
from service.web.views.places import page_name
from service.web.views.source import source_of
from service.web.views.text import n_summary_chars, paragraphs_of
from service.web.wording import Wording, deed_of

STATIC = Path(__file__).parent / "static"

KEYS = (
    (("Ctrl", "Enter"), "key_digest"),
    (("J", "K"), "key_next"),
    (("N",), "key_unsure"),
    (("1", "–", "5"), "key_topic"),
    (("E",), "key_headline"),
    (("S",), "key_tick"),
    (("B",), "key_cut"),
    (("Ctrl", "Z"), "key_undo"),
    (("O",), "key_source"),
    (("P",), "key_send"),
    (("C",), "key_copy"),
    (("I",), "key_input"),
    (("?",), "key_help"),
)


class Templates:
    """The page's templates; every value is escaped unless a template made it."""

    def __init__(self, topics: TopicSet) -> None:
        self._environment = template_environment("service.web")
        self._environment.globals.update(
            topics=topics,
            topic_class=partial(topic_class, topics=topics),
            shares_of=partial(shares_of, topics=topics),
            assets=_stamp(),
            key_table=KEYS,
            span=_span,
            page_name=page_name,
            source_of=source_of,
            paragraphs_of=paragraphs_of,
            n_summary_chars=n_summary_chars,
        )

    def render(self, name: str, words: Wording, values: Mapping[str, Any]) -> str:
        """Write a template in a language.

        Raises:
            jinja2.UndefinedError: If the template asks for a value that is not given.
        """
        spoken = {
            "t": words,
            "phrase": partial(phrase_of, words=words),
            "reason": lambda reason: REASONS[reason].in_language(words.language),
            "change": lambda what: CHANGES[what].in_language(words.language),
            "deed": partial(deed_of, language=words.language),
            "note": lambda note: NOTES[note].in_language(words.language),
        }
        return self._environment.get_template(name).render({**spoken, **values})


# What a flag or kind says already need not be said again.
_SAID_BY = {
    "continuation": {"continued_from", "unmatched", "starts_mid_sentence"},
    "fragment": {"starts_mid_sentence"},
    "stitched": {"continued_from", "continues_on"},
    "unmatched": {"continues_on", "continued_from"},
}


def phrase_of(article: Article, words: Wording) -> str:
    """What a reader should know of an article, as one phrase; empty for a plain story."""
    said = set().union(*(_SAID_BY.get(name, ()) for name in (article.kind, *article.flags)))
    flags = [flag for flag in article.flags if flag not in said and flag != "no_headline"]
    kind = [] if article.kind == "story" else [KINDS[article.kind]]
    told = [*kind, *(FLAGS[flag] for flag in flags)]
    return words("between_flags").join(word.in_language(words.language) for word in told)


def _span(entry: LeftOut) -> Span:
    return Span(entry.start, entry.end)


def _stamp() -> str:
    """Changes whenever a file of the page does, so that browsers fetch it anew."""
    digest = sha256()
    for file in sorted(STATIC.iterdir()):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
