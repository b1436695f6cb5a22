"""A digest as one HTML file that needs nothing beside it and prints well."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from service.config import TopicSet
from service.datamodels import Digest
from service.text import find_subheads
from service.writers.bulletin import PLAIN, Bulletin
from service.writers.wording import headline_of, left_out_count, left_out_words

if TYPE_CHECKING:
    from jinja2 import Template


def to_html(digest: Digest, topics: TopicSet, bulletin: Bulletin = PLAIN) -> str:
    """Write a digest as a page: contents by topic, then each article with its summary.

    The full text of an article unfolds on the screen and stays out of print.

    Args:
        digest: Scored or not; what was not scored shows no topic and no summary.
        topics: The label set, for titles and colors.
        bulletin: Title, masthead, sources and order.

    Returns:
        A whole document, every character of the source escaped, final newline.
    """
    return _template().render(digest=digest, topics=topics, bulletin=bulletin)


def _paragraphs_of(text: str) -> list[tuple[str, bool]]:
    """The lines of a text, and of each whether it is a subhead."""
    lines = text.split("\n")
    subheads = find_subheads(lines)
    return [(line, place in subheads) for place, line in enumerate(lines)]


@cache
def _template() -> Template:
    from service.templates import template_environment  # most digests are written without

    environment = template_environment("service.writers", keep_trailing_newline=True)
    functions = (headline_of, left_out_count, left_out_words)
    environment.globals.update({function.__name__: function for function in functions})
    environment.globals["paragraphs_of"] = _paragraphs_of
    return environment.get_template("digest.html")
